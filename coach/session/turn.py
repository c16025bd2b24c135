"""One turn of the session's machine in the making: the new state, and what it asks for.

Pure: it lives for one call of `machine.step`. Here is what every turn may need: telling
what was heard, ending bars and chapters, and laying what comes next.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from coach.cue.model import Block, Part, PartKind, Role, Spoken, Timeline
from coach.cue.script import lines_of
from coach.cue.timeline import timeline
from coach.session.effects import Arm, Effect, Finish, Lay, Make, Segment, Tell
from coach.session.events import Ended, Event, Heard, Question, StepEnded, StepStarted, Trouble, Waiting
from coach.session.inputs import Now
from coach.session.state import Asking, Bar, Mode, State
from coach.units import Samples, Seconds, samples, seconds

AHEAD: Final = samples(1.5)
"""What comes next is laid at the earliest so long before it begins, so that commands stay cheap."""
ASKED_FOR: Final = 20.0
"""Seconds after which a question is gone."""
LOOK_AHEAD: Final = 2
"""So many steps beyond the one that is heard have their lines made."""


class Turn:
    """A state on its way to the next one, and the effects gathered on the way."""

    def __init__(self, state: State, now: Now) -> None:
        self.state, self.now = state, now
        self.effects: list[Effect] = []

    def set(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of State, whose kinds it checks itself
        """Change the state."""
        self.state = replace(self.state, **changes)

    def ask_for(self, effect: Effect) -> None:
        """Ask for an effect."""
        self.effects.append(effect)

    def tell(self, event: Event) -> None:
        """Tell the observers."""
        self.effects.append(Tell(event))

    @property
    def here(self) -> Samples:
        """The position of this turn."""
        return self.now.position

    # What was heard

    def catch_up(self) -> None:
        """Tell what has been heard since the last turn, and end the bars that are over."""
        while self.state.bars:
            bar = self.state.bars[0]
            self._tell_bar(bar, Samples(min(self.here, bar.end - 1)))
            if self.here < bar.end:
                return
            self._end_bar(bar)

    def _tell_bar(self, bar: Bar, until: Samples) -> None:
        if bar.chapter != self.state.chapter or self.state.told < 0:
            self._enter(bar)
        for segment in bar.segments:
            for timed in segment.timeline.cues:
                at = Samples(segment.start + timed.start - segment.since)
                if timed.start < segment.since or not self.state.told < at <= until or at >= segment.end:
                    continue
                missing = isinstance(timed.cue, Spoken) and self.state.clips.get(timed.cue) is None
                over = Samples(at + timed.until - timed.start)
                self.tell(Heard(at, over, timed.cue, bar.chapter, bar.part.kind, timed.pinned, missing))
                if isinstance(timed.cue, Spoken) and timed.cue.role is Role.LINE:
                    self.set(said=timed.cue)
        self.set(told=max(self.state.told, until))

    def _enter(self, bar: Bar) -> None:
        """Begin a chapter with its first bar."""
        self.set(chapter=bar.chapter, chapter_began=bar.start, worked=Samples(0))
        if 0 <= bar.chapter < self.state.steps:
            title, exercise = (
                self.state.script.titles[bar.chapter],
                self.state.script.exercise_of(bar.chapter),
            )
            self.tell(StepStarted(bar.start, bar.chapter, title, exercise))

    def _end_bar(self, bar: Bar) -> None:
        worked = Samples(self.state.worked + bar.worked(bar.end))
        self.set(bars=self.state.bars[1:], worked=worked)
        if bar.waits:
            self.set(mode=Mode.WAITING)
            self.tell(Waiting(bar.end, bar.chapter))
        elif bar.part.kind is PartKind.ASK and self.state.asking is not None:
            self.set(
                mode=Mode.ASKING, asking=replace(self.state.asking, until=Seconds(self.now.at + ASKED_FOR))
            )
            self.tell(Question(bar.end, bar.part.ask, _words(bar.part)))
        elif self.state.mode is Mode.STOPPING:
            self.finish()
        elif self._last_of_its_chapter(bar):
            self.leave(skipped=False, at=bar.end)
        if self.state.mode is Mode.PLAYING and not self.state.bars:
            self.lay_next()

    def _last_of_its_chapter(self, bar: Bar) -> bool:
        laid = any(other.chapter == bar.chapter for other in self.state.bars)
        return self.state.cursor[0] != bar.chapter and not laid and not self.state.override

    def leave(self, *, skipped: bool, at: Samples | None = None) -> None:
        """End the step that is heard, if it is one and has begun; here, or at a position before."""
        chapter = self.state.chapter
        if not 0 <= chapter < self.state.steps or self.state.told < 0:
            return
        parts = self.state.parts(chapter)
        planned = sum(block.length for part in parts for block in part.blocks if hasattr(block, "length"))
        change = self.state.change(chapter)
        self.tell(
            StepEnded(
                position=self.here if at is None else at,
                step=chapter,
                title=self.state.script.titles[chapter],
                exercise=self.state.script.exercise_of(chapter),
                worked=seconds(self.state.worked),
                planned=seconds(planned),
                skipped=skipped,
                way=change.way.value,
            )
        )
        self.set(chapter=-2, worked=Samples(0))

    def finish(self) -> None:
        """End the session."""
        if self.state.mode is Mode.OVER:
            return
        finished = self.state.mode is not Mode.STOPPING
        self.set(mode=Mode.OVER, bars=(), override=None, interruption=None, stretch=None)
        self.tell(Ended(self.here, finished, self.state.exit_code, dict(self.state.answers)))
        self.ask_for(Finish(self.state.exit_code))

    # What comes

    def lay_next(self) -> None:
        """Lay what comes next, if its clips are there and it is not too early."""
        state = self.state
        if state.mode not in (Mode.PLAYING, Mode.STOPPING):
            return
        if state.interruption is not None:
            self._lay_interruption()
        elif state.override is not None:
            part, origin = state.override
            if not state.bars and state.has(lines_of(part.blocks)):
                self.set(override=None)
                self._lay_part(part, state.chapter if state.chapter >= -1 else state.cursor[0], origin)
        elif len(state.bars) < 2 and not (state.bars and state.reached - self.here > AHEAD):
            self._lay_cursor()

    def _lay_cursor(self) -> None:
        state = self.state
        if state.bars and (state.bars[-1].part.kind is PartKind.ASK or state.bars[-1].waits):
            return
        chapter, index = state.cursor
        if chapter > state.steps:
            if not state.bars:
                self.finish()
            return
        parts = state.parts(chapter)
        if index >= len(parts):
            self.set(cursor=(state.after(chapter), 0))
            self._lay_cursor()
            return
        if state.wait_next and index == 0 and 0 <= chapter < state.steps:
            self._lay_wait(chapter)
        elif state.has(lines_of(parts[index].blocks)):
            self.set(cursor=(chapter, index + 1) if index + 1 < len(parts) else (state.after(chapter), 0))
            self._lay_part(parts[index], chapter)

    def _lay_wait(self, chapter: int) -> None:
        part = self.state.script.wait_words(chapter)
        if self.state.has(lines_of(part.blocks)):
            self.set(wait_next=False)
            heard = self.state.bars[-1].chapter if self.state.bars else self.state.chapter
            self._lay_part(part, heard, waits=True)

    def _lay_part(
        self, part: Part, chapter: int, origin: tuple[Part, Samples] | None = None, *, waits: bool = False
    ) -> None:
        line = self._timeline(part.blocks)
        bar = Bar(chapter, part, line, (Segment(self.state.reached, line),), origin, waits)
        if part.kind is PartKind.ASK:
            self.set(asking=Asking(part.ask))
        self.lay((*self.state.bars, bar))

    def _lay_interruption(self) -> None:
        interruption = self.state.interruption
        if interruption is None or not self.state.has(lines_of(interruption.blocks)):
            return
        between = self._timeline(interruption.blocks)
        bar, start = interruption.bar, self.state.reached
        words = Segment(start, between)
        segments = (words, Segment(words.end, bar.timeline, interruption.since))
        self.set(interruption=None)
        self.lay((replace(bar, segments=segments),))

    def lay(self, bars: tuple[Bar, ...], at: Samples | None = None) -> None:
        """Lay these bars in place of what was laid, and have what follows made."""
        generation = self.state.generation + 1
        reached = bars[-1].end if bars else self.state.reached
        if at is not None and not bars:
            reached = at
        self.set(bars=bars, generation=generation, reached=reached)
        segments = tuple(segment for bar in bars for segment in bar.segments)
        self.ask_for(Lay(generation, segments, at))
        if bars:
            self.ask_for(Arm(generation, reached))
        self.make()

    def cut(self) -> None:
        """Stop what sounds, here; what comes next begins here."""
        self.set(told=Samples(self.here - 1), stretch=None, override=None, interruption=None)
        self.lay((), at=self.here)

    def make(self) -> None:
        """Ask for every line not made, the most urgent first."""
        lines = dict.fromkeys(line for line in self._wanted() if line not in self.state.clips)
        if lines:
            self.ask_for(Make(tuple(lines)))

    def _wanted(self) -> Iterator[Spoken]:
        state = self.state
        if state.interruption is not None:
            yield from lines_of(state.interruption.blocks)
        if state.override is not None:
            yield from lines_of(state.override[0].blocks)
        if state.stretch is not None:
            yield from lines_of(state.stretch.blocks)
        if state.mode is Mode.STOPPING:
            yield from lines_of(state.script.stopped().blocks)
        if state.wait_next:
            yield from lines_of(state.script.wait_words(0).blocks)
        chapter, index = state.cursor
        follows = state.after(chapter)
        for ahead in (chapter, *range(follows, min(follows + LOOK_AHEAD - 1, state.steps) + 1)):
            for part in state.parts(ahead)[index if ahead == chapter else 0 :]:
                yield from lines_of(part.blocks)
            if ahead == chapter:
                yield from lines_of(state.script.stopped().blocks)

    def _timeline(self, blocks: tuple[Block, ...]) -> Timeline:
        line = timeline(blocks, self.state.measure)
        for long in line.too_long:
            words = long.cue.text if isinstance(long.cue, Spoken) else long.cue.sound.value
            what = f'"{words}" takes {seconds(long.length):.1f} s and has {seconds(long.room):.1f} s.'
            self.tell(Trouble(self.here, f"{what} It is left out; shorten it in the routine's file."))
        return line


def _words(part: Part) -> str:
    return " ".join(line.text for line in lines_of(part.blocks))
