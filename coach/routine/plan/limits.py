"""How far a dose may be changed.

Pure. The easier way never asks more than the dose that it replaces; "more" never passes the limit.
"""

from dataclasses import replace
from typing import Final, assert_never

from coach.routine.model import (
    Breaths,
    Cadence,
    Category,
    Dose,
    DoseKeys,
    Exercise,
    Hold,
    Holds,
    Reps,
    Time,
    Work,
)
from coach.routine.plan.resolve import Unfit, over, resolve
from coach.routine.plan.work import at_most, length
from coach.time.units import Seconds

LONGEST_TOUCH: Final = {Category.TRIGGER_POINTS: 90.0, Category.ACUPRESSURE: 120.0}
"""Seconds for which one place may be pressed at a time."""


def capped(easier: Dose, replaced: Dose) -> Dose:
    """Return `easier` so that it never asks more than the dose it replaces."""
    return replace(
        easier,
        work=_capped_work(easier.work, replaced.work),
        sets=min(easier.sets, replaced.sets),
        rest=Seconds(max(easier.rest, replaced.rest)),
        pressure=min(
            (pressure for pressure in (easier.pressure, replaced.pressure) if pressure is not None),
            default=None,
        ),
    )


def limit(exercise: Exercise) -> DoseKeys:
    """Return the exercise's own limit: what its file says, else twice its own dose.

    Pressure on a place stays within `LONGEST_TOUCH`.
    """
    own_dose = resolve([exercise.dose], exercise.category)
    if isinstance(own_dose, Unfit):
        return exercise.most
    ceiling = LONGEST_TOUCH.get(exercise.category)
    work, keys = own_dose.work, DoseKeys()
    match work:
        case Reps(reps) | Holds(reps):
            keys = DoseKeys(reps=2 * reps)
        case Hold(hold):
            keys = DoseKeys(hold=Seconds(min(2 * hold, ceiling or 2 * hold)))
        case Time() | Breaths() | Cadence():
            twice = 2 * length(work)
            keys = DoseKeys(duration=Seconds(min(twice, ceiling or twice)))
        case _:
            assert_never(work)
    return over(keys, exercise.most)


def _capped_work(easier: Work, replaced: Work) -> Work:
    match easier, replaced:
        case Reps(), Reps():
            return replace(easier, reps=min(easier.reps, replaced.reps))
        case Holds(), Holds():
            return replace(
                easier,
                reps=min(easier.reps, replaced.reps),
                hold=min(easier.hold, replaced.hold),
                relax=max(easier.relax, replaced.relax),
            )
        case Cadence(), Cadence():
            easier = replace(easier, per_minute=min(easier.per_minute, replaced.per_minute))
    return at_most(easier, length(replaced))
