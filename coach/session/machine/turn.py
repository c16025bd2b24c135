"""One turn of the session's machine while it is computed: the new state and the effects.

Pure: it lives for one call of `machine.step`. It has what every turn may need: laying
what comes next, taking back what was laid, having clips made.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coach.cue import wording
from coach.cue.model import Block, Part, PartKind, Refusal, Spoken, Timeline
from coach.cue.script import lines_of
from coach.cue.timeline import resume_at, splice, timeline
from coach.session.effects import Arm, Effect, Finish, Go, Lay, Make, Segment, Tell
from coach.session.events import Ended, Event, Resumed
from coach.session.inputs import Now
from coach.session.machine.laid_part import Interruption, LaidPart, Replacement
from coach.session.machine.state import State
from coach.session.modes import Mode
from coach.session.replies import Refused
from coach.session.troubles import CueTooLong
from coach.time.units import Samples, samples, seconds

AHEAD: Final = samples(1.5)
"""The next part is laid at the earliest so long before its start, so that a command undoes little."""
LOOK_AHEAD: Final = 2
"""The lines of so many steps after the present one are made."""


class Transition:
    """A state on its way to the next one, and the effects gathered on the way.

    The state is changed by `replace` alone, whose fields mypy checks.
    """

    def __init__(self, state: State, now: Now) -> None:
        self.state, self.now = state, now
        self.effects: list[Effect] = []

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

    def refuse(self, reason: Refusal) -> None:
        """Say, in writing and aloud, why the command is not done."""
        self.tell(Refused(self.here, reason))
        if self.state.mode is Mode.PLAYING and self.state.bars:
            self.state = replace(self.state, reply=Spoken(wording.REFUSED[reason]))
            self.make()
            self.say_reply()

    def say_reply(self) -> None:
        """Say the reply to the listener between, once its clip is there."""
        reply, bars = self.state.reply, self.state.bars
        if reply is not None and bars and self.state.mode is Mode.PLAYING and self.state.has([reply]):
            since = resume_at(bars[0].timeline, bars[0].offset(self.here))
            self.put_between(self.state.script.again(reply), since)

    def go_on(self) -> None:
        """Go on from a pause, if the session is paused: the command is done at once."""
        if self.state.mode is Mode.PAUSED:
            self.state = replace(self.state, mode=Mode.PLAYING, pause=None)
            self.tell(Resumed(self.here))
            self.ask_for(Go())

    def finish(self) -> None:
        """End the session."""
        finished = self.state.mode is not Mode.STOPPING
        self.state = replace(self.state, mode=Mode.OVER, bars=(), pending=None, longer_part=None)
        self.tell(Ended(self.here, finished, self.state.exit_code, dict(self.state.answers)))
        self.ask_for(Finish(self.state.exit_code))

    # What comes next

    def lay_next(self) -> None:
        """Lay the next part, if its clips are there and it is not too early."""
        state = self.state
        if state.mode not in (Mode.PLAYING, Mode.STOPPING):
            return
        if state.pending is not None:
            if state.has(lines_of(state.pending.needs)):
                self.state = replace(self.state, pending=None)
                self._lay_pending(state.pending)
        elif state.longer_part is not None:
            self.lay_longer()
        elif len(state.bars) < 2 and not (state.bars and state.laid_until - self.here > AHEAD):
            self._lay_cursor()

    def lay_part(self, part: Part, place: int = 0, *, waits: bool = False) -> None:
        """Lay a part after the parts that are laid."""
        part_timeline = self._timeline(part.blocks, part.step)
        bar = LaidPart(
            part, part_timeline, (Segment(self.state.laid_until, part_timeline),), place, waits=waits
        )
        self.lay((*self.state.bars, bar))

    def lay_longer(self) -> None:
        """Put the longer part in place of the one that is heard, once its clips are there."""
        part, bars = self.state.longer_part, self.state.bars
        if part is None or not bars or not self.state.has(lines_of(part.blocks)):
            return
        self.state = replace(self.state, longer_part=None)
        bar = bars[0]
        longer_timeline = splice(bar.timeline, self._timeline(part.blocks, part.step), bar.offset(self.here))
        segments = tuple(
            replace(segment, timeline=longer_timeline) if segment.timeline is bar.timeline else segment
            for segment in bar.segments
        )
        self.lay((replace(bar, part=part, timeline=longer_timeline, segments=segments),))

    def _lay_pending(self, pending: Interruption | Replacement) -> None:
        if isinstance(pending, Replacement):
            self.lay_part(pending.part)
            (bar,) = self.state.bars
            self.state = replace(self.state, bars=(replace(bar, origin=pending.origin),))
            return
        bar = pending.bar
        words_timeline = self._timeline(pending.blocks, bar.part.step)
        words = Segment(self.state.laid_until, words_timeline)
        remainder = Segment(words.end, bar.timeline, pending.since)
        self.lay((replace(bar, segments=(words, remainder) if pending.blocks else (remainder,)),))
        self.lay_longer()

    def _lay_cursor(self) -> None:
        state = self.state
        if state.bars and (state.bars[-1].part.kind is PartKind.ASK or state.bars[-1].waits):
            return
        chapter, place = state.cursor
        if chapter > state.steps:
            if not state.bars:
                self.finish()
            return
        parts = state.parts(chapter)
        if place >= len(parts):
            self.state = replace(self.state, cursor=(state.after(chapter), 0))
            self._lay_cursor()
        elif state.wait_next and place == 0 and 0 <= chapter < state.steps:
            words = state.script.wait_words(chapter)
            if state.has(lines_of(words.blocks)):
                self.state = replace(self.state, wait_next=False)
                self.lay_part(words, waits=True)
        elif state.has(lines_of(parts[place].blocks)):
            self.state = replace(self.state, cursor=state.spot(chapter, place + 1, parts))
            self.lay_part(parts[place], place)
        else:
            self.make()

    def lay(self, bars: tuple[LaidPart, ...], at: Samples | None = None) -> None:
        """Lay these bars in place of what was laid, and have the next lines made."""
        generation = self.state.generation + 1
        laid_until = bars[-1].end if bars else self.state.laid_until if at is None else at
        self.state = replace(self.state, bars=bars, generation=generation, laid_until=laid_until)
        self.ask_for(Lay(generation, tuple(segment for bar in bars for segment in bar.segments), at))
        if bars:
            self.ask_for(Arm(generation, laid_until))
        self.make()

    # What was laid

    def put_between(self, blocks: tuple[Block, ...], since: Samples) -> None:
        """Say some words, then go on with the bar that is heard at `since`."""
        bar, longer_part = self.state.bars[0], self.state.longer_part
        self.cut()
        self.state = replace(self.state, pending=Interruption(blocks, bar, since), longer_part=longer_part)
        self.make()
        self.lay_next()

    def cut(self) -> None:
        """Stop the sound here; the next part begins here. Bars laid after the first are laid again later."""
        bars = self.state.bars
        if bars:
            self.count_work(bars[0])
        self._take_back(bars[1:])
        self.state = replace(
            self.state, told_until=Samples(self.here - 1), longer_part=None, pending=None, reply=None
        )
        self.lay((), at=self.here)

    def count_work(self, bar: LaidPart) -> None:
        """Add the work that was done of a bar so far."""
        worked = bar.worked(self.here)
        new_titles = {bar.part.title} if worked else set()
        self.state = replace(
            self.state, worked=Samples(self.state.worked + worked), met=self.state.met | new_titles
        )

    def unlay_next(self) -> None:
        """Take back the bar that was laid ahead: it comes later now."""
        if len(self.state.bars) > 1:
            self._take_back(self.state.bars[1:])
            self.lay(self.state.bars[:1])

    def _take_back(self, bars: tuple[LaidPart, ...]) -> None:
        for bar in bars:
            if bar.waits:
                self.state = replace(self.state, wait_next=True)
            else:
                self.state = replace(self.state, cursor=(bar.chapter, bar.place))

    # Clips

    def make(self) -> None:
        """Ask for every line that is not made yet, the most urgent first."""
        lines = dict.fromkeys(line for line in self._lines_to_make() if line not in self.state.clips)
        if lines:
            self.ask_for(Make(tuple(lines)))

    def _lines_to_make(self) -> Iterator[Spoken]:
        state = self.state
        if state.pending is not None:
            yield from lines_of(state.pending.needs)
        if state.reply is not None:
            yield state.reply
        if state.longer_part is not None:
            yield from lines_of(state.longer_part.blocks)
        if state.wait_next:
            yield from lines_of(state.script.wait_words(0).blocks)
        chapter, index = state.cursor
        following = state.after(chapter)
        for next_chapter in (chapter, *range(following, min(following + LOOK_AHEAD - 1, state.steps) + 1)):
            for part in state.parts(next_chapter)[index if next_chapter == chapter else 0 :]:
                yield from lines_of(part.blocks)
            if next_chapter == chapter:
                yield from lines_of(state.script.stopped().blocks)

    def _timeline(self, blocks: tuple[Block, ...], chapter: int) -> Timeline:
        new_timeline = timeline(blocks, self.state.measure)
        place = self.state.script.place_of(chapter) if 0 <= chapter < self.state.steps else None
        for misfit in new_timeline.too_long:
            length, room = seconds(misfit.length), seconds(misfit.room)
            self.tell(CueTooLong(self.here, misfit.cue, length, room, place))
        return new_timeline
