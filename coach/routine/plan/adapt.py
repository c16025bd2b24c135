"""Fit a plan to the listener: without the things that are not at hand, no harder and no longer than asked.

Pure: a function gives the length of a plan. The plan says in words what is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from coach.language.grammar import counted
from coach.routine.model import Level
from coach.routine.plan.plan import Plan, PlanStep, Task, Variant


def without(plan: Plan, items: Sequence[str]) -> Plan:
    """Return the plan without `items`: a step that needs one is done in another way, or left out."""
    steps: list[PlanStep] = []
    notes: list[str] = []
    for step in plan.steps:
        missing_item = _missing_item(step, items)
        if not isinstance(step, Task) or not missing_item:
            steps.append(step)
            continue
        variants = (variant for variant in (step.easier, step.harder) if variant is not None)
        replacement = next((variant for variant in variants if not _needed_item(variant, items)), None)
        if replacement is None:
            notes.append(f"{step.title} is left out: it needs {missing_item}.")
            continue
        steps.append(replace(step, as_written=replacement, easier=None, harder=None))
        notes.append(
            f"{replacement.exercise.name} comes in place of {step.title}, which needs {missing_item}."
        )
    notes += [f"Nothing in {plan.routine.name} needs {item!r}." for item in items if not _is_used(plan, item)]
    return replace(plan, steps=tuple(steps), left_out=(*plan.left_out, *dict.fromkeys(notes)))


def within(plan: Plan, highest: Level) -> Plan:
    """Return the plan with every exercise above the level `highest` done its easier way.

    "Harder" then leads back to the written way.
    """
    steps = tuple(
        replace(step, as_written=step.easier, easier=None, harder=step.as_written)
        if isinstance(step, Task) and step.easier is not None and step.exercise.level > highest
        else step
        for step in plan.steps
    )
    return replace(plan, steps=steps)


def fit(plan: Plan, minutes: float, length_of: Callable[[Plan], float]) -> Plan:
    """Return the plan cut to at most `minutes`; `length_of` gives the minutes of a plan.

    Rounds are cut first, then sets, down to one; then steps marked optional, the last first.
    The first and the last exercise keep all their sets. What cannot be cut stays.
    """
    notes: list[str] = []
    for cut in (_fewer_rounds, _fewer_sets, _fewer_steps):
        while length_of(plan) > minutes and (shorter := cut(plan)):
            plan, note = shorter
            notes.append(note)
    shortest = length_of(plan)
    if shortest > minutes:
        words = "a minute" if shortest < 1.5 else counted(round(shortest), "minute")
        notes.append(
            f"{counted(minutes, 'minute')} is too short for this routine: it still takes about {words}."
        )
    return replace(plan, left_out=(*plan.left_out, *dict.fromkeys(notes)))


def _missing_item(step: PlanStep, items: Sequence[str]) -> str:
    return _needed_item(step.as_written, items) if isinstance(step, Task) else ""


def _needed_item(variant: Variant, items: Sequence[str]) -> str:
    """Return the first thing that this way needs, if `items` has all its names; else nothing."""
    for names in variant.exercise.equipment:
        if all(any(_is_name_of(name, item) for item in items) for name in names):
            return " or ".join(names)
    return ""


def _is_used(plan: Plan, item: str) -> bool:
    return any(_is_name_of(name, item) for names in plan.equipment for name in names)


def _is_name_of(name: str, item: str) -> bool:
    """Return whether `item` names this thing: "band" is a "resistance band"."""
    item_words, name_words = item.lower().split(), name.lower().split()
    return bool(item_words) and all(word in name_words for word in item_words)


def _fewer_rounds(plan: Plan) -> tuple[Plan, str] | None:
    most_rounds = max((step.turn[1] for step in plan.steps if isinstance(step, Task)), default=0)
    if most_rounds < 2:
        return None
    steps = tuple(
        replace(step, turn=(step.turn[0], most_rounds - 1))
        if isinstance(step, Task) and step.turn[1] == most_rounds
        else step
        for step in plan.steps
        if not (isinstance(step, Task) and step.turn == (most_rounds, most_rounds))
    )
    return replace(plan, steps=steps), "Fewer rounds."


def _fewer_sets(plan: Plan) -> tuple[Plan, str] | None:
    inner_indexes = [index for index, step in enumerate(plan.steps) if isinstance(step, Task)][1:-1]
    sets = {index: _sets(plan.steps[index]) for index in inner_indexes}
    index = max(sets, key=lambda number: sets[number], default=None)
    if index is None or sets[index] < 2:
        return None
    task = plan.steps[index]
    assert isinstance(task, Task), "only exercises have sets"
    fewer = replace(task, as_written=_with_sets(task.as_written, sets[index] - 1))
    steps = (*plan.steps[:index], fewer, *plan.steps[index + 1 :])
    return replace(plan, steps=steps), f"Fewer sets of {task.title}."


def _fewer_steps(plan: Plan) -> tuple[Plan, str] | None:
    index = max((number for number, step in enumerate(plan.steps) if step.optional), default=None)
    if index is None:
        return None
    steps = (*plan.steps[:index], *plan.steps[index + 1 :])
    return replace(plan, steps=steps), f"{plan.steps[index].title} is left out."


def _sets(step: PlanStep) -> int:
    return step.as_written.dose.sets if isinstance(step, Task) else 0


def _with_sets(variant: Variant, sets: int) -> Variant:
    return replace(variant, dose=replace(variant.dose, sets=sets))
