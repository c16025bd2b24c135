"""Whether a shared file may be looked into at all, before anything in it is believed.

Pure. A file that somebody sent is refused whole where it has a character that cannot be seen
or that a terminal would obey, a name that leads out of its folder, more than a routine can
need, or tables deeper than any that are understood. What is left is read as every file is.

Errors: `BadFile` with every problem, each with its place.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from coach.errors import Place, Problem, refuse
from coach.grammar import counted
from coach.routine import bounds
from coach.routine.pack import SHARED
from coach.routine.shelf import ID, Kind
from coach.source import Document, Path_

EXERCISES: Final = 250
"""Exercises of one file: each step of a routine could have its own, with some to spare."""
_DEEPEST: Final = 12
_MOST_VALUES: Final = 50_000
_MOST_TOLD: Final = 20
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that no file can have on Windows."""
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


def refuse_untrusted(whole: Document) -> None:
    """Raise what is wrong with the file as a whole; return where it can be read part by part."""
    for look in (_size, _characters, _form):
        refuse(sorted(islice(look(whole), _MOST_TOLD), key=lambda problem: problem.place))


def _size(whole: Document) -> Iterator[Problem]:
    """Yield what is too deep or too much, walking no deeper than is allowed."""
    level: list[Any] = [whole.value]
    count = 0
    for _ in range(_DEEPEST):
        level = [inner for table in level for inner in _inside(table)]
        count += len(level)
        if count > _MOST_VALUES:
            message = f"this file has more than {_MOST_VALUES:,} values."
            yield Problem(whole.place(), "too-large", message, "A routine has some hundreds.")
            return
        if not level:
            return
    yield Problem(whole.place(), "too-deep", "tables are nested too deep.", "Nest three at most.")


def _characters(whole: Document) -> Iterator[Problem]:
    """Yield each character that is not seen, in the file itself and in what its escapes mean."""
    for number, line in enumerate(whole.text.split("\n"), start=1):
        for column, char in enumerate(line.removesuffix("\r"), start=1):
            if _unseen(char):
                yield _unseen_at(Place(whole.name, number, column), char)
    for way, text in _texts(whole.value):
        bad = next(filter(_unseen, text), None)
        if bad is not None:
            yield _unseen_at(whole.place(way), bad)


def _form(whole: Document) -> Iterator[Problem]:
    """Yield what keeps the file from being a routine with its exercises, each under its id."""
    if whole.value.get("shared") != SHARED or isinstance(whole.value.get("shared"), bool):
        yield _not_shared(whole)
        return
    for key in sorted(whole.value.keys() - {"shared", *(kind.value for kind in Kind)}):
        mend = "Leave it out; a shared file holds one [routine.…] and its [exercise.…]."
        yield Problem(
            whole.key_place((key,)), "unknown-key", f"there is no key {key[: bounds.WORD]!r} here.", mend
        )
    for kind, most in ((Kind.ROUTINE, 1), (Kind.EXERCISE, EXERCISES)):
        yield from _named(whole, kind, most)


def _named(whole: Document, kind: Kind, most: int) -> Iterator[Problem]:
    group = whole.value.get(kind.value, {})
    if not isinstance(group, dict):
        mend = f"Write [{kind}.its-name] above each."
        yield Problem(whole.place((kind.value,)), "not-shared", f"{kind} is not a table of them.", mend)
        return
    if len(group) > most or (kind is Kind.ROUTINE and not group):
        message = f"this file has {counted(len(group), kind)}."
        mend = "Share one routine at a time." if kind is Kind.ROUTINE else f"Share {most} at most."
        yield Problem(whole.place((kind.value,)), "too-many", message, mend)
        return
    for name, value in group.items():
        place = whole.key_place((kind.value, name))
        if not ID.fullmatch(name) or len(name) > bounds.WORD - 3 or _DEVICES.fullmatch(name):
            mend = "Use small letters, figures and hyphens, such as neck-and-back."
            yield Problem(place, "file-name", f"no {kind} can be called {name[: bounds.WORD]!r}.", mend)
        elif not isinstance(value, dict):
            yield Problem(place, "not-shared", f"{name} is not a table.", f"Write [{kind}.{name}] above it.")


def _not_shared(whole: Document) -> Problem:
    place, given = whole.key_place(("shared",)), whole.value.get("shared")
    if isinstance(given, int) and not isinstance(given, bool) and given > SHARED:
        return Problem(place, "newer-format", "this file was shared by a newer coach.", "Install that first.")
    if "step" in whole.value or "say" in whole.value:
        mend = "Put it among your own (`coach config` says where), or ask for one made by `coach share`."
        return Problem(
            whole.place(), "not-shared", "this is the file of one routine or exercise itself.", mend
        )
    mend = "`coach share` makes one, which begins with shared = 1."
    return Problem(whole.place(), "not-shared", "this is not a file that coach shared.", mend)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _texts(value: dict[str, Any]) -> Iterator[tuple[Path_, str]]:
    """Yield every key and every text, with the way to it. The value must be shallow."""
    waiting: list[tuple[Path_, object]] = [((), value)]
    while waiting:
        way, found = waiting.pop()
        if isinstance(found, str):
            yield way, found
        elif isinstance(found, dict):
            yield from (((*way, key), key) for key in found)
            waiting += [((*way, key), inner) for key, inner in found.items()]
        elif isinstance(found, list):
            waiting += [((*way, index), inner) for index, inner in enumerate(found)]


def _unseen(char: str) -> bool:
    return char not in "\n\t" and not " " <= char <= "~" and unicodedata.category(char) in _UNSEEN


def _unseen_at(place: Place, char: str) -> Problem:
    message = f"here is a character that cannot be seen (U+{ord(char):04X})."
    return Problem(place, "control-character", message, "Take it out, and ask whoever sent the file.")
