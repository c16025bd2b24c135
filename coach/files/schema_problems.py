"""What is wrong with a value, in words that a person can follow, and the mend.

Pure. Takes what pydantic found by a file's tables; nothing of its own wording is shown. What the kind of
file calls things comes in as its `Vocabulary`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coach.errors import Problem
from coach.files.document import Document
from coach.files.ids import near_id
from coach.files.keys import Keys
from coach.files.problems import near, nearest
from coach.language.sanitize import for_terminal

_SHOWN: Final = 40
"""Characters of a wrong value that are repeated."""
_LOOKED_AT: Final = 20
"""Unknown keys of one table among which a missing one is looked for."""
_DIGITS: Final = re.compile(r"[1-9]\d{0,3}")
_HOUR: Final = 3600
AS_NOTE: Final = "put # before the line to keep it as a note"
"""What else can be done with a key that is not known."""

KeysAt = Callable[[Keys], Sequence[str]]
"""Returns the keys that may stand in the table at a place."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a kind of file calls things, and what people write in their place.

    `key_meant` is given a key and those that are known, `word_meant` and `count_meant` a key and what
    stands there, `mend_of_key` a key; each returns `None` where it knows no better. The texts of the keys
    in `spoken` are said aloud, those in `times` are seconds. `headed` are keys whose value has keys of its
    own, with how each is usually written; `id` is one that there is.
    """

    key_meant: Callable[[str, tuple[str, ...]], str | None]
    word_meant: Callable[[str, str], str | None]
    count_meant: Callable[[str, str], str | None]
    mend_of_key: Callable[[str], str | None]
    spoken: Collection[str]
    times: Collection[str]
    headed: Mapping[str, str]
    id: str


def problem(row: Mapping[str, Any], document: Document, keys_at: KeysAt, words: Vocabulary) -> Problem:
    """Return one finding of pydantic as a problem."""
    path: Keys = tuple(row["loc"])
    kind, context, given = row["type"], row.get("ctx", {}), str(row["input"])[:_SHOWN]
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "file")[:_SHOWN]
    if kind == "extra_forbidden":
        message, mend = f"there is no key {key!r} here.", _of_key(key, keys_at(path[:-1]), words)
        return Problem(document.key_place(path), "unknown-key", message, mend)
    if kind == "missing":
        above = document.place(path[:-1])
        return Problem(
            above, "missing-key", f"{key} is missing.", words.headed.get(key, f"Add a line {key} = …")
        )
    place = document.place(path)
    if kind in ("literal_error", "enum"):
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        word = words.word_meant(key, given) if isinstance(row["input"], str) else None
        mend = nearest(given, known) + (
            f' For "{given}" write {word}.' if word and not near(given, known) else ""
        )
        return Problem(place, "unknown-word", f"{key} cannot be {given!r}.", mend)
    if kind == "value_error":
        what, _, mend = for_terminal(str(context["error"])).partition("; ")
        mend = f"{mend[:1].upper()}{mend[1:]}." if mend else ""
        at = getattr(context["error"], "words", "")
        if at:
            return Problem(document.place_of(at, path), "unsayable", f"{what}.", mend)
        return Problem(place, "bad-value", f"{what}.", mend)
    entry = any(isinstance(last, int) for last in _written(path, document.value)[-1:])
    of = f"an entry of {key}" if entry else key
    message, mend = _WORDS.get(kind, _OTHER)
    if kind == "list_type" and isinstance(row["input"], dict):
        mend = "Write [[{key}]], with two brackets, above each"
    measured = {name: _measure(value, of_time=key in words.times) for name, value in context.items()}
    parts = {"key": key, "of": of, **measured}
    number = _DIGITS.search(given)
    parts["number"] = number[0] if number else "2"
    if kind in ("int_type", "float_type") and isinstance(row["input"], str):
        mend = (words.count_meant(key, given) or "").replace("{", "{{").replace("}", "}}").rstrip(".") or mend
    parts["head"] = ".".join(map(str, path))[:_SHOWN] if str in set(map(type, path[-1:])) else key
    parts["id"] = near_id(given) or words.id
    parts["shorter"] = "Split it into sentences" if key in words.spoken else "Make it shorter"
    return Problem(place, "bad-value", f"{message.format(**parts)}.", f"{mend.format(**parts)}.")


def without_echoes(
    rows: Sequence[Mapping[str, Any]], keys_at: KeysAt, words: Vocabulary
) -> Iterator[Mapping[str, Any]]:
    """Leave out each missing key that is there and misspelt, or has another word: to mend that is enough."""
    unknown: dict[Keys, list[str]] = {}
    for row in rows:
        if row["type"] == "extra_forbidden":
            unknown.setdefault(tuple(row["loc"][:-1]), []).append(str(row["loc"][-1])[:_SHOWN])

    def misspelt(table: Keys, key: str) -> bool:
        there = unknown.get(table, [])[:_LOOKED_AT]
        known = tuple(keys_at(table))
        return any((words.key_meant(other, known) or "".join(near(other, known))) == key for other in there)

    for row in rows:
        if row["type"] != "missing" or not misspelt(tuple(row["loc"][:-1]), row["loc"][-1]):
            yield row


def _of_key(given: str, known: Sequence[str], words: Vocabulary) -> str:
    """Return the mend for a key that is not known: the one that is meant, or what else to do."""
    key = words.key_meant(given, tuple(known))
    if key is not None:
        return f"Did you mean {key}?"
    return words.mend_of_key(given) or nearest(given, known, f", or {AS_NOTE}")


def _written(path: Keys, value: object) -> Keys:
    """Return as much of the path as the file itself has: one text may stand for a list of one."""
    found = value
    for depth, key in enumerate(path):
        match found:
            case dict() if key in found:
                found = found[key]
            case list() if isinstance(key, int) and key < len(found):
                found = found[key]
            case _:
                return path[:depth]
    return path


def _measure(value: object, *, of_time: bool) -> str:
    """Return a bound as it would be written."""
    if not isinstance(value, int | float):
        return str(value)
    if not of_time:
        return f"{value:g}"
    if value > _HOUR:
        return f"{value / _HOUR:g} h"
    return f"{value / 60:g} min" if value >= 60 else f"{value:g} s"


_OTHER: Final = ("{of} has a value that does not fit", "Compare it with a file that works")
_NUMBER: Final = ("{of} is not a number", "Write it without quotes, such as {key} = {number}")
_TABLE: Final = ("{of} is not a table", "Write its keys on lines below [{head}], or as {{ … }}")
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "string_type": ("{of} is not text", 'Put it in quotes, such as "…"'),
    "string_unicode": ("{of} has characters that are no text", "Write them again"),
    "int_type": ("{of} is not a whole number", "Write it without quotes or point, such as {key} = {number}"),
    "float_type": _NUMBER,
    "bool_type": ("{of} is neither true nor false", "Write {key} = true or {key} = false"),
    "list_type": ("{of} is not a list", 'Put it in square brackets, such as {key} = ["…"]'),
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "greater_than_equal": ("{of} is too small", "Give at least {ge}"),
    "less_than_equal": ("{of} is too large", "Give at most {le}"),
    "finite_number": ("{of} is not a number that can be reached", "Give a plain number"),
    "string_too_long": ("{of} is longer than {max_length} characters", "{shorter}"),
    "too_long": ("{of} has more than {max_length} entries", "Leave some out"),
    "too_short": ("{of} has too few entries", "Give at least {min_length}"),
    "string_pattern_mismatch": (
        "{of} is not the name of a file",
        "Write small letters, figures and hyphens, such as {id}",
    ),
}
