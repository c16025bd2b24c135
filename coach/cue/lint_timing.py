"""The strict check of what takes time: the promised minutes, and the rest between two efforts.

Pure. Lengths come in through a function, at 155 words a minute and in full detail, for
which a routine promises its minutes.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from coach.cue.full_timeline import Placed, whole
from coach.cue.model import MeasureOf, PartKind
from coach.cue.script import Script
from coach.errors import Problem, Severity
from coach.files.document import Document
from coach.language.grammar import counted
from coach.routine.lint.doses import needs_rest
from coach.routine.plan.plan import Task
from coach.time.units import seconds

BETWEEN_STEPS: Final = 15.0
"""Seconds from one effort to the next of the same muscle; the words before it count as rest."""


def of_script(script: Script, measure_of: MeasureOf, document: Document) -> Iterator[Problem]:
    """Yield what a routine does not keep of its minutes and of the rest that efforts need."""
    placed = whole(script, measure_of)
    real = seconds(sum_of(placed)) / 60
    promise = script.plan.routine.minutes
    if not keeps(promise, real):
        whole_minutes = max(1, round(real))
        right = whole_minutes if keeps(whole_minutes, real) else round(real, 1)
        message = f"it promises {counted(promise, 'minute')}, and takes {real:.1f}."
        mend = f"Write minutes = {right:g}, or say less; leave the doses."
        yield Problem(document.place(("minutes",)), "minutes", message, mend, Severity.WARNING)
    yield from dict.fromkeys(_no_rest(script, placed))


def keeps(promise: float, real: float) -> bool:
    """Return whether the promised minutes hold: within a tenth."""
    return abs(promise - real) <= 0.1 * real


def sum_of(placed: tuple[Placed, ...]) -> int:
    """Return how many samples the whole lasts."""
    return placed[-1].start + placed[-1].timeline.length if placed else 0


def _no_rest(script: Script, placed: tuple[Placed, ...]) -> Iterator[Problem]:
    works = [one for one in placed if one.part.kind is PartKind.WORK]
    for before, after in pairwise(works):
        first, second = (script.plan.steps[one.part.step] for one in (before, after))
        if before.part.step == after.part.step or not (isinstance(first, Task) and isinstance(second, Task)):
            continue
        shared = set(first.exercise.targets) & set(second.exercise.targets)
        if not (shared and needs_rest(first.exercise) and needs_rest(second.exercise)):
            continue
        gap = seconds(after.start + after.timeline.work[0] - before.start - before.timeline.work[1])
        if gap < BETWEEN_STEPS:
            message = f"{gap:.0f} seconds after the last effort of the {min(shared)} comes the next."
            mend = f'Put a step rest = "{BETWEEN_STEPS:g} s" before it, or work on something else first.'
            yield Problem(second.place, "no-rest", message, mend, Severity.WARNING)
