"""Which keys of a file go together, and which exclude each other.

Pure. Takes plain values of any type, as the file has them, so that these problems are found
together with all others. The rounds must not be deeper than allowed.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from coach.files.keys import Keys, value_at
from coach.files.problems import Clash
from coach.routine.model import DoseKeys
from coach.routine.plan.resolve import KINDS

_DOSE_KEYS: Final = tuple(f.name for f in fields(DoseKeys))
_ROUND_KEYS: Final = ("repeat", "steps", "optional")
_STEP_KEYS: Final = ("exercise", "rest", "say", "repeat", "steps")
_KEYS_WITHOUT_EXERCISE: Final = ("rest", "say", "optional")


def in_exercise(value: dict[str, Any]) -> Iterator[Clash]:
    """Yield what does not go together in an exercise's file."""
    for keys in (("dose",), ("easier", "dose"), ("harder", "dose")):
        table = _table_at(value, keys)
        if table is not None:
            yield from _in_dose(table, keys)
    for key in ("easier", "harder"):
        table = _table_at(value, (key,))
        if table is not None and not any(table.get(inner) for inner in ("say", "dose", "exercise")):
            yield Clash((key,), "empty", f"{key} changes nothing.", "Give it say, dose or exercise.")
    yield from _in_source(value)


def in_routine(value: dict[str, Any]) -> Iterator[Clash]:
    """Yield what does not go together in a routine's file."""
    yield from _in_steps(value.get("step"), ("step",))
    yield from _in_source(value)


def _in_steps(steps: object, keys: Keys) -> Iterator[Clash]:
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            yield from _in_step(step, (*keys, index))
            yield from _in_steps(step.get("steps"), (*keys, index, "steps"))


def _in_step(step: dict[str, Any], keys: Keys) -> Iterator[Clash]:
    yield from _in_dose(step, keys)
    if ("repeat" in step) != ("steps" in step):
        present, missing = ("repeat", "steps") if "repeat" in step else ("steps", "repeat")
        mend = "Write both, such as repeat = 2, steps = [ { … } ]."
        yield Clash((*keys, present), "half-round", f"a round has {present} and no {missing}.", mend)
    elif not any(key in step for key in _STEP_KEYS) and all(key in (*_DOSE_KEYS, "optional") for key in step):
        yield Clash(keys, "empty", "this step says nothing to do.", "Give it exercise, rest, say or repeat.")
    for key, message, mend in _stray_keys(step):
        yield Clash((*keys, key), "stray-key", message, mend)


def _stray_keys(step: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the keys that belong to another kind of step."""
    keys = [key for key in step if key in (*_DOSE_KEYS, *_STEP_KEYS)]
    if "repeat" in step or "steps" in step:
        for key in keys:
            if key not in _ROUND_KEYS:
                yield key, f"{key} stands beside the steps of a round.", "Put it in one of its steps."
    elif "exercise" not in step and ("rest" in step or "say" in step):
        for key in keys:
            if key not in _KEYS_WITHOUT_EXERCISE:
                yield key, f"{key} belongs to an exercise, and this step names none.", "Add exercise = …"


def _in_dose(table: dict[str, Any], keys: Keys) -> Iterator[Clash]:
    kinds = [key for key in table if key in KINDS]
    for key in kinds[1:]:
        message = f"{kinds[0]} and {key} are two kinds of work."
        yield Clash((*keys, key), "two-kinds", message, "Keep one of them.")
    amounts = [key for key in table if key in ("reps", "duration")]
    if len(amounts) > 1:
        message = "reps and duration are two amounts of one work."
        yield Clash((*keys, amounts[1]), "two-amounts", message, "Keep one of them.")


def _in_source(value: dict[str, Any]) -> Iterator[Clash]:
    source = _table_at(value, ("source",))
    if source is None or source.get("kind") not in ("guideline", "trial", "leaflet"):
        return
    if not source.get("title"):
        message = f"this {source['kind']} has no title."
        yield Clash(("source",), "missing-key", message, 'Add title = "…", or kind = "common practice".')


def _table_at(value: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any] | None:
    inner = value_at(value, keys)
    return inner if isinstance(inner, dict) else None
