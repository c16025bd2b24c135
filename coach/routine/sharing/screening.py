"""Whether a shared file may be looked into at all, before anything in it is believed.

Pure. A file that somebody sent is refused whole where it has a character that cannot be seen
or that a terminal would obey, a name that leads out of its folder, more than a routine can
need, or tables deeper than any that are understood. What is left is read as every file is.

Errors: `BadFile` with every problem, each with its place.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from coach.errors import Problem, refuse
from coach.files.document import Document
from coach.files.ids import WORD
from coach.language.grammar import counted
from coach.routine.format.shareable import fault_of_id, unseen_problems
from coach.routine.kind import Kind
from coach.routine.sharing.pack import SHARED, SHARED_KINDS

EXERCISES: Final = 250
"""Exercises of one file: each step of a routine could have its own, with some to spare."""
_DEEPEST: Final = 14
_MOST_VALUES: Final = 50_000
_MOST_TOLD: Final = 20


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
    yield from unseen_problems(whole, "Take it out, and ask whoever sent the file.")


def _form(whole: Document) -> Iterator[Problem]:
    """Yield what keeps the file from being a routine with its exercises, each under its id."""
    if whole.value.get("shared") != SHARED or isinstance(whole.value.get("shared"), bool):
        yield _not_shared(whole)
        return
    for key in sorted(whole.value.keys() - {"shared", *SHARED_KINDS}):
        mend = "Leave it out; a shared file holds one [routine.…] and its [exercise.…]."
        yield Problem(whole.key_place((key,)), "unknown-key", f"there is no key {key[:WORD]!r} here.", mend)
    for kind, most in zip(SHARED_KINDS, (1, EXERCISES), strict=True):
        yield from _named(whole, kind, most)


def _named(whole: Document, kind: Kind, most: int) -> Iterator[Problem]:
    group = whole.value.get(kind, {})
    if not isinstance(group, dict):
        mend = f"Write [{kind}.its-name] above each."
        yield Problem(whole.place((kind,)), "not-shared", f"{kind} is not a table of them.", mend)
        return
    if len(group) > most or (kind == Kind.ROUTINE and not group):
        message = f"this file has {counted(len(group), kind)}."
        mend = "Share one routine at a time." if kind == Kind.ROUTINE else f"Share {most} at most."
        yield Problem(whole.place((kind,)), "too-many", message, mend)
        return
    for name, value in group.items():
        place = whole.key_place((kind, name))
        fault = fault_of_id(name)
        if fault is not None:
            yield Problem(place, "file-name", f"no {kind} can be called {name[:WORD]!r}.", fault)
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
