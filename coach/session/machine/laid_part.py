"""A part as it is laid, and what is laid as soon as its clips are there.

Pure: frozen values.
"""

from dataclasses import dataclass
from typing import Final

from coach.cue.model import Block, Part, PartKind, Timeline
from coach.session.bout import Bout
from coach.session.effects import Segment
from coach.time.units import Samples

BETWEEN_STEPS: Final = -2
"""The chapter of a part that belongs to no step."""


@dataclass(frozen=True, slots=True)
class LaidPart:
    """A part as it is laid; `place` counts the parts of its chapter.

    `origin` is the bout that it continues, and how much of that bout was done. With `waits` the
    session waits for a key after it.
    """

    part: Part
    timeline: Timeline
    segments: tuple[Segment, ...]
    place: int = 0
    origin: tuple[Part, Samples] | None = None
    waits: bool = False

    @property
    def chapter(self) -> int:
        """The chapter that it belongs to."""
        return BETWEEN_STEPS if self.waits else self.part.step

    @property
    def start(self) -> Samples:
        """The position at which it begins."""
        return self.segments[0].start

    @property
    def end(self) -> Samples:
        """The position at which it is over."""
        return self.segments[-1].end

    def offset(self, position: Samples) -> Samples:
        """Return how far into its timeline the position is; within words put between, where it goes on."""
        for segment in self.segments:
            if segment.timeline is self.timeline and position < segment.end:
                return Samples(max(segment.since, segment.since + position - segment.start))
        return self.timeline.length

    def bout(self, parts: tuple[Part, ...]) -> Bout | None:
        """Return the bout of its work, or of a whole rest, counted among the parts of its step."""
        if self.part.kind not in (PartKind.WORK, PartKind.REST):
            return None
        last_segment, spot = self.segments[-1], self.part.spot
        start = last_segment.start - last_segment.since
        begin, end = self.timeline.work if self.part.kind is PartKind.WORK else (0, self.timeline.length)
        return Bout(
            begins=Samples(start + begin),
            ends=Samples(start + end),
            resumes=last_segment.start,
            set=spot.set,
            sets=max(part.spot.set for part in (*parts, self.part)) + 1,
            side=spot.side,
            sides=max(part.spot.side for part in (*parts, self.part)) + 1,
        )

    def worked(self, position: Samples) -> Samples:
        """Return how much of its work has been heard by then."""
        begin, end = self.timeline.work
        total = 0
        for segment in self.segments:
            if segment.timeline is self.timeline:
                offset = segment.since + min(position, segment.end) - segment.start
                total += max(0, min(end, offset) - max(begin, segment.since))
        return Samples(total)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Words put between: they are said once their clips are there, then the bar goes on at `since`."""

    blocks: tuple[Block, ...]
    bar: LaidPart
    since: Samples

    @property
    def needs(self) -> tuple[Block, ...]:
        """The blocks whose clips are waited for."""
        return self.blocks


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part in place of the one that was cut: laid once its clips are there. `origin` as in `LaidPart`."""

    part: Part
    origin: tuple[Part, Samples] | None = None

    @property
    def needs(self) -> tuple[Block, ...]:
        """The blocks whose clips are waited for."""
        return self.part.blocks
