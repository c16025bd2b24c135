"""The events that a session tells its observers: the screen, the history, the JSON lines.

Pure: frozen values, with no words except those of a routine; a screen finds its own words.
Each has its position, so that a line on the screen can show its time.
"""

from dataclasses import dataclass, field

from coach.cue.model import Chime, PartKind, Spoken
from coach.session.bout import Bout
from coach.session.inputs import FaceCommand
from coach.session.replies import Reply
from coach.session.troubles import DeviceNamed, Trouble, VoiceSlow
from coach.time.units import Samples, Seconds


@dataclass(frozen=True, slots=True)
class Started:
    """The session has begun. `steps` are the titles of the plan's steps; `volume` is of 100."""

    position: Samples
    routine: str
    name: str
    steps: tuple[str, ...]
    volume: int = 100
    muted: bool = False


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step has begun. `exercise` is empty for a rest or something said."""

    position: Samples
    step: int
    title: str
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class BoutLaid:
    """A bout or a rest is heard now, or it has changed: it is longer, or words were put between."""

    position: Samples
    step: int
    bout: Bout


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue begins to sound. `until` is where it ends; `missing` where it has no sound.

    `ask` names the question that it belongs to, which is open from its first cue on.
    """

    position: Samples
    until: Samples
    cue: Spoken | Chime
    step: int
    kind: PartKind
    pinned: bool = False
    missing: bool = False
    ask: str = ""


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step is over. `worked` is the time really spent in its work; `skipped`: it was left early."""

    position: Samples
    step: int
    title: str
    exercise: str
    worked: Seconds
    planned: Seconds
    skipped: bool
    way: str = "as written"


@dataclass(frozen=True, slots=True)
class Moved:
    """The listener went to another step, or to the start of this one; an open question is closed.

    `step` is -1 for the welcome, one past the last for the close.
    """

    position: Samples
    step: int


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
class Repeated:
    """The session waits for an answer or a key, and the words for that are said once more first."""

    position: Samples


@dataclass(frozen=True, slots=True)
class Waiting:
    """The session waits for a key before the next step."""

    position: Samples
    step: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question has been said whole: the session waits for its answer until the question is closed."""

    position: Samples
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered; `None` where it was skipped or closed without an answer."""

    position: Samples
    name: str
    answer: int | None


@dataclass(frozen=True, slots=True)
class FaceAsked:
    """The listener asks something of the face alone. While a question is open it may be part of an answer."""

    position: Samples
    command: FaceCommand


@dataclass(frozen=True, slots=True)
class Stopping:
    """The session was stopped: only the last words are still said, and an open question is closed."""

    position: Samples


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over. `finished`: it was not stopped before its end."""

    position: Samples
    finished: bool
    exit_code: int
    answers: dict[str, int] = field(default_factory=dict)


Event = (
    Started
    | StepStarted
    | BoutLaid
    | Heard
    | StepEnded
    | Moved
    | Paused
    | Resumed
    | Repeated
    | Waiting
    | Question
    | Answered
    | FaceAsked
    | Reply
    | VoiceSlow
    | DeviceNamed
    | Trouble
    | Stopping
    | Ended
)
