"""Edits of a TOML text: all that is not edited stays the same to the last character, and the result
is the value that was meant.

Pure. An edit works on the text alone where it can, else through tomlkit. The new text is always
read again and compared with the value that was meant, and refused where the two differ.

Errors: `CoachError` for an edit that is refused, and whatever error of coach's own an edit raises.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from coach.errors import BadFile, CoachError
from coach.files.document import BOM, parse
from coach.files.keys import Keys, value_at
from coach.files.toml_text import as_bytes_like, with_line, without_table

Edit = Callable[[str], str | None]
"""Returns the text with one thing edited; `None` where that cannot be done."""

_AS_IT_WAS: Final = "could not be changed safely and is as it was"


def _as_read(value: dict[str, Any]) -> object:
    return value


def edited_bytes(  # noqa: PLR0913 - the words of a refusal are three parts
    data: bytes,
    name: str,
    edit: Edit,
    expected: Mapping[str, Any],
    *,
    mend: str,
    refusal: str = _AS_IT_WAS,
    normal: Callable[[dict[str, Any]], object] = _as_read,
) -> bytes:
    """Return the bytes of a good file after an edit, if they are read as `expected`.

    The byte order mark and the line ends stay. `name`, `refusal` and `mend` are the words of the error
    where the bytes are read as something else. `normal` makes two values that mean the same equal.
    """
    text = edit(data.removeprefix(BOM).decode("utf-8"))
    new_bytes = None if text is None else as_bytes_like(data, text)
    if new_bytes is None or not reads_as(new_bytes, expected, normal):
        raise CoachError(f"{name} {refusal}. {mend}")
    return new_bytes


def reads_as(
    data: bytes, expected: Mapping[str, Any], normal: Callable[[dict[str, Any]], object] = _as_read
) -> bool:
    """Return whether a file's bytes are read as this value, each number of it in its own kind."""
    try:
        return _same(normal(parse(data, "").value), normal(dict(expected)))
    except BadFile:
        return False


def assignment(keys: Keys, key: str, value: object) -> Edit:
    """Return the edit that gives a key of the table at `keys` a value; a new one comes after its last."""

    def assign(document: Any) -> None:  # noqa: ANN401 - tomlkit's tables, of three kinds
        for table_key in keys:
            document = document[table_key]
        document[key] = value

    def edit(text: str) -> str | None:
        table = value_at(parse(text.encode(), "").value, keys)
        longer_text = None
        if isinstance(table, dict) and key not in table:
            # tomlkit puts a new key after the comments that belong to what follows the table.
            longer_text = with_line(text, keys, f"{as_key(key)} = {as_value(value)}")
        return through_tomlkit(assign)(text) if longer_text is None else longer_text

    return edit


def removal(keys: Keys) -> Edit:
    """Return the edit that takes out the table at `keys`, however it is written."""

    def edit(text: str) -> str | None:
        def remove(document: Any) -> None:  # noqa: ANN401 - the same
            for table_key in keys[:-1]:
                document = document[table_key]
            del document[keys[-1]]

        shorter_text = without_table(text, keys)
        return through_tomlkit(remove)(text) if shorter_text is None else shorter_text

    return edit


def through_tomlkit(change: Callable[[Any], object]) -> Edit:
    """Return the edit that `change` makes in tomlkit's document, which it is given."""

    def edit(text: str) -> str | None:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(text)
            change(document)
            return tomlkit.dumps(document)
        except (TOMLKitError, ValueError, TypeError, AttributeError, LookupError):
            return None  # it knows less of TOML than tomli, and trips over some that it reads

    return edit


def as_value(value: object) -> str:
    """Return a value as a file has it, after its key and on its line."""
    match value:
        case dict():
            pairs = ", ".join(f"{as_key(key)} = {as_value(inner)}" for key, inner in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case list() if any(isinstance(inner, dict | list) for inner in value):
            return f"[{', '.join(map(as_value, value))}]"
    import tomlkit

    return tomlkit.item(value).as_string()


def as_key(key: str) -> str:
    """Return a key as a file has it."""
    import tomlkit

    return tomlkit.key(key).as_string()


def _same(value: object, other: object) -> bool:
    match value, other:
        case dict(), dict():
            return value.keys() == other.keys() and all(_same(value[key], other[key]) for key in value)
        case list(), list():
            return len(value) == len(other) and all(map(_same, value, other))
        case float(), float():
            return value == other or (value != value and other != other)
    same_kinds = all(isinstance(value, kind) == isinstance(other, kind) for kind in (bool, float))
    return same_kinds and value == other
