"""What comes into a session.

Pure: frozen values. The keys, the scheduler, the sound stream, the speech worker, the
signals and the clocks put them on the one queue; the machine takes them one at a time,
each at its `Now`.

Positions are `Samples` of sound that has gone out, pauses left out: while a session is
paused, or nothing is laid, its position stands still.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.cue.model import Measure, Spoken
from coach.time.units import Samples, Seconds


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


class FaceCommand(StrEnum):
    """What the listener can ask of a face alone: nothing of the session changes."""

    KEYS = "keys"
    """Show the keys."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The listener asked for something."""

    command: Command


@dataclass(frozen=True, slots=True)
class Typed:
    """A key was pressed: what it adds to an answer, and what it asks for where it is no part of one.

    `"\\b"` takes the last character back. An arrow adds nothing; pasted text asks for nothing.
    What is asked of a face the loop hands to the observers.
    """

    text: str
    command: Command | FaceCommand | None = None


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


@dataclass(frozen=True, slots=True)
class Continued:
    """The process was stopped and goes on; in the background, where nobody can press a key."""

    background: bool


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
    | Continued
)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of an input: `at` on the monotonic clock, `position` heard so far."""

    at: Seconds
    position: Samples
