"""The easier way, the harder way, a little more: the commands that change an exercise.

Pure; each function takes the turn in the making.
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
    """Take the exercise one way towards the easier."""
    _other_way(turn, Difficulty.EASIER, Difficulty.HARDER)


def harder(turn: Transition) -> None:
    """Take the exercise one way towards the harder."""
    _other_way(turn, Difficulty.HARDER, Difficulty.EASIER)


def more(turn: Transition) -> None:
    """Ask a little more of what is heard, or about to be, within its own limit."""
    state, chapter = turn.state, turn.state.current
    change = state.change(chapter)
    longer = replace(change, more=change.more + 1)
    if not 0 <= chapter < state.steps or not state.script.can_change(chapter, longer):
        turn.refuse(Refusal.NO_MORE)
        return
    turn.state = replace(turn.state, more=(chapter, longer.more))
    turn.tell(MoreAdded(turn.here, chapter, longer.more))
    laid = _laid(state, turn.here)
    if laid is not None and laid[0].part.kind is PartKind.WORK and laid[1] >= laid[0].timeline.work[1]:
        _begin_anew(turn, longer, *_reached(*laid))
    elif laid is not None:
        turn.state = replace(turn.state, stretch=_longer(turn.state, laid[0], longer))
        turn.unlay_next()
    elif isinstance(state.held, Replacement):
        turn.state = replace(turn.state, held=_longer_anew(turn.state, state.held, longer))
    turn.make()
    turn.lay_stretched()


def _other_way(turn: Transition, towards: Difficulty, opposite: Difficulty) -> None:
    state, chapter = turn.state, turn.state.current
    if not 0 <= chapter < state.steps or not state.script.exercise_of(chapter):
        turn.refuse(Refusal.NO_EXERCISE)
        return
    before = state.change(chapter)
    change = replace(before, way=Difficulty.AS_WRITTEN if before.way is opposite else towards)
    if change.way is before.way or not state.script.can_change(chapter, StepChange(change.way)):
        turn.refuse(Refusal.NO_EASIER_WAY if towards is Difficulty.EASIER else Refusal.NO_HARDER_WAY)
        return
    bout = _under_way(state, turn.here)
    turn.state = replace(turn.state, ways={**state.ways, state.script.exercise_of(chapter): change.way})
    turn.tell(WaySet(turn.here, chapter, change.way))
    if bout is not None:
        turn.go_on()
        _begin_anew(turn, change, *bout)
    turn.make()


def _laid(state: State, here: Samples) -> tuple[LaidPart, Samples] | None:
    """Return the bar that is heard, or that words were put before, and how far into it that is."""
    if state.bars and not state.bars[0].waits:
        return state.bars[0], state.bars[0].offset(here)
    if isinstance(state.held, Interruption) and not state.held.bar.waits:
        return state.held.bar, state.held.since
    return None


def _reached(bar: LaidPart, at: Samples) -> tuple[Part, Samples]:
    """Return the bout of a bar, and how far into its work that is: negative before it begins."""
    begin, end = bar.timeline.work
    if at < begin and bar.origin is not None:
        return bar.origin
    return bar.part, Samples(min(at, end) - begin)


def _under_way(state: State, here: Samples) -> tuple[Part, Samples] | None:
    """Return the bout that the session is in, as `_reached` does; `None` before the step's first."""
    laid = _laid(state, here)
    if laid is not None:
        return _reached(*laid)
    if isinstance(state.held, Replacement):
        return state.held.origin or (state.held.part, Samples(-1))
    chapter, place = state.cursor
    return (state.parts(chapter)[place], Samples(-1)) if place else None


def _begin_anew(turn: Transition, change: StepChange, part: Part, elapsed: Samples) -> None:
    """Go on with the step under a change: with what is left of a bout, or with its preparation anew."""
    state, script, chapter = turn.state, turn.state.script, part.step
    parts = state.parts(chapter)
    turn.cut()
    done = elapsed >= 0
    before = sum(_order(p) < _order(part) or (done and p.spot == part.spot) for p in parts)
    if done:
        rest = script.rest_of_bout(chapter, change, part, elapsed)
        turn.state = replace(
            turn.state, held=Replacement(rest, (part, elapsed)), cursor=state.spot(chapter, before, parts)
        )
    elif 0 < before < len(parts) and parts[before].title != part.title:
        fresh = script.with_instructions(chapter, change, parts[before])
        turn.state = replace(
            turn.state, held=Replacement(fresh), cursor=state.spot(chapter, before + 1, parts)
        )
    else:
        turn.state = replace(turn.state, cursor=state.spot(chapter, before, parts))
    turn.make()
    turn.lay_next()


def _longer(state: State, bar: LaidPart, change: StepChange) -> Part | None:
    """Return the bar's part with more in it."""
    if bar.origin is not None:
        return state.script.rest_of_bout(bar.chapter, change, *bar.origin)
    return next((p for p in state.parts(bar.chapter) if p.spot == bar.part.spot), None)


def _longer_anew(state: State, held: Replacement, change: StepChange) -> Replacement:
    chapter = held.part.step
    if held.origin is not None:
        return replace(held, part=state.script.rest_of_bout(chapter, change, *held.origin))
    part = next(p for p in state.parts(chapter) if p.spot == held.part.spot)
    return replace(held, part=state.script.with_instructions(chapter, change, part))


def _order(part: Part) -> tuple[int, int, int]:
    return (part.spot.set, part.spot.side, part.spot.place)
