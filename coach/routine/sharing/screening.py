"""Screen a shared file as a whole, before its parts are read.

Pure. A file that somebody sent is refused if it has a character that cannot be seen
or that a terminal would obey, a name that leads out of its folder, more than a routine can
need, or tables that are nested too deep. All other files are then read like any file.

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
"""Exercises in one file: enough for one in each step of a routine, and some more."""
_MAX_DEPTH: Final = 14
_MAX_VALUES: Final = 50_000
_MAX_PROBLEMS: Final = 20


def refuse_untrusted(document: Document) -> None:
    """Raise what is wrong with the file as a whole; return if it can be read part by part."""
    for problems_of in (_size_problems, _character_problems, _form_problems):
        refuse(sorted(islice(problems_of(document), _MAX_PROBLEMS), key=lambda problem: problem.place))


def _size_problems(document: Document) -> Iterator[Problem]:
    """Yield the problem of a file with too many values or too deep tables; walks no deeper than allowed."""
    level: list[Any] = [document.value]
    count = 0
    for _ in range(_MAX_DEPTH):
        level = [value for table in level for value in _inner_values(table)]
        count += len(level)
        if count > _MAX_VALUES:
            message = f"this file has more than {_MAX_VALUES:,} values."
            yield Problem(document.place(), "too-large", message, "A routine has some hundreds.")
            return
        if not level:
            return
    yield Problem(document.place(), "too-deep", "tables are nested too deep.", "Nest three at most.")


def _character_problems(document: Document) -> Iterator[Problem]:
    """Yield a problem for each character that cannot be seen, in the file's text and behind its escapes."""
    yield from unseen_problems(document, "Take it out, and ask whoever sent the file.")


def _form_problems(document: Document) -> Iterator[Problem]:
    """Yield the problems of a file that is not one routine with its exercises, each under its id."""
    if document.value.get("shared") != SHARED or isinstance(document.value.get("shared"), bool):
        yield _not_shared_problem(document)
        return
    for key in sorted(document.value.keys() - {"shared", *SHARED_KINDS}):
        mend = "Leave it out; a shared file holds one [routine.…] and its [exercise.…]."
        yield Problem(
            document.key_place((key,)), "unknown-key", f"there is no key {key[:WORD]!r} here.", mend
        )
    for kind, limit in zip(SHARED_KINDS, (1, EXERCISES), strict=True):
        yield from _group_problems(document, kind, limit)


def _group_problems(document: Document, kind: Kind, limit: int) -> Iterator[Problem]:
    group = document.value.get(kind, {})
    if not isinstance(group, dict):
        mend = f"Write [{kind}.its-name] above each."
        yield Problem(document.place((kind,)), "not-shared", f"{kind} is not a table of them.", mend)
        return
    if len(group) > limit or (kind == Kind.ROUTINE and not group):
        message = f"this file has {counted(len(group), kind)}."
        mend = "Share one routine at a time." if kind == Kind.ROUTINE else f"Share {limit} at most."
        yield Problem(document.place((kind,)), "too-many", message, mend)
        return
    for name, value in group.items():
        place = document.key_place((kind, name))
        fault = fault_of_id(name)
        if fault is not None:
            yield Problem(place, "file-name", f"no {kind} can be called {name[:WORD]!r}.", fault)
        elif not isinstance(value, dict):
            yield Problem(place, "not-shared", f"{name} is not a table.", f"Write [{kind}.{name}] above it.")


def _not_shared_problem(document: Document) -> Problem:
    place, number = document.key_place(("shared",)), document.value.get("shared")
    if isinstance(number, int) and not isinstance(number, bool) and number > SHARED:
        return Problem(place, "newer-format", "this file was shared by a newer coach.", "Install that first.")
    if "step" in document.value or "say" in document.value:
        mend = "Put it among your own (`coach config` says where), or ask for one made by `coach share`."
        return Problem(
            document.place(), "not-shared", "this is the file of one routine or exercise itself.", mend
        )
    mend = "`coach share` makes one, which begins with shared = 1."
    return Problem(document.place(), "not-shared", "this is not a file that coach shared.", mend)


def _inner_values(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
