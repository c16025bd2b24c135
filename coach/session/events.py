"""What a session tells its observers: the screen, the history, the JSON lines.

Pure: frozen values, and no words but those of a routine; what a screen says of them is its
own affair. Each is told with its position, so that a line on the screen can carry its time.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.cue.model import Chime, PartKind, Refusal, Spoken
from coach.errors import Place
from coach.units import Samples, Seconds

if TYPE_CHECKING:
    # The history reads events, and needs no plan for it.
    from coach.routine.plan import Way


@dataclass(frozen=True, slots=True)
class Started:
    """The session has begun. `steps` are the titles of the plan's steps."""

    position: Samples
    routine: str
    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step has begun. `exercise` is empty for a rest or something said."""

    position: Samples
    step: int
    title: str
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue begins to sound. `until` is where it ends; `missing` where it has no sound."""

    position: Samples
    until: Samples
    cue: Spoken | Chime
    step: int
    kind: PartKind
    pinned: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step is over. `worked` is the time really spent in its work; `skipped` where it was left early."""

    position: Samples
    step: int
    title: str
    exercise: str
    worked: Seconds
    planned: Seconds
    skipped: bool
    way: str = "as written"


@dataclass(frozen=True, slots=True)
class Paused:
    """The session stands still. `why`: asked, slept, suspended."""

    position: Samples
    why: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on."""

    position: Samples


@dataclass(frozen=True, slots=True)
class Waiting:
    """The session waits for a key before the next step."""

    position: Samples
    step: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question is open, until answered or until it is gone."""

    position: Samples
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered; `None` where it was skipped or is gone."""

    position: Samples
    name: str
    answer: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """The listener asks for the keys: `what` is "keys"."""

    position: Samples
    what: str


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    """What was entered is no whole number from `low` to `high`; the question stays open."""

    position: Samples
    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """It is so loud now, of 100; that ends being muted."""

    position: Samples
    level: int


@dataclass(frozen=True, slots=True)
class MuteSet:
    """The sound is off, or on again at the volume that it had."""

    position: Samples
    muted: bool


@dataclass(frozen=True, slots=True)
class WaySet:
    """The step's exercise is done in this way from here, and whenever it comes again."""

    position: Samples
    step: int
    way: "Way"


@dataclass(frozen=True, slots=True)
class MoreAdded:
    """The step has a little more of its dose, for so many times now."""

    position: Samples
    step: int
    times: int


@dataclass(frozen=True, slots=True)
class WaitSet:
    """The next step waits for a key, or no longer does."""

    position: Samples
    on: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """What the listener asked for is not done."""

    position: Samples
    reason: Refusal


@dataclass(frozen=True, slots=True)
class VoiceSlow:
    """Nothing sounds because lines are still being made. Told once."""

    position: Samples


@dataclass(frozen=True, slots=True)
class DeviceNamed:
    """The session plays to this device from now on."""

    position: Samples
    name: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """No sound device can be reached; the session goes on in writing."""

    position: Samples


@dataclass(frozen=True, slots=True)
class LineFailed:
    """A line could not be spoken, and goes on in writing. Each reason is told once."""

    position: Samples
    cue: Spoken
    reason: str


@dataclass(frozen=True, slots=True)
class CueTooLong:
    """A cue does not fit its beat and is left out. `place` is where its step stands in the routine's file."""

    position: Samples
    cue: Spoken | Chime
    length: Seconds
    room: Seconds
    place: Place | None


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over. `finished` is true where every step had its turn."""

    position: Samples
    finished: bool
    exit_code: int
    answers: dict[str, int] = field(default_factory=dict)


Reply = AnswerRejected | VolumeSet | MuteSet | WaySet | MoreAdded | WaitSet | Refused
"""What came of something that the listener asked for."""

Trouble = DeviceLost | LineFailed | CueTooLong
"""Something went wrong, and the session went on."""

Event = (
    Started
    | StepStarted
    | Heard
    | StepEnded
    | Paused
    | Resumed
    | Waiting
    | Question
    | Answered
    | Changed
    | Reply
    | VoiceSlow
    | DeviceNamed
    | Trouble
    | Ended
)
