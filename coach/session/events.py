"""What comes into a session, what it asks for, and what it tells.

Pure: frozen values. `Input`s are put on the one queue by the keys, the scheduler,
the sound stream and the speech worker; `Effect`s are performed by `session.run`;
`Event`s are told to the observers (screen, history, JSON).

Positions are `Samples` of sound that has gone out, pauses left out: while a session is
paused, or nothing is laid, its position stands still.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from coach.cue.model import Chime, Measure, PartKind, Spoken, Timeline
from coach.units import Samples, Seconds


class Command(StrEnum):
    """What the listener can ask for; the words of the pipe and the meanings of the keys."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"
    NEXT = "next"
    BACK = "back"
    AGAIN = "again"
    EASIER = "easier"
    HARDER = "harder"
    MORE = "more"
    WAIT = "wait"
    LOUDER = "louder"
    SOFTER = "softer"
    MUTE = "mute"
    STOP = "stop"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Asked:
    """The listener asked for something."""

    command: Command


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure or letter typed while a question is open."""

    text: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Enter was pressed."""


@dataclass(frozen=True, slots=True)
class ClipReady:
    """A line's clip has been made and pinned."""

    cue: Spoken
    measure: Measure


@dataclass(frozen=True, slots=True)
class ClipFailed:
    """A line could not be made, after one more try; it goes on in writing."""

    cue: Spoken
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """The scheduler says that the next part is about a second away."""

    generation: int


@dataclass(frozen=True, slots=True)
class NearlyOut:
    """The stream says that what is laid ends in half a second."""

    generation: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; nothing else happened."""


@dataclass(frozen=True, slots=True)
class Slept:
    """The machine slept or the process was stopped, for about so long."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Jumped:
    """The wall clock was set; jobs that go by it must be set anew."""


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """The sound device went away, came back, or was never there."""

    playing: bool
    name: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C or SIGTERM."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """Ctrl-Z: the process is about to be stopped by its own wish."""


Input = (
    Asked
    | Typed
    | Entered
    | ClipReady
    | ClipFailed
    | Due
    | NearlyOut
    | Tick
    | Slept
    | Jumped
    | DeviceChanged
    | Interrupted
    | Suspended
)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of an input: `at` on the monotonic clock, `position` heard so far."""

    at: Seconds
    position: Samples


@dataclass(frozen=True, slots=True)
class Segment:
    """A timeline laid so that its sample `since` is heard at position `start`, up to `until`."""

    start: Samples
    timeline: Timeline
    since: Samples = Samples(0)
    until: Samples | None = None

    @property
    def end(self) -> Samples:
        """The position at which this segment is over."""
        last = self.timeline.length if self.until is None else self.until
        return Samples(self.start + last - self.since)


# Effects


@dataclass(frozen=True, slots=True)
class Make:
    """Make these lines, the most urgent first; drop every line asked for before and not made."""

    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Lay:
    """Sound exactly these segments from now on, in place of whatever was laid.

    A clip that goes on sounding is not disturbed; one that is dropped is faded out. The
    position stands still once all of them are over. With `at`, it is set there first: what
    was given out since the input came, of things now dropped, does not count.
    """

    generation: int
    segments: tuple[Segment, ...]
    at: Samples | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """Set the scheduler's one job for this generation, about a second before `end`."""

    generation: int
    end: Samples


@dataclass(frozen=True, slots=True)
class Hold:
    """Stop the sound within one buffer; the position stands still."""


@dataclass(frozen=True, slots=True)
class Go:
    """Let the sound go on from the same sample."""


@dataclass(frozen=True, slots=True)
class Volume:
    """How loud: 0 to 100."""

    level: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the observers."""

    event: "Event"


@dataclass(frozen=True, slots=True)
class StopProcess:
    """Let Ctrl-Z stop the process, now that the sound is still."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over; its loop ends with this exit code."""

    exit_code: int


Effect = Make | Lay | Arm | Hold | Go | Volume | Tell | StopProcess | Finish


# Events. Each is told with its position, so that a line on the screen can carry its time.


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
