"""One value of a file changed, and all else in it kept: comments, blank lines and order.

Pure. What comes out is checked against what was meant: where tomlkit made anything else of
it, the change is refused.

Errors: `UsageError` for a step or a key that is not there to be changed.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from coach.errors import BadFile, CoachError, UsageError
from coach.files.keys import Keys
from coach.grammar import counted
from coach.source import BOM, parse, value_without_soft_hyphens
from coach.toml_text import as_bytes_like

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
        found = parse(f"value = {text}".encode(), "").value
    except BadFile:
        found = {}
    value = found.get("value") if found.keys() == {"value"} else None
    if isinstance(value, str | int | float | bool | list | dict) and _finite(value):
        yield value
    if found.get("value") != text:
        yield text


def _finite(value: object) -> bool:
    if isinstance(value, list | dict):
        return all(map(_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or isfinite(value)


def changed(data: bytes, way: Keys, key: str, value: object, name: str) -> bytes:
    """Return the file's bytes with one value changed. `name` stands in what is said of it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    before, value = parse(data, name).value, value_without_soft_hyphens(value)
    meant = copy.deepcopy(before)
    _at(meant, way, name)[key] = value
    try:
        document = tomlkit.parse(data.removeprefix(BOM).decode("utf-8"))
        _put(_at(document, way, name), key, value)
        text = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, AttributeError):
        text = ""
    new = as_bytes_like(data, text)
    if _value(new, name) != meant:
        raise CoachError(f"{name} could not be changed safely and is as it was. Change {key} there by hand.")
    return new


def _value(data: bytes, name: str) -> dict[str, Any] | None:
    try:
        return parse(data, name).value
    except BadFile:
        return None


def _put(table: Any, key: str, value: object) -> None:  # noqa: ANN401 - tomlkit's tables, of three kinds
    from tomlkit.items import Comment, Table, Whitespace

    if key in table or not isinstance(table, Table):
        table[key] = value
        return
    # tomlkit puts a new key after the comments that belong to what follows the table.
    body = table.value.body
    last = next(
        (k for k, item in reversed(body) if k is not None and not isinstance(item, Comment | Whitespace)),
        None,
    )
    if last is None or isinstance(table.value.item(last), Table):
        table[key] = value
    else:
        table.value._insert_after(last, key, value)


def _at(value: Any, way: Keys, name: str) -> Any:  # noqa: ANN401 - plain TOML, or tomlkit's
    for index, part in enumerate(way):
        inside = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if not inside and not (isinstance(value, dict) and part in value):
            raise UsageError(_missing(value, way[: index + 1], name))
        value = value[part]
    if not isinstance(value, dict):
        raise UsageError(f"{_words(way)} of {name} has no keys of its own. Change it with: -")
    return value


def _missing(value: object, way: Keys, name: str) -> str:
    there = len(value) if isinstance(value, list) else 0
    if isinstance(way[-1], int):
        steps = counted(there, "step") if there else "no steps"
        return f"{name} has {steps} there, so there is no {_words(way)}."
    if way[-1] in ("step", "steps"):
        return f"{name} has no steps there."
    return f"{name} has no table {way[-1]!r}. Write [{way[-1]}] there by hand first."


def _words(way: Keys) -> str:
    numbers = [str(part + 1) for part in way if isinstance(part, int)]
    return f"step {'.'.join(numbers)}" if numbers else str(way[-1])
