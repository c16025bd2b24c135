"""The strict check of doses: safe, with rest, and for both sides.

Pure. A stretch is held for a minute at most (ACSM
2021: 10 to 60 seconds), a neck press for half a minute, a press on a trigger point for 90
seconds, on an acupressure point for two minutes; pressure stays at five of ten.
"""

from collections.abc import Iterator
from typing import Final, assert_never

from coach.language.grammar import counted
from coach.routine.model import Breaths, Cadence, Category, Dose, Exercise, Hold, Holds, Reps, Sides, Time
from coach.routine.plan.limits import LONGEST_TOUCH, limit
from coach.routine.plan.work import length

Said = tuple[str, str, str]
"""A rule, what is wrong, and the mend."""

LONGEST_STRETCH: Final = 60.0
LONGEST_PRESS: Final = 30.0
"""Seconds of a hold of the neck with effort."""
HARDEST: Final = 5
"""Of ten."""
BETWEEN_SETS: Final = 5.0
BETWEEN_EFFORTS: Final = 30.0
BETWEEN_HOLDS: Final = 2.0
_STILL: Final = (Category.STRETCHES, Category.STRENGTHENING)
_NECK: Final = ("neck", "cervical", "suboccipital", "scalene")


def of_dose(exercise: Exercise, dose: Dose) -> Iterator[Said]:
    """Yield what is amiss in a dose of this exercise."""
    yield from _unsafe(exercise, dose)
    yield from _no_rest(exercise, dose)
    if dose.sides is Sides.ONE:
        message = "one side gets the whole dose, and the other none."
        yield "one-sided", message, 'Write sides = "each", or "alternate".'


def of_neck(exercise: Exercise) -> bool:
    """Return whether the exercise is one of the neck."""
    return any(word in target.lower() for target in exercise.targets for word in _NECK)


def effort(exercise: Exercise) -> bool:
    """Return whether muscles need rest after it."""
    return exercise.category is Category.STRENGTHENING


def _unsafe(exercise: Exercise, dose: Dose) -> Iterator[Said]:
    for amount, top, what in _asked(exercise, dose):
        if top is not None and amount > top:
            message = f"{amount:g} {what} is more than this exercise's own limit, {top:g}."
            mend = "Ask less; the limit is in its file, under most, or twice its own dose."
            yield "unsafe-dose", message, mend
    hold, longest = _held(exercise, dose), _longest_hold(exercise)
    if hold is not None and longest is not None and hold > longest:
        message = f"a hold of {counted(hold, 'second')} is too long here; {longest:g} is the longest."
        yield "unsafe-dose", message, "Hold for less, and more often."
    touch, pressed = LONGEST_TOUCH.get(exercise.category), length(dose.work)
    if touch is not None and pressed > touch:
        message = f"one place is pressed for {counted(pressed, 'second')}; {touch:g} is the longest."
        yield "unsafe-dose", message, "Press for less."
    if dose.pressure is not None and dose.pressure > HARDEST:
        message = f"a pressure of {dose.pressure} out of ten is too hard; {HARDEST} is the hardest."
        yield "unsafe-dose", message, "Press more softly."


def _asked(exercise: Exercise, dose: Dose) -> tuple[tuple[float, float | None, str], ...]:
    """Return each amount of a dose, the exercise's own limit of it, and what it is called."""
    most = limit(exercise)
    match dose.work:
        case Reps(reps):
            return ((reps, most.reps, "repetitions"),)
        case Holds(reps, held):
            return (reps, most.reps, "repetitions"), (held, most.hold, "seconds of a hold")
        case Hold(held):
            return ((held, most.hold, "seconds of a hold"),)
        case Time() | Breaths() | Cadence():
            return ((length(dose.work), most.duration, "seconds"),)
        case _:
            assert_never(dose.work)


def _held(exercise: Exercise, dose: Dose) -> float | None:
    """Return the seconds of a hold; time without a stroke is one, where the neck is stretched or works."""
    match dose.work:
        case Hold(hold) | Holds(_, hold):
            return hold
        case Time(duration, None) if of_neck(exercise) and exercise.category in _STILL:
            return duration
    return None


def _longest_hold(exercise: Exercise) -> float | None:
    if of_neck(exercise) and effort(exercise):
        return LONGEST_PRESS
    return LONGEST_STRETCH if of_neck(exercise) or exercise.category is Category.STRETCHES else None


def _no_rest(exercise: Exercise, dose: Dose) -> Iterator[Said]:
    least = BETWEEN_EFFORTS if effort(exercise) else BETWEEN_SETS
    if dose.sets > 1 and dose.rest < least:
        message = f"between sets comes a rest of {counted(dose.rest, 'second')}."
        yield "no-rest", message, f"Give at least {least:g} s."
    if isinstance(dose.work, Holds) and dose.work.relax < BETWEEN_HOLDS:
        message = f"to let go between holds there is a time of {counted(dose.work.relax, 'second')}."
        yield "no-rest", message, f"Give relax at least {BETWEEN_HOLDS:g} s."
