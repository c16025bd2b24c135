"""Resolve doses as written, layer over layer, into one whole dose.

Pure. The layers are, lowest first: the exercise, the step, the easier or harder way.
One of `tempo`, `hold`, `breath`, `cadence` in a layer chooses the kind of work; `reps`
or `duration` alone changes the amount of the kind in force:

    repetitions   reps; duration: as many whole repetitions as cover it
    a hold        reps: so many holds; duration: one hold so long, or, where holds are
                  repeated already, as many as cover it
    time          duration; reps: so many strokes, where a stroke is given
    breaths       reps; duration: rounded up to whole breaths
    cadence       duration, rounded up to whole beats; reps: so many beats

Trouble is a value: `Unfit`, with the mend.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from coach.routine.model import (
    Breaths,
    Cadence,
    Category,
    Dose,
    DoseKeys,
    Hold,
    Holds,
    Reps,
    Sides,
    Time,
    Work,
)
from coach.routine.plan.work import covering
from coach.time.units import Seconds

KINDS: Final = ("tempo", "hold", "breath", "cadence")
TEMPO: Final = (Seconds(3), Seconds(0), Seconds(3))
STRENGTH_TEMPO: Final = (Seconds(2), Seconds(1), Seconds(3))
RELAX: Final = Seconds(3)
READY: Final = Seconds(5)
REST: Final = Seconds(15)
STRENGTH_REST: Final = Seconds(45)
SHORT_HOLD: Final = Seconds(8)
"""A hold shorter than this is counted as a repeated hold is."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why keys make no dose together. `key` is the key at fault."""

    key: str
    message: str
    mend: str


def resolve(layers: Sequence[DoseKeys], category: Category) -> Dose | Unfit:
    """Lay `layers` over each other, lowest first, and give the whole dose."""
    merged, kind, amount = DoseKeys(), "", ""
    for layer in layers:
        new_kind = next((key for key in KINDS if getattr(layer, key) is not None), "")
        if new_kind == "hold" and kind not in ("", "hold"):
            merged = replace(merged, reps=None, duration=None)
        merged = over(merged, layer)
        kind = new_kind or kind or _implied(layer)
        amount = next((key for key in ("reps", "duration") if getattr(layer, key) is not None), amount)
    work = _work(merged, kind, amount, category)
    if isinstance(work, Unfit):
        return work
    strength = category is Category.STRENGTHENING
    return Dose(
        work=work,
        sets=merged.sets or 1,
        rest=_or_default(merged.rest, STRENGTH_REST if strength else REST),
        ready=_or_default(merged.ready, READY),
        sides=_sides(merged.sides, work),
        pressure=merged.pressure,
        places=merged.places or (),
    )


def over(base: DoseKeys, layer: DoseKeys) -> DoseKeys:
    """Return `base` with every key that `layer` gives in its place."""
    values = {
        field.name: value for field in fields(layer) if (value := getattr(layer, field.name)) is not None
    }
    return replace(base, **values)


def _implied(layer: DoseKeys) -> str:
    if layer.reps is not None:
        return "reps"
    return "time" if layer.duration is not None else ""


def _work(keys: DoseKeys, kind: str, amount: str, category: Category) -> Work | Unfit:
    match kind:
        case "reps" | "tempo":
            tempo = keys.tempo or (STRENGTH_TEMPO if category is Category.STRENGTHENING else TEMPO)
            count = _count(keys, amount, Reps(1, tempo))
            return Reps(count, tempo) if count else _no_amount("tempo", "reps")
        case "hold":
            return _hold(keys, amount)
        case "time":
            return _time(keys, amount)
        case "breath":
            assert keys.breath is not None
            count = _count(keys, amount, Breaths(1, keys.breath))
            return Breaths(count, keys.breath) if count else _no_amount("breath", "duration")
        case "cadence":
            assert keys.cadence is not None
            count = _count(keys, amount, Cadence(1, keys.cadence))
            return Cadence(count, keys.cadence) if count else _no_amount("cadence", "duration")
        case _:
            return Unfit(
                "dose", "The dose says nothing to do.", "Add one of reps, hold or duration, such as reps = 8."
            )


def _hold(keys: DoseKeys, amount: str) -> Work:
    assert keys.hold is not None
    relax = _or_default(keys.relax, RELAX)
    if amount == "duration" and keys.duration is not None:
        if keys.reps is None:
            return Hold(keys.duration)
        return Holds(covering(Holds(1, keys.hold, relax), keys.duration), keys.hold, relax)
    if keys.reps is not None and (keys.reps > 1 or keys.hold < SHORT_HOLD):
        return Holds(keys.reps, keys.hold, relax)
    return Hold(keys.hold) if keys.hold >= SHORT_HOLD else Holds(1, keys.hold, relax)


def _time(keys: DoseKeys, amount: str) -> Work | Unfit:
    if amount == "reps" and keys.reps is not None:
        if keys.stroke is None:
            return Unfit(
                "reps",
                "This exercise goes by time, so repetitions cannot be counted.",
                'Give a duration, such as "60 s", or a tempo such as "3-3" to count repetitions.',
            )
        return Time(Seconds(keys.reps * keys.stroke), keys.stroke)
    assert keys.duration is not None
    return Time(keys.duration, keys.stroke)


def _count(keys: DoseKeys, amount: str, unit: Work) -> int:
    """Return how many of `unit` make up the amount; zero where no amount is given."""
    if amount == "duration" and keys.duration is not None:
        return covering(unit, keys.duration)
    return keys.reps or 0


def _no_amount(kind: str, key: str) -> Unfit:
    example = "8" if key == "reps" else '"2 min"'
    return Unfit(kind, f"With {kind} it is not said how much.", f"Add {key} = {example}.")


def _sides(sides: Sides | None, work: Work) -> Sides:
    """Return sides that fit the work: a single hold cannot alternate, and a march does so of itself."""
    if sides is Sides.ALTERNATE and not isinstance(work, Reps | Holds):
        return Sides.EACH if isinstance(work, Hold) else Sides.NONE
    return sides or Sides.NONE


def _or_default(value: Seconds | None, default: Seconds) -> Seconds:
    return default if value is None else value
