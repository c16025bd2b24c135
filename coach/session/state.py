"""Where a session stands: a value, and the questions that can be asked of it.

Pure. `session.machine` alone makes new ones. A session goes through chapters: the
welcome (-1), the plan's steps, the close (one past the last). A chapter has parts; a
part that has been laid is a `Bar`. At most two bars are laid: the one that is heard and
the one after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain
from types import MappingProxyType
from typing import Final, Protocol

from coach.cue.model import Block, Chime, Cue, Measure, MeasureOf, Part, Spoken, Timeline
from coach.cue.script import Change
from coach.routine.plan import Way
from coach.session.effects import Segment
from coach.units import Samples, Seconds

WELCOME: Final = -1


class Script(Protocol):
    """**Protocol:** what a session tells; `cue.script.Script` is one. Pure, and cheap to ask again."""

    @property
    def titles(self) -> tuple[str, ...]:
        """What each step is called."""

    @property
    def name(self) -> str:
        """What the routine is called."""

    @property
    def id(self) -> str:
        """The routine's id."""

    def exercise_of(self, index: int) -> str:
        """Return the step's exercise by its id; empty for none."""

    def welcome(self) -> tuple[Part, ...]:
        """Return the opening."""

    def step(self, index: int, change: Change) -> tuple[Part, ...]:
        """Return the parts of a step."""

    def can_change(self, index: int, change: Change) -> bool:
        """Return whether the step has that way, or may have still more."""

    def rest_of_bout(self, index: int, change: Change, part: Part, elapsed: Samples) -> Part:
        """Return what is left of a bout under a new change."""

    def come_back(self, part: Part, line: Timeline, at: Samples) -> tuple[Block, ...]:
        """Return what is said after a long pause."""

    def again(self, said: Spoken) -> tuple[Block, ...]:
        """Return a line said again."""

    def wait_words(self, index: int) -> Part:
        """Return what is said before waiting."""

    def ask(self, name: str, index: int) -> Part:
        """Return a question."""

    def close(self, *, finished: bool = True) -> tuple[Part, ...]:
        """Return the close."""

    def stopped(self) -> Part:
        """Return what is said when the listener stops."""


class Mode(Enum):
    """What the session is doing."""

    PLAYING = auto()
    PAUSED = auto()
    WAITING = auto()
    """For a key, before a step."""
    ASKING = auto()
    STOPPING = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Options:
    """How a session begins. `chimes` gives each chime's length; `fallback` that of a line without a clip."""

    chimes: MeasureOf
    fallback: MeasureOf
    first: int = 0
    ask_before: tuple[str, ...] = ()
    ask_after: tuple[str, ...] = ()
    volume: int = 100
    muted: bool = False
    way: Way = Way.AS_WRITTEN


@dataclass(frozen=True, slots=True)
class Bar:
    """A part as it is laid. `origin` is the bout that it goes on with, and how much of that was done."""

    chapter: int
    part: Part
    timeline: Timeline
    segments: tuple[Segment, ...]
    origin: tuple[Part, Samples] | None = None
    waits: bool = False

    @property
    def start(self) -> Samples:
        """The position at which it begins."""
        return self.segments[0].start

    @property
    def end(self) -> Samples:
        """The position at which it is over."""
        return self.segments[-1].end

    def offset(self, position: Samples) -> Samples:
        """Return how far into its timeline the position is; within words put between, where they go on."""
        for segment in self.segments:
            if segment.timeline is self.timeline and position < segment.end:
                return Samples(max(segment.since, segment.since + position - segment.start))
        return self.timeline.length

    def worked(self, position: Samples) -> Samples:
        """Return how much of its work has been heard by then."""
        begin, end = self.timeline.work
        done = 0
        for segment in self.segments:
            if segment.timeline is self.timeline:
                reached = min(
                    segment.since + position - segment.start, segment.since + segment.end - segment.start
                )
                done += max(0, min(end, reached) - max(begin, segment.since))
        return Samples(done)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Words to be put between: said as soon as their clips are there, then the bar goes on at `since`."""

    blocks: tuple[Block, ...]
    bar: Bar
    since: Samples


@dataclass(frozen=True, slots=True)
class Asking:
    """An open question: what was typed so far, and when it is gone."""

    name: str
    typed: str = ""
    until: Seconds = Seconds(0)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a session knows. `clips` has a measure for each line made, `None` for one that failed.

    `cursor` is the next part to lay: its chapter and its place in it. `told` is the position
    up to which the observers know what was heard.
    """

    script: Script
    options: Options
    mode: Mode = Mode.PLAYING
    clips: Mapping[Spoken, Measure | None] = field(default_factory=lambda: MappingProxyType({}))
    failures: frozenset[str] = frozenset()
    """Why lines could not be spoken, each reason told once: a voice that is gone fails with every line."""
    cursor: tuple[int, int] = (WELCOME, 0)
    bars: tuple[Bar, ...] = ()
    override: tuple[Part, tuple[Part, Samples]] | None = None
    interruption: Interruption | None = None
    stretch: Part | None = None
    generation: int = 0
    told: Samples = Samples(-1)
    reached: Samples = Samples(0)
    """Where what was laid last ends: what comes next begins there."""
    chapter: int = WELCOME
    """The chapter that is heard."""
    chapter_began: Samples = Samples(0)
    worked: Samples = Samples(0)
    ways: Mapping[str, Way] = field(default_factory=lambda: MappingProxyType({}))
    more: tuple[int, int] = (WELCOME, 0)
    wait_next: bool = False
    paused_at: Seconds = Seconds(0)
    paused_from: Mode = Mode.PLAYING
    stale: bool = False
    said: Spoken | None = None
    asking: Asking | None = None
    answers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    volume: int = 100
    muted: bool = False
    exit_code: int = 0
    until: Seconds | None = None

    @property
    def steps(self) -> int:
        """How many steps the plan has; also the chapter of the close."""
        return len(self.script.titles)

    def after(self, chapter: int) -> int:
        """Return the chapter that follows: the welcome leads to the step that was asked for."""
        return chapter + 1 if chapter != WELCOME else min(self.options.first, self.steps)

    def change(self, chapter: int) -> Change:
        """Return what the listener asked for of a step."""
        if not 0 <= chapter < self.steps:
            return Change()
        way = self.ways.get(self.script.exercise_of(chapter), self.options.way)
        return Change(way, self.more[1] if self.more[0] == chapter else 0)

    def parts(self, chapter: int) -> tuple[Part, ...]:
        """Return the parts of a chapter as they are now."""
        if chapter == WELCOME:
            asks = (self.script.ask(name, WELCOME) for name in self.options.ask_before)
            return (*self.script.welcome(), *asks)
        if chapter >= self.steps:
            asks = (self.script.ask(name, chapter) for name in self.options.ask_after)
            return (*self.script.close(), *asks)
        return self.script.step(chapter, self.change(chapter))

    def measure(self, cue: Cue) -> Measure:
        """Return a cue's length, by its clip if there is one."""
        if isinstance(cue, Chime):
            return self.options.chimes(cue)
        return self.clips.get(cue) or self.options.fallback(cue)

    def has(self, lines: Iterable[Spoken]) -> bool:
        """Return whether each of these lines has been made, or given up."""
        return all(line in self.clips for line in lines)


def wake(state: State) -> Samples | None:
    """Return the next position at which something is to be told or done; `None` while it stands still."""
    if state.mode in (Mode.PAUSED, Mode.OVER) or not state.bars:
        return None
    segments = chain.from_iterable(bar.segments for bar in state.bars)
    starts = (
        Samples(segment.start + timed.start - segment.since)
        for segment in segments
        for timed in segment.timeline.cues
        if timed.start >= segment.since
    )
    moments = [start for start in starts if start > state.told] + [bar.end for bar in state.bars]
    return min(moments)


def deadline(state: State) -> Seconds | None:
    """Return the next moment of the clock that matters: a question gone, or the last words given up."""
    if state.mode is Mode.ASKING and state.asking is not None:
        return state.asking.until
    return state.until if state.mode is Mode.STOPPING else None
