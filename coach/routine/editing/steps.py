"""Change one value in the text of a file, and keep all else: comments, blank lines and order.

Pure. Errors: `UsageError` for a step or a table that is not in the file; `CoachError` for
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

_STEP_NUMBER: Final = re.compile(r"[1-9]\d{0,3}(?:\.[1-9]\d{0,3}){0,5}")

_TABLE_NAME: Final = re.compile(r"[a-z]{1,20}")
_MAX_DEPTH: Final = 10


def keys_of_step(step: str, value: Mapping[str, object] = MappingProxyType({})) -> Keys:
    """Return the keys that lead to what `step` names in a file with that value.

    "2" is the second step, "2.1" the first within that round; an exercise's id is the step that has it;
    "say" is a table, "-" the top.
    """
    if step == "-":
        return ()
    if _STEP_NUMBER.fullmatch(step):
        first, *inner = (int(number) - 1 for number in step.split("."))
        return ("step", first, *(part for index in inner for part in ("steps", index)))
    matches = (
        [] if isinstance(value.get(step), dict) else list(_steps_with(step, value.get("step"), ("step",)))
    )
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(
            f"{step} is in {', '.join(map(_step_name, matches))}. Give the number of the one you mean."
        )
    if _TABLE_NAME.fullmatch(step):
        return (step,)
    mend = "Give its number, such as 2, or 2.1 for the first step of a round, or its exercise; - is the top."
    raise UsageError(f"{step[:80]!r} is no step. {mend}")


def _steps_with(exercise: str, steps: object, parent: Keys) -> Iterator[Keys]:
    """Yield the keys that lead to each step with the exercise."""
    for index, step in enumerate(steps if isinstance(steps, list) and len(parent) <= _MAX_DEPTH else ()):
        if isinstance(step, dict):
            if step.get("exercise") == exercise:
                yield (*parent, index)
            yield from _steps_with(exercise, step.get("steps"), (*parent, index, "steps"))


def possible_values(text: str) -> Iterator[object]:
    """Yield what a value on the command line may mean: first as TOML, then as a text.

    `nan` and `inf` are numbers in TOML and no amounts here, so they are texts only.
    """
    try:
        table = parse(f"value = {text}".encode(), "").value
    except BadFile:
        table = {}
    value = table.get("value") if table.keys() == {"value"} else None
    if isinstance(value, str | int | float | bool | list | dict) and _is_finite(value):
        yield value
    if table.get("value") != text:
        yield text


def _is_finite(value: object) -> bool:
    if isinstance(value, list | dict):
        return all(map(_is_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or isfinite(value)


def with_changed_value(data: bytes, keys: Keys, key: str, value: object, name: str) -> bytes:
    """Return the file's bytes with one value changed. `name` is the file's name in messages."""
    old_value, value = parse(data, name).value, value_without_soft_hyphens(value)
    _refuse_missing(old_value, keys, name)
    mend = f"Change {key} there by hand."
    return edited_bytes(
        data, name, assignment(keys, key, value), with_value(old_value, (*keys, key), value), mend=mend
    )


def _refuse_missing(value: object, keys: Keys, name: str) -> None:
    """Raise `UsageError` where the file has no table there."""
    for index, key in enumerate(keys):
        has_item = isinstance(value, list) and isinstance(key, int) and key < len(value)
        if not has_item and not (isinstance(value, dict) and key in value):
            raise UsageError(_missing_message(value, keys[: index + 1], name))
        value = value_at(value, (key,))
    if not isinstance(value, dict):
        raise UsageError(f"{_step_name(keys)} of {name} has no keys of its own. Change it with: -")


def _missing_message(value: object, keys: Keys, name: str) -> str:
    count = len(value) if isinstance(value, list) else 0
    if isinstance(keys[-1], int):
        amount = counted(count, "step") if count else "no steps"
        return f"{name} has {amount} there, so there is no {_step_name(keys)}."
    if keys[-1] in ("step", "steps"):
        return f"{name} has no steps there."
    return f"{name} has no table {keys[-1]!r}. Write [{keys[-1]}] there by hand first."


def _step_name(keys: Keys) -> str:
    numbers = [str(key + 1) for key in keys if isinstance(key, int)]
    return f"step {'.'.join(numbers)}" if numbers else str(keys[-1])
