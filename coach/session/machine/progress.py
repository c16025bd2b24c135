"""What has been heard since the last turn: tells the observers, and ends bars and steps.

Pure; each function takes the turn that it changes.
"""

from dataclasses import replace
from typing import Final

from coach.cue.model import Beat, PartKind, Role, Spoken
from coach.cue.script import lines_of
from coach.session.events import BoutLaid, Heard, Question, StepEnded, StepStarted, Waiting
from coach.session.machine.laid_part import BETWEEN_STEPS, LaidPart, Replacement
from coach.session.machine.state import Asking, State
from coach.session.machine.turn import Transition
from coach.session.modes import Mode
from coach.time.units import Samples, Seconds, seconds

ANSWER_TIME: Final = 20.0
"""Seconds after which an open question is closed without an answer."""


def catch_up(turn: Transition) -> None:
    """Tell what has been heard since the last turn, and end the bars that are over."""
    while turn.state.bars:
        bar = turn.state.bars[0]
        _tell_cues(turn, bar, Samples(min(turn.here, bar.end - 1)))
        if turn.here < bar.end or turn.state.mode is Mode.PAUSED:
            return
        _end_bar(turn, bar)


def tell_bout(turn: Transition, old_state: State) -> None:
    """Tell which bout is heard, where it is not that of `old_state` or is laid anew. Its step has begun."""
    state = turn.state
    bar = state.bars[0] if state.bars else None
    if bar is None or bar.chapter != state.chapter or not 0 <= bar.chapter < state.steps:
        return
    is_known = old_state.bars and old_state.bars[0] is bar and old_state.chapter == state.chapter
    bout = None if is_known else bar.bout(state.parts(bar.chapter))
    if bout is not None:
        turn.tell(BoutLaid(turn.here, bar.chapter, bout))


def leave(turn: Transition, *, skipped: bool, at: Samples | None = None) -> None:
    """End the step that is heard, if a step is; here, or at an earlier position."""
    state, chapter = turn.state, turn.state.chapter
    if not 0 <= chapter < state.steps:
        return
    blocks = (block for part in state.parts(chapter) for block in part.blocks)
    turn.tell(
        StepEnded(
            position=turn.here if at is None else at,
            step=chapter,
            title=state.script.titles[chapter],
            exercise=state.script.exercise_of(chapter),
            worked=seconds(state.worked),
            planned=seconds(sum(block.length for block in blocks if isinstance(block, Beat))),
            skipped=skipped,
            way=state.change(chapter).way.value,
        )
    )
    turn.state = replace(turn.state, chapter=BETWEEN_STEPS, worked=Samples(0))


def _tell_cues(turn: Transition, bar: LaidPart, until: Samples) -> None:
    if bar.chapter != turn.state.chapter:
        _enter(turn, bar)
    if bar.part.kind is PartKind.ASK and turn.state.asking is None:
        turn.state = replace(turn.state, asking=Asking(bar.part.ask))
    for segment in bar.segments:
        for timed in segment.timeline.cues:
            at = Samples(segment.start + timed.start - segment.since)
            if timed.start < segment.since or not turn.state.told_until < at <= until:
                continue
            missing = isinstance(timed.cue, Spoken) and turn.state.clips.get(timed.cue) is None
            end = Samples(at + timed.until - timed.start)
            part = bar.part
            turn.tell(Heard(at, end, timed.cue, part.step, part.kind, timed.pinned, missing, part.ask))
            if isinstance(timed.cue, Spoken) and timed.cue.role is Role.LINE:
                turn.state = replace(turn.state, last_line=timed.cue)
    turn.state = replace(turn.state, told_until=max(turn.state.told_until, until))


def _enter(turn: Transition, bar: LaidPart) -> None:
    """Begin a chapter with its first bar."""
    leave(turn, skipped=False, at=bar.start)
    turn.state = replace(turn.state, chapter=bar.chapter, chapter_began=bar.start, worked=Samples(0))
    if 0 <= bar.chapter < turn.state.steps:
        script = turn.state.script
        title, exercise = script.titles[bar.chapter], script.exercise_of(bar.chapter)
        turn.tell(StepStarted(bar.start, bar.chapter, title, exercise))


def _end_bar(turn: Transition, bar: LaidPart) -> None:
    state = turn.state
    turn.state = replace(turn.state, bars=state.bars[1:])
    turn.count_work(bar)
    if state.longer_part is not None:
        _keep_longer_part(turn, bar)
    if bar.waits:
        turn.state = replace(turn.state, mode=Mode.WAITING)
        turn.tell(Waiting(bar.end, bar.part.step))
    elif bar.part.kind is PartKind.ASK and state.asking is not None:
        until = Seconds(turn.now.at + ANSWER_TIME)
        turn.state = replace(turn.state, mode=Mode.ASKING, asking=replace(state.asking, until=until))
        words = " ".join(line.text for line in lines_of(bar.part.blocks))
        turn.tell(Question(bar.end, bar.part.ask, words))
    elif state.mode is Mode.STOPPING:
        turn.finish()
    elif _last_of_its_chapter(turn, bar):
        leave(turn, skipped=False, at=bar.end)
    turn.lay_next()


def _keep_longer_part(turn: Transition, bar: LaidPart) -> None:
    """Keep the rest of a longer part, whose bout is over before its clips are there, to be laid next."""
    change = turn.state.change(bar.chapter)
    work_done = Samples(bar.timeline.work[1] - bar.timeline.work[0])
    part = turn.state.script.rest_of_bout(bar.chapter, change, bar.part, work_done)
    turn.state = replace(turn.state, longer_part=None, pending=Replacement(part, (bar.part, work_done)))
    turn.make()


def _last_of_its_chapter(turn: Transition, bar: LaidPart) -> bool:
    state = turn.state
    more_laid = any(other.chapter == bar.chapter for other in state.bars)
    return state.cursor[0] != bar.chapter and not more_laid and state.pending is None
