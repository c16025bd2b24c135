"""How far a dose may be changed.

Pure. The easier way never asks more than what it replaces, and "more" stays within the exercise's own limit.
"""

from dataclasses import replace
from math import ceil
from typing import TypeVar, assert_never

from coach.routine.dose import Unfit, length, over, resolve, unit
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
from coach.units import Seconds

_Number = TypeVar("_Number", int, Seconds)


def capped(easier: Dose, replaced: Dose) -> Dose:
    """Return `easier` so that it never asks more than the dose it replaces."""
    return replace(
        easier,
        work=_capped_work(easier.work, replaced.work),
        sets=min(easier.sets, replaced.sets),
        rest=Seconds(max(easier.rest, replaced.rest)),
        pressure=min((p for p in (easier.pressure, replaced.pressure) if p is not None), default=None),
    )


def more(work: Work, times: int, limit: DoseKeys) -> Work:
    """Return the work with 15 seconds, or three repetitions, more for each of `times`.

    Never past `limit`, and never less than it was.
    """
    if times <= 0:
        return work
    match work:
        case Reps(reps) | Holds(reps):
            return replace(work, reps=max(reps, _least(reps + 3 * times, limit.reps)))
        case Hold(hold):
            return replace(work, hold=max(hold, _least(Seconds(hold + 15 * times), limit.hold)))
        case Time(duration):
            return replace(
                work, duration=max(duration, _least(Seconds(duration + 15 * times), limit.duration))
            )
        case Breaths(breaths, pattern):
            longest = _times(limit, Seconds(sum(pattern)))
            return replace(
                work, breaths=max(breaths, _least(breaths + ceil(15 / sum(pattern)) * times, longest))
            )
        case Cadence(beats, per_minute):
            longest = _times(limit, Seconds(60 / per_minute))
            return replace(work, beats=max(beats, _least(beats + ceil(per_minute / 4) * times, longest)))
        case _:
            assert_never(work)


def limit(exercise: Exercise) -> DoseKeys:
    """Return the exercise's own limit: what its file says, else twice its own dose.

    Pressure stays at 90 seconds a place on trigger points and two minutes on
    acupressure points (clinical notes §1 and §6).
    """
    own = resolve([exercise.dose], exercise.category)
    if isinstance(own, Unfit):
        return exercise.most
    ceiling = {Category.TRIGGER_POINTS: 90.0, Category.ACUPRESSURE: 120.0}.get(exercise.category)
    work, keys = own.work, DoseKeys()
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
    return _no_longer(easier, length(replaced))


def _no_longer(work: Work, most: Seconds) -> Work:
    if length(work) <= most:
        return work
    match work:
        case Hold():
            return Hold(most)
        case Time():
            return replace(work, duration=most)
        case Holds(_, hold, relax):
            fits = max(1, int((most + relax) / (hold + relax) + 1e-9))
            return Holds(fits, Seconds(min(hold, most)) if fits == 1 else hold, relax)
        case Reps():
            return replace(work, reps=max(1, int(most / unit(work) + 1e-9)))
        case Breaths():
            return replace(work, breaths=max(1, int(most / unit(work) + 1e-9)))
        case Cadence():
            return replace(work, beats=max(1, int(most / unit(work) + 1e-9)))
        case _:
            assert_never(work)


def _times(keys: DoseKeys, period: Seconds) -> int | None:
    if keys.reps is not None:
        return keys.reps
    return None if keys.duration is None else int(keys.duration / period + 1e-9)


def _least(value: _Number, other: _Number | None) -> _Number:
    return value if other is None else min(value, other)
