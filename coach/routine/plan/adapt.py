"""How much of a routine is done: without what is not at hand, no harder, no longer than is wanted.

Pure: how long anything lasts comes in as a measure. What is left out is said in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from coach.language.grammar import counted
from coach.routine.model import Level
from coach.routine.plan.plan import Plan, PlanStep, Task, Variant


def without(plan: Plan, items: Sequence[str]) -> Plan:
    """Return the plan with nothing that needs one of `items`: another way is taken, or the step left out."""
    steps: list[PlanStep] = []
    said: list[str] = []
    for step in plan.steps:
        lacking = _lacking(step, items)
        if not isinstance(step, Task) or not lacking:
            steps.append(step)
            continue
        other = next((f for f in (step.easier, step.harder) if f and not _needs(f, items)), None)
        if other is None:
            said.append(f"{step.title} is left out: it needs {lacking}.")
            continue
        steps.append(replace(step, as_written=other, easier=None, harder=None))
        said.append(f"{other.exercise.name} comes in place of {step.title}, which needs {lacking}.")
    said += [f"Nothing in {plan.routine.name} needs {item!r}." for item in items if not _used(plan, item)]
    return replace(plan, steps=tuple(steps), left_out=(*plan.left_out, *dict.fromkeys(said)))


def within(plan: Plan, most: Level) -> Plan:
    """Return the plan with the easier way of every exercise above that level; "harder" leads back to it."""
    steps = tuple(
        replace(step, as_written=step.easier, easier=None, harder=step.as_written)
        if isinstance(step, Task) and step.easier is not None and step.exercise.level > most
        else step
        for step in plan.steps
    )
    return replace(plan, steps=steps)


def fit(plan: Plan, minutes: float, length_of: Callable[[Plan], float]) -> Plan:
    """Return the plan cut to at most `minutes`, as `length_of` reckons them.

    Rounds go first, then sets, down to one; then steps marked optional, the last first.
    The first and the last exercise keep all they have. What cannot be cut stays.
    """
    said: list[str] = []
    for cut in (_fewer_rounds, _fewer_sets, _fewer_steps):
        while length_of(plan) > minutes and (shorter := cut(plan)):
            plan, words = shorter
            said.append(words)
    left = length_of(plan)
    if left > minutes:
        least = "a minute" if left < 1.5 else counted(round(left), "minute")
        said.append(
            f"{counted(minutes, 'minute')} is too short for this routine: it still takes about {least}."
        )
    return replace(plan, left_out=(*plan.left_out, *dict.fromkeys(said)))


def _lacking(step: PlanStep, items: Sequence[str]) -> str:
    return _needs(step.as_written, items) if isinstance(step, Task) else ""


def _needs(form: Variant, items: Sequence[str]) -> str:
    """Return the first thing this way needs for which there is no other; empty where nothing is lacking."""
    for names in form.exercise.equipment:
        if all(any(_same(name, item) for item in items) for name in names):
            return " or ".join(names)
    return ""


def _used(plan: Plan, item: str) -> bool:
    return any(_same(name, item) for names in plan.equipment for name in names)


def _same(name: str, item: str) -> bool:
    """Return whether `item` names this thing: "band" is a "resistance band"."""
    wanted, words = item.lower().split(), name.lower().split()
    return bool(wanted) and all(word in words for word in wanted)


def _fewer_rounds(plan: Plan) -> tuple[Plan, str] | None:
    most = max((s.turn[1] for s in plan.steps if isinstance(s, Task)), default=0)
    if most < 2:
        return None
    steps = tuple(
        replace(s, turn=(s.turn[0], most - 1)) if isinstance(s, Task) and s.turn[1] == most else s
        for s in plan.steps
        if not (isinstance(s, Task) and s.turn == (most, most))
    )
    return replace(plan, steps=steps), "Fewer rounds."


def _fewer_sets(plan: Plan) -> tuple[Plan, str] | None:
    inner = [i for i, s in enumerate(plan.steps) if isinstance(s, Task)][1:-1]
    sets = {i: _sets(plan.steps[i]) for i in inner}
    index = max(sets, key=lambda i: sets[i], default=None)
    if index is None or sets[index] < 2:
        return None
    task = plan.steps[index]
    assert isinstance(task, Task), "only exercises have sets"
    fewer = replace(task, as_written=_with_sets(task.as_written, sets[index] - 1))
    steps = (*plan.steps[:index], fewer, *plan.steps[index + 1 :])
    return replace(plan, steps=steps), f"Fewer sets of {task.title}."


def _fewer_steps(plan: Plan) -> tuple[Plan, str] | None:
    index = max((i for i, s in enumerate(plan.steps) if s.optional), default=None)
    if index is None:
        return None
    steps = (*plan.steps[:index], *plan.steps[index + 1 :])
    return replace(plan, steps=steps), f"{plan.steps[index].title} is left out."


def _sets(step: PlanStep) -> int:
    return step.as_written.dose.sets if isinstance(step, Task) else 0


def _with_sets(form: Variant, sets: int) -> Variant:
    return replace(form, dose=replace(form.dose, sets=sets))
