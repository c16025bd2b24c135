"""The bouts of an exercise: each set, side and place of it, with what is said before and after.

Pure. What is said before the first is in `cue.instruction`, the work itself in `cue.patterns`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coach.cue import wording
from coach.cue.instruction import Detail, instruction, reminder
from coach.cue.model import Block, BoutPosition, Line, Part, PartKind, RestBlock, Spoken
from coach.cue.patterns import beat, lead_in
from coach.routine.model import Dose, Sides, Work
from coach.routine.plan.plan import Plan, Task, Variant
from coach.time.units import Samples, Seconds, samples, seconds

GAP: Final = samples(0.45)
"""Silence after a line that stands alone."""
SETTLE: Final = samples(1.0)
"""Silence before the lead-in of a bout that goes on."""


def bouts(
    plan: Plan, index: int, form: Variant, work: Work, *, detail: Detail, again: bool
) -> Iterator[Part]:
    """Yield the bouts of a step in this form, each with this work. `again`: it was done before."""
    dose = form.dose
    sides, alternate = 2 if dose.sides is Sides.EACH else 1, dose.sides is Sides.ALTERNATE
    spots = [
        BoutPosition(set_, side, place)
        for set_ in range(dose.sets)
        for side in range(sides)
        for place in range(len(dose.places) or 1)
    ]
    for spot in spots:
        first = spot == BoutPosition()
        opening = _opening(plan, index, form, detail, again=again) if first else _between(form, spot, detail)
        countdown, lead = lead_in(work)
        bout = beat(work, form.exercise.say, set_=spot.set, alternate=alternate)
        blocks = (replace(opening, lead_in=countdown, lead=lead), bout, *ending(form, spot, detail))
        title, way_back = form.exercise.name, place_words(form, spot)
        yield Part(PartKind.WORK, index, blocks, title, spot, way_back, work=work, alternate=alternate)


def ending(form: Variant, spot: BoutPosition, detail: Detail) -> tuple[Block, ...]:
    """Return how to come out of it: after the last bout, and in full detail after the first of two sides."""
    say, dose = form.exercise.say, form.dose
    last_place = spot.place == max(0, len(dose.places) - 1)
    last_side = spot.side == 1 or dose.sides is not Sides.EACH
    last = last_place and last_side and spot.set >= dose.sets - 1
    is_turn = last_place and not last_side and spot.set == 0 and detail is Detail.FULL
    is_said = say.end and (last or is_turn) and (detail is not Detail.QUIET or last)
    return (Line(Spoken(say.end), GAP),) if is_said else ()


def ready_for(work: Work, quiet: Samples) -> RestBlock:
    """Return the silence and the lead-in before a bout goes on."""
    countdown, lead = lead_in(work)
    return RestBlock(Samples(0), quiet=quiet, lead_in=countdown, lead=lead)


def place_words(form: Variant, spot: BoutPosition) -> str:
    """Return what is said when the listener comes back to a bout."""
    dose: Dose = form.dose
    words = [form.exercise.name]
    if dose.sides is Sides.EACH:
        words.append(wording.SIDES[spot.side])
    if dose.sets > 1:
        words.append(f"set {wording.number(spot.set + 1)}")
    return ", ".join(words)


def seconds_per_side(part: Part, elapsed: Samples) -> Seconds:
    """Return how much of a bout's work one side has done so far; where sides alternate, that is half."""
    return Seconds(seconds(elapsed) / (2 if part.alternate else 1))


def _opening(plan: Plan, index: int, form: Variant, detail: Detail, *, again: bool) -> RestBlock:
    """Return the rest before an exercise, with all that is said of it, and the time to get there."""
    task = plan.steps[index]
    assert isinstance(task, Task), "only an exercise has an opening"
    tasks = [i for i, s in enumerate(plan.steps) if isinstance(s, Task)]
    words: list[Spoken] = []
    if task.rest:
        words.append(Spoken(task.rest_say or wording.rest(task.rest)))
    step_before = plan.steps[index - 1] if index else None
    if (
        task.turn[1]
        and task.turn[0] > 1
        and not (isinstance(step_before, Task) and step_before.turn == task.turn)
    ):
        words.append(Spoken(wording.turn(*task.turn)))
    last = len(tasks) > 1 and index == tasks[-1]
    words += instruction(replace(task, again=again), form, detail, first=index == tasks[0], last=last)
    return RestBlock(samples(task.rest), tuple(words), quiet=samples(form.dose.ready))


def _between(form: Variant, spot: BoutPosition, detail: Detail) -> RestBlock:
    """Return what comes before a later bout: the next place, the change-over, or the rest between sets."""
    dose, ready = form.dose, samples(form.dose.ready)
    place = [wording.place(spot.place, dose.places[spot.place])] if dose.places else []
    if spot.place:
        return RestBlock(Samples(0), tuple(map(Spoken, place)), quiet=ready)
    if spot.side:
        return RestBlock(Samples(0), tuple(map(Spoken, [wording.CHANGE_OVER, *place])), quiet=ready)
    side = [wording.LEFT_FIRST] if dose.sides is Sides.EACH else []
    tail = (*reminder(form, spot.set, detail), *map(Spoken, [*side, *place]))
    head = (Spoken(wording.rest(dose.rest)),) if dose.rest else ()
    return RestBlock(samples(dose.rest), head, tail, settle=ready if side or place else min(ready, SETTLE))
