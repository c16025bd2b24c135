"""What is wrong with a value, in words that a person can follow, and how to mend it.

Pure. Takes what pydantic found by a file's tables; none of pydantic's own wording is shown. What the
kind of file calls things comes in as its `Vocabulary`.
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
_MOST_LOOKED_AT: Final = 20
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

    `key_meant` takes a key and those that are known, `word_meant` and `count_meant` a key and its
    value, `mend_of_key` a key; each returns `None` where it knows no better. The texts of the keys in
    `spoken` are said aloud, those of the keys in `times` are seconds. `headed` are keys whose value has
    keys of its own, with how each is usually written; `id` is an example of an id.
    """

    key_meant: Callable[[str, tuple[str, ...]], str | None]
    word_meant: Callable[[str, str], str | None]
    count_meant: Callable[[str, str], str | None]
    mend_of_key: Callable[[str], str | None]
    spoken: Collection[str]
    times: Collection[str]
    headed: Mapping[str, str]
    id: str


def problem(row: Mapping[str, Any], document: Document, keys_at: KeysAt, vocabulary: Vocabulary) -> Problem:
    """Return one finding of pydantic as a problem."""
    path: Keys = tuple(row["loc"])
    kind, context, value_text = row["type"], row.get("ctx", {}), str(row["input"])[:_SHOWN]
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "file")[:_SHOWN]
    if kind == "extra_forbidden":
        message = f"there is no key {key!r} here."
        mend = _mend_of_unknown_key(key, keys_at(path[:-1]), vocabulary)
        return Problem(document.key_place(path), "unknown-key", message, mend)
    if kind == "missing":
        table_place = document.place(path[:-1])
        return Problem(
            table_place,
            "missing-key",
            f"{key} is missing.",
            vocabulary.headed.get(key, f"Add a line {key} = …"),
        )
    place = document.place(path)
    if kind in ("literal_error", "enum"):
        known_words = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        word = vocabulary.word_meant(key, value_text) if isinstance(row["input"], str) else None
        mend = nearest(value_text, known_words) + (
            f' For "{value_text}" write {word}.' if word and not near(value_text, known_words) else ""
        )
        return Problem(place, "unknown-word", f"{key} cannot be {value_text!r}.", mend)
    if kind == "value_error":
        reason, _, mend = for_terminal(str(context["error"])).partition("; ")
        mend = f"{mend[:1].upper()}{mend[1:]}." if mend else ""
        unsayable_words = getattr(context["error"], "words", "")
        if unsayable_words:
            return Problem(document.place_of(unsayable_words, path), "unsayable", f"{reason}.", mend)
        return Problem(place, "bad-value", f"{reason}.", mend)
    is_entry = any(isinstance(last, int) for last in _path_in_file(path, document.value)[-1:])
    subject = f"an entry of {key}" if is_entry else key
    message, mend = _MESSAGES.get(kind, _OTHER_MESSAGE)
    if kind == "list_type" and isinstance(row["input"], dict):
        mend = "Write [[{key}]], with two brackets, above each"
    limits = {name: _bound_text(value, of_time=key in vocabulary.times) for name, value in context.items()}
    fields = {"key": key, "of": subject, **limits}
    number = _DIGITS.search(value_text)
    fields["number"] = number[0] if number else "2"
    if kind in ("int_type", "float_type") and isinstance(row["input"], str):
        count_mend = vocabulary.count_meant(key, value_text) or ""
        mend = count_mend.replace("{", "{{").replace("}", "}}").rstrip(".") or mend
    fields["head"] = ".".join(map(str, path))[:_SHOWN] if str in set(map(type, path[-1:])) else key
    fields["id"] = near_id(value_text) or vocabulary.id
    fields["shorter"] = "Split it into sentences" if key in vocabulary.spoken else "Make it shorter"
    return Problem(place, "bad-value", f"{message.format(**fields)}.", f"{mend.format(**fields)}.")


def without_echoes(
    rows: Sequence[Mapping[str, Any]], keys_at: KeysAt, vocabulary: Vocabulary
) -> Iterator[Mapping[str, Any]]:
    """Leave out a missing key where it is there misspelt, or by another name: to mend that is enough."""
    unknown: dict[Keys, list[str]] = {}
    for row in rows:
        if row["type"] == "extra_forbidden":
            unknown.setdefault(tuple(row["loc"][:-1]), []).append(str(row["loc"][-1])[:_SHOWN])

    def misspelt(table: Keys, key: str) -> bool:
        unknown_keys = unknown.get(table, [])[:_MOST_LOOKED_AT]
        known_keys = tuple(keys_at(table))
        return any(
            (vocabulary.key_meant(other, known_keys) or "".join(near(other, known_keys))) == key
            for other in unknown_keys
        )

    for row in rows:
        if row["type"] != "missing" or not misspelt(tuple(row["loc"][:-1]), row["loc"][-1]):
            yield row


def _mend_of_unknown_key(unknown_key: str, known_keys: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the mend for an unknown key: the key that is meant, or what else to do."""
    key = vocabulary.key_meant(unknown_key, tuple(known_keys))
    if key is not None:
        return f"Did you mean {key}?"
    return vocabulary.mend_of_key(unknown_key) or nearest(unknown_key, known_keys, f", or {AS_NOTE}")


def _path_in_file(path: Keys, value: object) -> Keys:
    """Return the part of the path that the file itself has: a text may stand for a list of one entry."""
    inner = value
    for depth, key in enumerate(path):
        match inner:
            case dict() if key in inner:
                inner = inner[key]
            case list() if isinstance(key, int) and key < len(inner):
                inner = inner[key]
            case _:
                return path[:depth]
    return path


def _bound_text(value: object, *, of_time: bool) -> str:
    """Return a bound as it would be written."""
    if not isinstance(value, int | float):
        return str(value)
    if not of_time:
        return f"{value:g}"
    if value > _HOUR:
        return f"{value / _HOUR:g} h"
    return f"{value / 60:g} min" if value >= 60 else f"{value:g} s"


_OTHER_MESSAGE: Final = ("{of} has a value that does not fit", "Compare it with a file that works")
_NUMBER: Final = ("{of} is not a number", "Write it without quotes, such as {key} = {number}")
_TABLE: Final = ("{of} is not a table", "Write its keys on lines below [{head}], or as {{ … }}")
_MESSAGES: Final[dict[str, tuple[str, str]]] = {
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
