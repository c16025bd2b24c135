"""The easier way, the harder way, a little more: the commands that change an exercise.

Pure; each function takes the turn that it changes.
"""

from dataclasses import replace

from coach.cue.model import Part, PartKind, Refusal
from coach.cue.script import StepChange
from coach.routine.plan.plan import Difficulty
from coach.session.machine.laid_part import Interruption, LaidPart, Replacement
from coach.session.machine.state import State
from coach.session.machine.turn import Transition
from coach.session.replies import MoreAdded, WaySet
from coach.time.units import Samples


def easier(turn: Transition) -> None:
    """Change the exercise to the next easier way."""
    _other_way(turn, Difficulty.EASIER, Difficulty.HARDER)


def harder(turn: Transition) -> None:
    """Change the exercise to the next harder way."""
    _other_way(turn, Difficulty.HARDER, Difficulty.EASIER)


def more(turn: Transition) -> None:
    """Add a little to the exercise that is heard or about to be, within its own limit."""
    state, chapter = turn.state, turn.state.current
    change = state.change(chapter)
    longer_change = replace(change, more=change.more + 1)
    if not 0 <= chapter < state.steps or not state.script.can_change(chapter, longer_change):
        turn.refuse(Refusal.NO_MORE)
        return
    turn.state = replace(turn.state, more=(chapter, longer_change.more))
    turn.tell(MoreAdded(turn.here, chapter, longer_change.more))
    bar, offset = _bar_and_offset(state, turn.here) or (None, Samples(0))
    if bar is not None and bar.part.kind is PartKind.WORK and offset >= bar.timeline.work[1]:
        _restart(turn, longer_change, *_bout_at(bar, offset))
    elif bar is not None:
        turn.state = replace(turn.state, longer_part=_longer_part(turn.state, bar, longer_change))
        turn.unlay_next()
    elif isinstance(state.pending, Replacement):
        turn.state = replace(
            turn.state, pending=_longer_replacement(turn.state, state.pending, longer_change)
        )
    turn.make()
    turn.lay_longer()


def _other_way(turn: Transition, towards: Difficulty, opposite: Difficulty) -> None:
    state, chapter = turn.state, turn.state.current
    if not 0 <= chapter < state.steps or not state.script.exercise_of(chapter):
        turn.refuse(Refusal.NO_EXERCISE)
        return
    old_change = state.change(chapter)
    change = replace(old_change, way=Difficulty.AS_WRITTEN if old_change.way is opposite else towards)
    if change.way is old_change.way or not state.script.can_change(chapter, StepChange(change.way)):
        turn.refuse(Refusal.NO_EASIER_WAY if towards is Difficulty.EASIER else Refusal.NO_HARDER_WAY)
        return
    bout = _current_bout(state, turn.here)
    turn.state = replace(turn.state, ways={**state.ways, state.script.exercise_of(chapter): change.way})
    turn.tell(WaySet(turn.here, chapter, change.way))
    if bout is not None:
        turn.go_on()
        _restart(turn, change, *bout)
    turn.make()


def _bar_and_offset(state: State, here: Samples) -> tuple[LaidPart, Samples] | None:
    """Return the bar that is heard, or that goes on after words put between, and how far into it that is."""
    if state.bars and not state.bars[0].waits:
        return state.bars[0], state.bars[0].offset(here)
    if isinstance(state.pending, Interruption) and not state.pending.bar.waits:
        return state.pending.bar, state.pending.since
    return None


def _bout_at(bar: LaidPart, at: Samples) -> tuple[Part, Samples]:
    """Return the bout of a bar, and how far into its work that is: negative before it begins."""
    begin, end = bar.timeline.work
    if at < begin and bar.origin is not None:
        return bar.origin
    return bar.part, Samples(min(at, end) - begin)


def _current_bout(state: State, here: Samples) -> tuple[Part, Samples] | None:
    """Return the bout that the session is in, as `_bout_at` does; `None` before the step's first."""
    bar_and_offset = _bar_and_offset(state, here)
    if bar_and_offset is not None:
        return _bout_at(*bar_and_offset)
    if isinstance(state.pending, Replacement):
        return state.pending.origin or (state.pending.part, Samples(-1))
    chapter, place = state.cursor
    return (state.parts(chapter)[place], Samples(-1)) if place else None


def _restart(turn: Transition, change: StepChange, part: Part, elapsed: Samples) -> None:
    """Go on with a changed step: with the rest of the bout, or again with the bout's preparation."""
    state, script, chapter = turn.state, turn.state.script, part.step
    parts = state.parts(chapter)
    turn.cut()
    has_begun = elapsed >= 0
    index = sum(_order(p) < _order(part) or (has_begun and p.spot == part.spot) for p in parts)
    if has_begun:
        remainder = script.rest_of_bout(chapter, change, part, elapsed)
        turn.state = replace(
            turn.state,
            pending=Replacement(remainder, (part, elapsed)),
            cursor=state.spot(chapter, index, parts),
        )
    elif 0 < index < len(parts) and parts[index].title != part.title:
        introduced_part = script.with_instructions(chapter, change, parts[index])
        turn.state = replace(
            turn.state,
            pending=Replacement(introduced_part),
            cursor=state.spot(chapter, index + 1, parts),
        )
    else:
        turn.state = replace(turn.state, cursor=state.spot(chapter, index, parts))
    turn.make()
    turn.lay_next()


def _longer_part(state: State, bar: LaidPart, change: StepChange) -> Part | None:
    """Return the bar's part with more of its dose."""
    if bar.origin is not None:
        return state.script.rest_of_bout(bar.chapter, change, *bar.origin)
    return next((p for p in state.parts(bar.chapter) if p.spot == bar.part.spot), None)


def _longer_replacement(state: State, pending: Replacement, change: StepChange) -> Replacement:
    chapter = pending.part.step
    if pending.origin is not None:
        return replace(pending, part=state.script.rest_of_bout(chapter, change, *pending.origin))
    part = next(p for p in state.parts(chapter) if p.spot == pending.part.spot)
    return replace(pending, part=state.script.with_instructions(chapter, change, part))


def _order(part: Part) -> tuple[int, int, int]:
    return (part.spot.set, part.spot.side, part.spot.place)
