"""The state of a session: a value, and what can be derived from it.

Pure. `session.machine` alone makes new ones. A session goes through chapters: the
welcome (-1), the plan's steps, the close (one past the last). A chapter has parts; a
part that has been laid is a `LaidPart`. At most two bars are laid: the one that is heard and
the one after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from coach.cue.model import Chime, Cue, Measure, MeasureOf, Part, Spoken
from coach.cue.script import Script, StepChange
from coach.routine.plan.plan import Difficulty
from coach.session.machine.laid_part import Interruption, LaidPart, Replacement
from coach.session.modes import Mode
from coach.time.units import Samples, Seconds

WELCOME: Final = -1


SLOW: Final = 3.0
"""Seconds of silence after which the listener is told that the voice is slow."""


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
    way: Difficulty = Difficulty.AS_WRITTEN


@dataclass(frozen=True, slots=True)
class Asking:
    """An open question: what was typed so far, and when it is closed without an answer."""

    name: str
    typed: str = ""
    until: Seconds = Seconds(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause: the moment at which it began, the mode before it, and why (as in `events.Paused`).

    `long`: the session goes on as after a long pause, however short it was.
    """

    at: Seconds
    mode: Mode
    why: str
    long: bool


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a session knows. `clips` has a measure for each line made, `None` for one that failed.

    `cursor` is the next part to lay: its chapter and its place in it; `pending` comes before that.
    `told_until` is the position up to which the observers know what was heard.
    """

    script: Script
    options: Options
    mode: Mode = Mode.PLAYING
    clips: Mapping[Spoken, Measure | None] = field(default_factory=lambda: MappingProxyType({}))
    failures: frozenset[str] = frozenset()
    """The reasons why lines could not be spoken. Each is told once: a missing voice fails with every line."""
    cursor: tuple[int, int] = (WELCOME, 0)
    bars: tuple[LaidPart, ...] = ()
    pending: Interruption | Replacement | None = None
    longer_part: Part | None = None
    """The part that is heard with more of its dose, until its clips are there."""
    reply: Spoken | None = None
    """The reply that is said to the listener as soon as its clip is there."""
    generation: int = 0
    told_until: Samples = Samples(-1)
    laid_until: Samples = Samples(0)
    """The end of what is laid: the next part begins there."""
    chapter: int = WELCOME
    """The chapter that is heard."""
    chapter_began: Samples = Samples(0)
    worked: Samples = Samples(0)
    met: frozenset[str] = frozenset()
    """The names of the exercises that have been done at least in part."""
    ways: Mapping[str, Difficulty] = field(default_factory=lambda: MappingProxyType({}))
    more: tuple[int, int] = (WELCOME, 0)
    wait_next: bool = False
    pause: Pause | None = None
    """The present pause; `None` in every other mode."""
    last_line: Spoken | None = None
    asking: Asking | None = None
    answers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    volume: int = 100
    muted: bool = False
    exit_code: int = 0
    until: Seconds | None = None
    """The moment at which a session that stops gives up its last words."""
    stopping_at: Samples = Samples(-1)
    """The position at which the last words were last seen to go on."""
    silent_since: Seconds | None = None
    """The moment since which nothing sounds because lines are being made; `None` otherwise."""
    slow_told: bool = False

    @property
    def steps(self) -> int:
        """How many steps the plan has; also the chapter of the close."""
        return len(self.script.titles)

    @property
    def current(self) -> int:
        """The chapter that is heard or about to be; while the session waits, the one that it waits for."""
        if self.bars and not self.bars[0].waits:
            return self.bars[0].chapter
        if isinstance(self.pending, Interruption) and not self.pending.bar.waits:
            return self.pending.bar.chapter
        if isinstance(self.pending, Replacement):
            return self.pending.part.step
        return self.chapter if self.asking is not None else min(self.cursor[0], self.steps)

    @property
    def waits(self) -> bool:
        """Whether the session waits for a key, or is saying that it will."""
        return self.mode is Mode.WAITING or any(bar.waits for bar in self.bars[:1])

    def after(self, chapter: int) -> int:
        """Return the chapter after this one: after the welcome it is the first step that was asked for."""
        return chapter + 1 if chapter != WELCOME else min(self.options.first, self.steps)

    def spot(self, chapter: int, place: int, parts: tuple[Part, ...]) -> tuple[int, int]:
        """Return the cursor at a place in a chapter, or at the chapter after where that has no more parts."""
        return (chapter, place) if place < len(parts) else (self.after(chapter), 0)

    def change(self, chapter: int) -> StepChange:
        """Return the listener's changes of a step, as far as they are possible."""
        if not 0 <= chapter < self.steps:
            return StepChange()
        way = self.ways.get(self.script.exercise_of(chapter), self.options.way)
        possible = self.script.can_change(chapter, StepChange(way))
        more = self.more[1] if self.more[0] == chapter else 0
        met = self.met.union(bar.part.title for bar in self.bars if bar.part.step < chapter)
        return StepChange(way if possible else Difficulty.AS_WRITTEN, more, met)

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
        """Return a cue's length: that of its clip, if there is one."""
        if isinstance(cue, Chime):
            return self.options.chimes(cue)
        return self.clips.get(cue) or self.options.fallback(cue)

    def has(self, lines: Iterable[Spoken]) -> bool:
        """Return whether each of these lines has been made or given up."""
        return all(line in self.clips for line in lines)


def wake(state: State) -> Samples | None:
    """Return the next position at which something is told or done; `None` while the session stands still."""
    if state.mode in (Mode.PAUSED, Mode.OVER) or not state.bars:
        return None
    starts = (
        Samples(segment.start + timed.start - segment.since)
        for bar in state.bars
        for segment in bar.segments
        for timed in segment.timeline.cues
        if timed.start >= segment.since
    )
    moments = [start for start in starts if start > state.told_until] + [bar.end for bar in state.bars]
    return min(moments)


def deadline(state: State) -> Seconds | None:
    """Return the next moment of the clock that matters: a question's end, or the time for a slow voice."""
    if state.mode is Mode.ASKING and state.asking is not None:
        return state.asking.until
    if state.mode is Mode.PLAYING and state.silent_since is not None and not state.slow_told:
        return Seconds(state.silent_since + SLOW)
    return state.until if state.mode is Mode.STOPPING and not state.bars else None
