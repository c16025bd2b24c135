"""The strict check of doses: safe, with rest, and for both sides.

Pure. The limits: a stretch is held for a minute at most (ACSM 2021: 10 to 60 seconds), a neck press
for half a minute; a trigger point is pressed for 90 seconds, an acupressure point for two minutes;
pressure stays at five of ten.
"""

from collections.abc import Iterator
from typing import Final, assert_never

from coach.language.grammar import counted
from coach.routine.model import Breaths, Cadence, Category, Dose, Exercise, Hold, Holds, Reps, Sides, Time
from coach.routine.plan.limits import LONGEST_TOUCH, limit
from coach.routine.plan.work import length

Remark = tuple[str, str, str]
"""What is wrong in a dose: the rule, the message and the mend."""

LONGEST_STRETCH: Final = 60.0
LONGEST_PRESS: Final = 30.0
"""Seconds of a hold of the neck against a force."""
HARDEST: Final = 5
"""Of ten."""
BETWEEN_SETS: Final = 5.0
BETWEEN_EFFORTS: Final = 30.0
BETWEEN_HOLDS: Final = 2.0
_STILL: Final = (Category.STRETCHES, Category.STRENGTHENING)
_NECK: Final = ("neck", "cervical", "suboccipital", "scalene")


def dose_remarks(exercise: Exercise, dose: Dose) -> Iterator[Remark]:
    """Yield what is wrong in a dose of this exercise."""
    yield from _unsafe_amounts(exercise, dose)
    yield from _missing_rest(exercise, dose)
    if dose.sides is Sides.ONE:
        message = "one side gets the whole dose, and the other none."
        yield "one-sided", message, 'Write sides = "each", or "alternate".'


def is_neck_exercise(exercise: Exercise) -> bool:
    """Return whether the exercise is for the neck."""
    return any(word in target.lower() for target in exercise.targets for word in _NECK)


def needs_rest(exercise: Exercise) -> bool:
    """Return whether muscles need rest after the exercise."""
    return exercise.category is Category.STRENGTHENING


def _unsafe_amounts(exercise: Exercise, dose: Dose) -> Iterator[Remark]:
    for amount, most, unit in _amounts(exercise, dose):
        if most is not None and amount > most:
            message = f"{amount:g} {unit} is more than this exercise's own limit, {most:g}."
            mend = "Ask less; the limit is in its file, under most, or twice its own dose."
            yield "unsafe-dose", message, mend
    hold, longest = _hold_seconds(exercise, dose), _longest_hold(exercise)
    if hold is not None and longest is not None and hold > longest:
        message = f"a hold of {counted(hold, 'second')} is too long here; {longest:g} is the longest."
        yield "unsafe-dose", message, "Hold for less, and more often."
    longest_touch, seconds = LONGEST_TOUCH.get(exercise.category), length(dose.work)
    if longest_touch is not None and seconds > longest_touch:
        message = f"one place is pressed for {counted(seconds, 'second')}; {longest_touch:g} is the longest."
        yield "unsafe-dose", message, "Press for less."
    if dose.pressure is not None and dose.pressure > HARDEST:
        message = f"a pressure of {dose.pressure} out of ten is too hard; {HARDEST} is the hardest."
        yield "unsafe-dose", message, "Press more softly."


def _amounts(exercise: Exercise, dose: Dose) -> tuple[tuple[float, float | None, str], ...]:
    """Return each amount of a dose, the exercise's own limit for it, and its unit."""
    most = limit(exercise)
    match dose.work:
        case Reps(reps):
            return ((reps, most.reps, "repetitions"),)
        case Holds(reps, hold):
            return (reps, most.reps, "repetitions"), (hold, most.hold, "seconds of a hold")
        case Hold(hold):
            return ((hold, most.hold, "seconds of a hold"),)
        case Time() | Breaths() | Cadence():
            return ((length(dose.work), most.duration, "seconds"),)
        case _:
            assert_never(dose.work)


def _hold_seconds(exercise: Exercise, dose: Dose) -> float | None:
    """Return the seconds of a hold. Time without a stroke is a hold where the neck is stretched or works."""
    match dose.work:
        case Hold(hold) | Holds(_, hold):
            return hold
        case Time(duration, None) if is_neck_exercise(exercise) and exercise.category in _STILL:
            return duration
    return None


def _longest_hold(exercise: Exercise) -> float | None:
    if is_neck_exercise(exercise) and needs_rest(exercise):
        return LONGEST_PRESS
    return LONGEST_STRETCH if is_neck_exercise(exercise) or exercise.category is Category.STRETCHES else None


def _missing_rest(exercise: Exercise, dose: Dose) -> Iterator[Remark]:
    least = BETWEEN_EFFORTS if needs_rest(exercise) else BETWEEN_SETS
    if dose.sets > 1 and dose.rest < least:
        message = f"between sets comes a rest of {counted(dose.rest, 'second')}."
        yield "no-rest", message, f"Give at least {least:g} s."
    if isinstance(dose.work, Holds) and dose.work.relax < BETWEEN_HOLDS:
        message = f"to let go between holds there is a time of {counted(dose.work.relax, 'second')}."
        yield "no-rest", message, f"Give relax at least {BETWEEN_HOLDS:g} s."
