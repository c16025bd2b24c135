"""The inputs of a session.

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
    """What the listener can ask for, by a word of the pipe or by a key."""

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
    """A key was pressed: the text that it adds to an answer, and its command where it is not in an answer.

    `"\\b"` removes the last character. An arrow has no text; pasted text has no command.
    The loop passes a `FaceCommand` to the observers.
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
    """A line could not be made, even at a second try; it is only shown in writing."""

    cue: Spoken
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """The scheduler says that the next part begins in about a second."""

    generation: int


@dataclass(frozen=True, slots=True)
class NearlyOut:
    """The stream says that the laid sound ends in half a second."""

    generation: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; nothing else happened."""


@dataclass(frozen=True, slots=True)
class Slept:
    """The computer slept or the process was stopped, for about so long."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Jumped:
    """The wall clock was changed; jobs that go by it must be set again."""


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
    """Ctrl-Z: the process is about to stop itself."""


@dataclass(frozen=True, slots=True)
class Continued:
    """The process was stopped and goes on. In the background nobody can press a key."""

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
