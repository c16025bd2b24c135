"""TOML with places: what a file says, and the line and column of every key and value.

Values are tomli's; places are tree-sitter-toml's, looked up only when somebody asks, since
a good file never needs them. Pure, except `read`, `read_bytes` and `read_whole`.

Lines and columns count from 1; columns count characters. A place that cannot be found is
that of the nearest thing around it.

Errors: `BadFile` for bytes that are not TOML in UTF-8, or too many of them.
"""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from coach.errors import BadFile, CoachError, Place, Problem, why
from coach.files.file_type import other_kind
from coach.files.keys import Keys, value_at
from coach.language.letters import SOFT_HYPHEN, without_soft_hyphens

if TYPE_CHECKING:
    from coach.files.places import Places

LARGEST: Final = 1_000_000
"""Bytes; a routine of a hundred steps has about ten thousand."""

BOM: Final = b"\xef\xbb\xbf"
"""What some editors put before UTF-8; it is no part of the text."""
_CHARACTERS: Final = re.compile(r"(?<!\d)\d/\d(?!\d)|.")
"""A fraction such as 1/2, which may be written as one character, or any character."""
_HYPHENS: Final = f"[-‐‑‒–—−{SOFT_HYPHEN}]"
_MANY_DIGITS: Final = re.compile(r"[0-9_]{4000}")

INPUT: Final = "input"
"""The name of a command's input in places."""
_ESCAPED_SOFT_HYPHEN: Final = re.compile(r"\\(?:u00|U000000|x)[aA][dD]")

_SEARCHED: Final = 2_000
"""Characters from a text's beginning that are searched; a text has 600 at most."""


@dataclass(frozen=True)
class Document:
    """One file: its plain `value`, and where each part of it stands.

    `under` are the keys that lead to the value, where it is only a part of the file.
    """

    name: str
    value: dict[str, Any]
    text: str = field(repr=False)
    under: Keys = ()

    def place(self, keys: Keys = ()) -> Place:
        """Return where the value at `keys` begins; the file's first character for none."""
        all_keys = (*self.under, *keys)
        return self._place_at(self._places.value(all_keys) if all_keys else (1, 1))

    def key_place(self, keys: Keys) -> Place:
        """Return where the last of the keys begins."""
        return self._place_at(self._places.key((*self.under, *keys)))

    def inside(self, keys: Keys) -> "Document":
        """Return the table at `keys` as a document of its own, its places those of this file."""
        return Document(self.name, value_at(self.value, keys), self.text, (*self.under, *keys))

    def place_of(self, words: str, keys: Keys) -> Place:
        """Return where the words begin within the text at `keys`, however its lines are broken."""
        place = self.place(keys)
        if not words.split():
            return place
        start = _offset(self.text, place)
        hyphens = f"{SOFT_HYPHEN}*" if SOFT_HYPHEN in self.text else ""
        word_patterns = (
            hyphens.join(map(_character_pattern, _CHARACTERS.findall(word))) for word in words.split()
        )
        pattern = re.compile(r"(?:\\?\s)+".join(word_patterns))
        match = pattern.search(self.text, start, start + _SEARCHED)
        return self._place_at(_end_position(self.text[: match.start()])) if match else place

    @cached_property
    def _places(self) -> "Places":
        from coach.files.places import places

        return places(self.text)

    def _place_at(self, position: tuple[int, int]) -> Place:
        return Place(self.name, *position)


def read(path: Path) -> Document:
    """Read a file. `CoachError` where it cannot be read, `BadFile` where it is not TOML."""
    return parse(read_bytes(path), shown(path))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, one more than `LARGEST` at most. `CoachError` where it cannot be read."""
    return _leading_bytes(path, LARGEST + 1)


def read_whole(path: Path) -> bytes:
    """Return all of a file's bytes, however many, for one that is to be kept or compared."""
    return _leading_bytes(path, -1)


def _leading_bytes(path: Path, limit: int) -> bytes:
    name = shown(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise CoachError(f"{name} is not an ordinary file. Put a TOML file in its place.")
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise CoachError(
            f"{name} cannot be read ({why(error)}). Check that it is there and yours."
        ) from error


def read_input(stream: BinaryIO) -> Document:
    """Read a command's input, in place of a file."""
    try:
        return parse(stream.read(LARGEST + 1), INPUT)
    except OSError as error:
        raise CoachError(f"The input cannot be read ({why(error)}). Name a file in its place.") from error


def there(path: Path) -> bool:
    """Return whether there is something at the path. Something that may not be looked at counts as there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def parse(data: bytes, name: str) -> Document:
    """Read a file's bytes; `name` is the file's name in places."""
    other = other_kind(data)
    if other is not None:
        raise _bad_file(name, (1, 1), "other-file", f"this is {other.description}, and no TOML.", other.mend)
    if len(data) > LARGEST:
        raise _bad_file(name, (1, 1), "too-large", f"this file has more than {LARGEST:,} bytes.", "Split it.")
    data = data.removeprefix(BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good_text = data[: error.start].decode("utf-8")
        mend = "Save the file as UTF-8."
        raise _bad_file(
            name, _end_position(good_text), "not-utf-8", "this is not UTF-8 text.", mend
        ) from error
    return Document(name, _value(text, name), text)


def shown(path: Path) -> str:
    """Return the path as a person would type it: from here, or from their home."""
    text = str(path)
    if not text.isprintable():
        text = text.encode("unicode_escape").decode()
    for base, prefix in ((_folder(Path.cwd), ""), (_folder(Path.home), "~/")):
        if base and text.startswith(base + os.sep):
            return prefix + text[len(base) + 1 :].replace(os.sep, "/")
    return text


def _value(text: str, name: str) -> dict[str, Any]:
    import tomli  # a list and completion need only the paths of this module

    try:
        return _loaded_without_soft_hyphens(text, tomli.loads)
    except tomli.TOMLDecodeError as error:
        from coach.files.syntax_errors import mistakes

        mistakes_found, mended_lines = mistakes(text)
        numbered_problems = ((Place(name, *at), message, mend) for at, message, mend in mistakes_found)
        problems = tuple(Problem(at, "bad-toml", message, mend) for at, message, mend in numbered_problems)
        raise BadFile(problems, mended_lines) from error
    except RecursionError as error:
        raise _bad_file(
            name, (1, 1), "too-deep", "tables are nested too deep.", "Nest three at most."
        ) from error
    except ValueError as error:  # Python's own limit on the digits of a whole number
        digits = _MANY_DIGITS.search(text)
        position = _end_position(text[: digits.start()] if digits else "")
        mend = "Write one that can be meant."
        raise _bad_file(name, position, "bad-toml", "this number is too long.", mend) from error


def _loaded_without_soft_hyphens(text: str, loads: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Load a text without its soft hyphens, whether written as themselves or as escapes."""
    value = loads(without_soft_hyphens(text))
    return value_without_soft_hyphens(value) if _ESCAPED_SOFT_HYPHEN.search(text) else value


def value_without_soft_hyphens(value: Any) -> Any:  # noqa: ANN401 - plain TOML
    """Return a value of TOML with no soft hyphen in any text of it."""
    match value:
        case str():
            return without_soft_hyphens(value)
        case dict():
            return {key: value_without_soft_hyphens(inner) for key, inner in value.items()}
        case list():
            return [value_without_soft_hyphens(inner) for inner in value]
    return value


def _character_pattern(character: str) -> str:
    """Return a pattern of a character or a fraction.

    Quotation marks, hyphens, points and fractions may be of any kind.
    """
    if len(character) > 1:
        return f"(?:{character}|[¼-¾⅐-⅞])"
    alternatives = {'"': r"(?:\\?[\"“”″]|'')", "'": "['’′]", "\\-": _HYPHENS, "-": _HYPHENS, "\\.": "[.,]"}
    return re.sub(r"\"|'|\\?-|\\\.", lambda match: alternatives[match[0]], re.escape(character))


def _folder(find: Callable[[], Path]) -> str:
    """Return a folder's path; empty where there is none (no home, or this folder was removed)."""
    try:
        return str(find()).rstrip(os.sep)
    except (RuntimeError, OSError):
        return ""


def _end_position(text: str) -> tuple[int, int]:
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1


def _offset(text: str, place: Place) -> int:
    offset = 0
    for _ in range(place.line - 1):
        offset = text.index("\n", offset) + 1
    return offset + place.column - 1


def _bad_file(name: str, position: tuple[int, int], rule: str, message: str, mend: str) -> BadFile:
    return BadFile((Problem(Place(name, *position), rule, message, mend),))
