"""What a session tells its observers: the screen, the history, the JSON lines.

Pure: frozen values. Each is told with its position, so that a line on the screen can
carry its time.
"""

from dataclasses import dataclass, field

from coach.cue.model import Chime, PartKind, Spoken
from coach.units import Samples, Seconds


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
    """Something that the listener asked for took effect. `what` is a short sentence."""

    position: Samples
    what: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong and the session went on. `what` says it, and the mend."""

    position: Samples
    what: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over. `finished` is true where every step had its turn."""

    position: Samples
    finished: bool
    exit_code: int
    answers: dict[str, int] = field(default_factory=dict)


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
    | Trouble
    | Ended
)
