"""TOML with places: what a file says, and the line and column of every key and value.

Values are tomli's; places are tree-sitter-toml's, looked up only when somebody asks, since
a good file never does. Pure but for `read`.

Lines and columns count from 1; columns count characters. A place that cannot be found is
that of the nearest thing around it.

Errors: `BadFile` with one problem, for bytes that are not TOML in UTF-8, or too many of them.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomli

from coach.errors import BadFile, CoachError, Place, Problem

if TYPE_CHECKING:
    from coach.toml_places import Places

LARGEST: Final = 1_000_000
"""Bytes; a routine of a hundred steps has about ten thousand."""

_BOM: Final = b"\xef\xbb\xbf"

Path_ = tuple[str | int, ...]
"""The way to a value: keys of tables and indices of arrays, from the top."""


@dataclass(frozen=True)
class Document:
    """One file: its plain `value`, and where each part of it stands."""

    name: str
    value: dict[str, Any]
    text: str = field(repr=False)

    def place(self, path: Path_ = ()) -> Place:
        """Return where the value at `path` begins."""
        return self._at(self._places.value(path))

    def key_place(self, path: Path_) -> Place:
        """Return where the key at the end of `path` begins."""
        return self._at(self._places.key(path))

    @cached_property
    def _places(self) -> "Places":
        from coach.toml_places import places

        return places(self.text)

    def _at(self, position: tuple[int, int]) -> Place:
        return Place(self.name, *position)


def read(path: Path) -> Document:
    """Read a file. `CoachError` where it cannot be read, `BadFile` where it is not TOML."""
    name = shown(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CoachError(
            f"{name} cannot be read: {error.strerror}. Check that it is there and yours."
        ) from error
    return parse(data, name)


def parse(data: bytes, name: str) -> Document:
    """Read a file's bytes; `name` stands in its places."""
    if len(data) > LARGEST:
        raise _bad(name, (1, 1), "too-large", f"this file has more than {LARGEST:,} bytes.", "Split it.")
    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        mend = "Save the file as UTF-8."
        raise _bad(name, _position(good), "not-utf-8", "this is not UTF-8 text.", mend) from error
    try:
        return Document(name, tomli.loads(text), text)
    except tomli.TOMLDecodeError as error:
        where = (getattr(error, "lineno", 1), getattr(error, "colno", 1))
        what = getattr(error, "msg", "") or str(error)
        message, mend = _in_words(what)
        raise _bad(name, where, "bad-toml", message, mend) from error
    except RecursionError as error:
        raise _bad(name, (1, 1), "too-deep", "tables are nested too deep.", "Nest three at most.") from error


def shown(path: Path) -> str:
    """Return the path as a person would type it: from here, or from their home."""
    for base, lead in ((Path.cwd(), ""), (_home(), "~/")):
        if base is not None and path.is_absolute() and path.is_relative_to(base):
            return lead + path.relative_to(base).as_posix()
    return str(path)


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _position(before: str) -> tuple[int, int]:
    lines = before.split("\n")
    return len(lines), len(lines[-1]) + 1


def _in_words(what: str) -> tuple[str, str]:
    """Put the parser's reason into words, with the mend."""
    for sign, message, mend in _REASONS:
        if sign in what.lower():
            return message, mend
    return f"this is not TOML ({what[:120].rstrip('.').lower()}).", "Compare the line with one that works."


_REASONS: Final = (
    ("overwrite", "this key is given twice.", "Keep one of the two."),
    ("twice", "this table is given twice.", "Keep one of the two, or write [[step]] for a list."),
    ("cannot declare", "this table is given twice.", "Keep one of the two, or write [[step]] for a list."),
    ("cannot mutate", "this key adds to something that is closed already.", "Give the key where it begins."),
    ("unescaped", "a backslash here means something else.", "Write it twice, or use 'single quotes'."),
    ("unterminated string", "a text begins here and does not end.", 'Close it with ".'),
    (
        "illegal character",
        "this character cannot stand here.",
        'Close the text before it with ", or leave it out.',
    ),
    ("unclosed array", "a list begins here and does not end.", "Close it with ]."),
    ("invalid value", "this is not a value.", 'Put text in quotes, such as "30 s".'),
    ("expected '=' after", "a key has no value.", 'Write key = "value".'),
    ("unclosed inline table", "a table begins with { and does not end.", "Close it with }."),
)


def _bad(name: str, at: tuple[int, int], rule: str, message: str, mend: str) -> BadFile:
    return BadFile((Problem(Place(name, *at), rule, message, mend),))
