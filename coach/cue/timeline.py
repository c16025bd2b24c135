"""When each cue of a part starts, in samples from the part's start.

Pure. A spoken line is as long as its clip. A beat has its own length, whatever its
clips, so counting cannot drift; its fixed cues are placed so that they are *heard* at
their moment, and its spread cues go where they fit whole. Clip lengths come in through
a function, so that it works with estimates as well as with real clips.

A cue that does not fit its beat is left out and listed in `Timeline.too_long`; nothing is
cut and nothing overlaps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, assert_never

from coach.cue.model import (
    Beat,
    Block,
    Chime,
    ChimeName,
    Cue,
    Fixed,
    Line,
    MeasureOf,
    RestBlock,
    Role,
    Spoken,
    Timed,
    Timeline,
    TooLong,
)
from coach.time.units import Samples, samples

BETWEEN: Final = samples(0.35)
"""Silence between two lines of a rest."""
FOLLOW: Final = samples(0.06)
"""Silence between a count and the phrase that follows it at once."""
CLEAR: Final = samples(0.45)
"""Silence on both sides of a spread cue."""
ROOMY: Final = samples(6)
"""A spread cue that does not fit a gap as wide as this is too long; in narrower gaps it is left out."""


def timeline(blocks: Iterable[Block], measure_of: MeasureOf) -> Timeline:
    """Give every cue of the blocks its start; the blocks follow each other."""
    builder = _TimelineBuilder(measure_of)
    for block in blocks:
        match block:
            case Line(cue, gap):
                builder.say(cue)
                builder.at = Samples(builder.at + gap)
            case RestBlock():
                builder.rest(block)
            case Beat():
                builder.beat(block)
            case _:
                assert_never(block)
    return builder.built()


def resume_at(line: Timeline, at: Samples) -> Samples:
    """Return where to go on after an interruption at `at`.

    That is the start of the lead-in, of the repetition with its number, or of the spoken line, which
    was cut; else `at` itself.
    """
    begin, end = line.work
    lead = min((t.start for t in line.cues if t.pinned and t.start < begin), default=begin)
    if lead < at <= begin:
        return lead
    if line.unit and begin < at < end:
        return _unit_begins(line, unit_at(line, at))
    cut = [t.start for t in line.cues if isinstance(t.cue, Spoken) and t.start < at < t.until]
    return min(cut, default=at)


def unit_at(line: Timeline, at: Samples) -> int:
    """Return which repetition of the work is under way at `at`, from nought; its number belongs to it."""
    index = (at - line.work[0]) // line.unit
    return index + 1 if _unit_begins(line, index + 1) <= at else index


def _unit_begins(line: Timeline, index: int) -> Samples:
    """Return where a repetition begins to sound: its number starts early, to be heard on the beat."""
    start = Samples(line.work[0] + index * line.unit)
    return min([start, *(t.start for t in line.cues if t.pinned and t.start < start < t.until)])


def splice(old: Timeline, new: Timeline, at: Samples) -> Timeline:
    """Return `old` up to `at`, and `new` from there on, with the work of both begun at the same moment.

    The cues before the work stay those of `old`. A line that has begun is not said again.
    """
    shift = old.work[0] - new.work[0]
    old_cues = tuple(t for t in old.cues if t.start <= at or t.start < old.work[0])
    spoken = {t.cue for t in old_cues if isinstance(t.cue, Spoken) and t.cue.role is Role.LINE}
    last_word_end = max((t.until for t in old_cues if isinstance(t.cue, Spoken)), default=at)
    new_cues = tuple(
        moved
        for t in new.cues
        if t.start >= new.work[0] and t.cue not in spoken
        for moved in (_moved(t, shift),)
        if moved.start > at and not (isinstance(t.cue, Spoken) and moved.start < last_word_end)
    )
    work = (old.work[0], Samples(new.work[1] + shift))
    return Timeline((*old_cues, *new_cues), Samples(new.length + shift), work, new.unit, new.too_long)


def _moved(timed: Timed, shift: int) -> Timed:
    return replace(timed, start=Samples(timed.start + shift), until=Samples(timed.until + shift))


@dataclass(slots=True)
class _TimelineBuilder:
    """A timeline in the making: `at` is where the next block begins, `free` where the last word ended."""

    measure_of: MeasureOf
    at: Samples = Samples(0)
    free: Samples = Samples(0)
    work: tuple[Samples, Samples] = (Samples(0), Samples(0))
    unit: Samples = Samples(0)
    cues: list[Timed] = field(default_factory=list)
    too_long: list[TooLong] = field(default_factory=list)

    def built(self) -> Timeline:
        cues = tuple(sorted(self.cues, key=lambda t: (t.start, t.until)))
        length = max([self.at, *(t.until for t in cues)])
        return Timeline(cues, Samples(length), self.work, self.unit, tuple(self.too_long))

    def say(self, cue: Cue) -> None:
        end = Samples(self.at + self.measure_of(cue).length)
        self.cues.append(Timed(self.at, end, cue))
        self.at = self.free = end

    def rest(self, block: RestBlock) -> None:
        tail = sum(self.measure_of(cue).length + BETWEEN for cue in block.tail)
        end = self.at + block.least
        for cue in block.head:
            self.say(cue)
            self.at = Samples(self.at + BETWEEN)
        self.at = Samples(max(self.at + block.quiet, end - tail - block.settle - block.lead))
        for cue in block.tail:
            self.say(cue)
            self.at = Samples(self.at + BETWEEN)
        self.at = Samples(self.at + block.settle)
        for fixed in block.lead_in:
            self._pin(fixed)
        self.at = Samples(self.at + block.lead)

    def beat(self, block: Beat) -> None:
        start, end = self.at, Samples(self.at + block.length)
        if self.work[0] == self.work[1]:
            self.work, self.unit = (start, end), block.unit
        first_index = len(self.cues)
        for fixed in sorted(block.fixed, key=lambda f: f.at):
            self._pin(fixed)
        self._spread(block.spread, start, end, self.cues[first_index:])
        self.at = Samples(max([end, *(t.until for t in self.cues[first_index:])]))

    def _pin(self, fixed: Fixed) -> None:
        """Place a fixed cue and its followers; those without room are left out."""
        limit = self.at + fixed.at + fixed.room
        first = self.measure_of(fixed.cues[0])
        start = Samples(max(0, self.at + fixed.at - first.onset))
        for index, cue in enumerate(fixed.cues):
            length = self.measure_of(cue).length
            end = Samples(start + length)
            if end > limit or (start < self.free and cue != _TICK):
                if not fixed.optional:
                    self.too_long.append(TooLong(cue, length, Samples(max(0, limit - start))))
                return
            self.cues.append(Timed(start, end, cue, pinned=index == 0))
            if cue != _TICK:
                self.free = end
            start = Samples(end + FOLLOW)

    def _spread(self, spread: tuple[Spoken, ...], start: Samples, end: Samples, pinned: list[Timed]) -> None:
        """Place the cues evenly, each in the nearest gap that holds it whole, in their order."""
        audible = sorted((t for t in pinned if t.cue != _TICK), key=lambda t: t.start)
        edges = [(start, start), *((t.start, t.until) for t in audible), (end, end)]
        gaps = [(before[1] + CLEAR, after[0] - CLEAR) for before, after in pairwise(edges)]
        free = start
        for index, cue in enumerate(spread):
            length = self.measure_of(cue).length
            ideal_start = start + (end - start) * (index + 1) // (len(spread) + 1) - length // 2
            starts = [
                min(max(ideal_start, low, free), high - length)
                for low, high in gaps
                if max(low, free) + length <= high
            ]
            if not starts:
                widest = max((high - low for low, high in gaps), default=0)
                if ROOMY <= widest < length:
                    self.too_long.append(TooLong(cue, length, Samples(widest)))
                continue
            cue_start = Samples(min(starts, key=lambda candidate: abs(candidate - ideal_start)))
            self.cues.append(Timed(cue_start, Samples(cue_start + length), cue))
            free = Samples(cue_start + length + 2 * CLEAR)


_TICK: Final = Chime(ChimeName.TICK)
