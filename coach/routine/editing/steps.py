"""One value of a file changed, and all else in it kept: comments, blank lines and order.

Pure. Errors: `UsageError` for a step or a table that is not there to be changed; `CoachError` for
a change that cannot be made safely.
"""

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Final

from coach.errors import BadFile, UsageError
from coach.files.document import parse, value_without_soft_hyphens
from coach.files.edit import assignment, edited_bytes
from coach.files.keys import Keys, value_at, with_value
from coach.language.grammar import counted

_STEP: Final = re.compile(r"[1-9]\d{0,3}(?:\.[1-9]\d{0,3}){0,5}")

_TABLE: Final = re.compile(r"[a-z]{1,20}")
_DEEPEST: Final = 10


def way_to(step: str, value: Mapping[str, object] = MappingProxyType({})) -> Keys:
    """Return the way to what `step` names in the file of that value.

    "2" is the second step, "2.1" the first within that round; an exercise's id is the step that has it;
    "say" is a table, "-" the top.
    """
    if step == "-":
        return ()
    if _STEP.fullmatch(step):
        first, *inner = (int(number) - 1 for number in step.split("."))
        return ("step", first, *(part for index in inner for part in ("steps", index)))
    ways = [] if isinstance(value.get(step), dict) else list(_with(step, value.get("step"), ("step",)))
    if len(ways) == 1:
        return ways[0]
    if ways:
        raise UsageError(f"{step} is in {', '.join(map(_words, ways))}. Give the number of the one you mean.")
    if _TABLE.fullmatch(step):
        return (step,)
    mend = "Give its number, such as 2, or 2.1 for the first step of a round, or its exercise; - is the top."
    raise UsageError(f"{step[:80]!r} is no step. {mend}")


def _with(exercise: str, steps: object, above: Keys) -> Iterator[Keys]:
    """Yield the way to each step that has the exercise."""
    for index, step in enumerate(steps if isinstance(steps, list) and len(above) <= _DEEPEST else ()):
        if isinstance(step, dict):
            if step.get("exercise") == exercise:
                yield (*above, index)
            yield from _with(exercise, step.get("steps"), (*above, index, "steps"))


def readings(text: str) -> Iterator[object]:
    """Yield what a value on the command line may mean: TOML's own first, then a text.

    TOML's `nan` and `inf` are no amounts: there they are words.
    """
    try:
        table = parse(f"value = {text}".encode(), "").value
    except BadFile:
        table = {}
    value = table.get("value") if table.keys() == {"value"} else None
    if isinstance(value, str | int | float | bool | list | dict) and _finite(value):
        yield value
    if table.get("value") != text:
        yield text


def _finite(value: object) -> bool:
    if isinstance(value, list | dict):
        return all(map(_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or isfinite(value)


def changed(data: bytes, keys: Keys, key: str, value: object, name: str) -> bytes:
    """Return the file's bytes with one value changed. `name` stands in what is said of it."""
    before, value = parse(data, name).value, value_without_soft_hyphens(value)
    _refuse_missing(before, keys, name)
    mend = f"Change {key} there by hand."
    return edited_bytes(
        data, name, assignment(keys, key, value), with_value(before, (*keys, key), value), mend=mend
    )


def _refuse_missing(value: object, keys: Keys, name: str) -> None:
    """Raise `UsageError` where the file has no table there."""
    for index, part in enumerate(keys):
        inside = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if not inside and not (isinstance(value, dict) and part in value):
            raise UsageError(_missing(value, keys[: index + 1], name))
        value = value_at(value, (part,))
    if not isinstance(value, dict):
        raise UsageError(f"{_words(keys)} of {name} has no keys of its own. Change it with: -")


def _missing(value: object, keys: Keys, name: str) -> str:
    there = len(value) if isinstance(value, list) else 0
    if isinstance(keys[-1], int):
        steps = counted(there, "step") if there else "no steps"
        return f"{name} has {steps} there, so there is no {_words(keys)}."
    if keys[-1] in ("step", "steps"):
        return f"{name} has no steps there."
    return f"{name} has no table {keys[-1]!r}. Write [{keys[-1]}] there by hand first."


def _words(keys: Keys) -> str:
    numbers = [str(part + 1) for part in keys if isinstance(part, int)]
    return f"step {'.'.join(numbers)}" if numbers else str(keys[-1])
