"""The strict check of what takes time: the promised minutes, and the rest between two efforts.

Pure. Lengths come in through a function, at 155 words a minute and in full detail, for
which a routine promises its minutes.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from coach.cue.full_timeline import Placed, placed_parts
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
    """Yield a problem where the minutes are not as promised, and where efforts lack the rest they need."""
    placed = placed_parts(script, measure_of)
    real_minutes = seconds(total_length(placed)) / 60
    promise = script.plan.routine.minutes
    if not promise_holds(promise, real_minutes):
        whole_minutes = max(1, round(real_minutes))
        minutes_to_write = (
            whole_minutes if promise_holds(whole_minutes, real_minutes) else round(real_minutes, 1)
        )
        message = f"it promises {counted(promise, 'minute')}, and takes {real_minutes:.1f}."
        mend = f"Write minutes = {minutes_to_write:g}, or say less; leave the doses."
        yield Problem(document.place(("minutes",)), "minutes", message, mend, Severity.WARNING)
    yield from dict.fromkeys(_no_rest(script, placed))


def promise_holds(promise: float, real_minutes: float) -> bool:
    """Return whether the promised minutes hold: within a tenth."""
    return abs(promise - real_minutes) <= 0.1 * real_minutes


def total_length(placed: tuple[Placed, ...]) -> int:
    """Return how many samples the whole lasts."""
    return placed[-1].start + placed[-1].timeline.length if placed else 0


def _no_rest(script: Script, placed: tuple[Placed, ...]) -> Iterator[Problem]:
    bouts = [placed_part for placed_part in placed if placed_part.part.kind is PartKind.WORK]
    for before, after in pairwise(bouts):
        first, second = (script.plan.steps[placed_part.part.step] for placed_part in (before, after))
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
