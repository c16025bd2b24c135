"""What a face sees of a session, held to what the session knows."""

from coach.cue.model import PartKind
from coach.session.machine.state import State
from coach.session.modes import Mode
from coach.session.view import View
from coach.time.units import Samples


def agree(view: View, state: State, position: int) -> None:
    """Hold a view to the state that it was folded up to."""
    step = state.chapter if 0 <= state.chapter < state.steps else None
    assert view.mode is state.mode
    assert (state.pause is not None) == (state.mode is Mode.PAUSED)
    assert (view.volume, view.muted) == (state.volume, state.muted)
    assert (view.question and view.question.name) == (state.asking and state.asking.name)
    assert view.step == step
    assert view.title == ("" if step is None else state.script.titles[step])
    assert view.exercise == ("" if step is None else state.script.exercise_of(step))
    assert view.line == ("" if state.last_line is None else state.last_line.text)
    _agree_on_the_bout(view, state, Samples(position))


def _agree_on_the_bout(view: View, state: State, position: Samples) -> None:
    if view.step is None:
        assert view.bout is None
    bar = state.bars[0] if state.bars else None
    if bar is None or bar.chapter != state.chapter or bar.part.kind not in (PartKind.WORK, PartKind.REST):
        return
    begin, end = bar.timeline.work if bar.part.kind is PartKind.WORK else (0, bar.timeline.length)
    reached = max(begin, min(bar.offset(position), end))
    assert view.bout is not None
    assert (view.bout.elapsed(position), view.bout.left(position)) == (reached - begin, end - reached)
    assert (view.bout.set, view.bout.side) == (bar.part.spot.set, bar.part.spot.side)
    assert view.bout.set < view.bout.sets
    assert view.bout.side < view.bout.sides
