"""The effects that a session asks for.

Pure: frozen values. `session.loop` performs them, in their order.
"""

from dataclasses import dataclass

from coach.cue.model import Spoken, Timeline
from coach.session.events import Event
from coach.time.units import Samples


@dataclass(frozen=True, slots=True)
class Segment:
    """A timeline laid so that its sample `since` is heard at position `start`."""

    start: Samples
    timeline: Timeline
    since: Samples = Samples(0)

    @property
    def end(self) -> Samples:
        """The position at which this segment is over."""
        return Samples(self.start + self.timeline.length - self.since)


@dataclass(frozen=True, slots=True)
class Make:
    """Make these lines, the most urgent first; drop earlier lines that are not made yet."""

    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Lay:
    """Sound exactly these segments from now on, in place of whatever was laid.

    A clip that goes on sounding is not disturbed; a clip that is dropped is faded out. The
    position stands still once all segments are over. With `at`, the position is set there first:
    dropped sound that was played since the input came does not count.
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
class HoldSound:
    """Stop the sound within one buffer; the position stands still."""


@dataclass(frozen=True, slots=True)
class Go:
    """Let the sound go on from the same sample."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Set the volume, 0 to 100."""

    level: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the observers."""

    event: Event


@dataclass(frozen=True, slots=True)
class StopProcess:
    """Let Ctrl-Z stop the process, now that the sound is stopped."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over; its loop ends with this exit code."""

    exit_code: int


Effect = Make | Lay | Arm | HoldSound | Go | Volume | Tell | StopProcess | Finish
