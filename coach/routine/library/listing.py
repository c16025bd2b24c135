"""What a list shows of the routines that can be used.

Pure: rows of the index come in; a function gives the rows of the files that a routine names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from coach.routine.kind import Kind, Node
from coach.routine.library.files import File
from coach.routine.library.index import Row, needs
from coach.routine.model import Category

_ORDER: Final = {category.value: number for number, category in enumerate(Category)}

RowOf = Callable[[Node], Row | None]
"""Returns the row of a file; `None` where there is none of that kind and id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A routine as a list shows it. `equipment` joins what can stand in for each other with "or"."""

    id: str
    name: str
    category: str
    level: str
    minutes: float
    summary: str
    position: tuple[str, ...]
    equipment: tuple[str, ...]
    file: str
    own: bool


def entry(file: File, row: Row, row_of: RowOf) -> Entry:
    """Return the entry of a routine that is usable."""
    exercises = (node for node in needs(row) if node[0] == Kind.EXERCISE)
    rows = [exercise_row for node in exercises if (exercise_row := row_of(node)) is not None]
    return Entry(
        id=file.id,
        name=row["name"],
        category=row["category"],
        level=row["level"],
        minutes=row["minutes"],
        summary=row["summary"],
        position=tuple(dict.fromkeys(exercise_row["position"] for exercise_row in rows)),
        equipment=tuple(dict.fromkeys(item for exercise_row in rows for item in exercise_row["equipment"])),
        file=file.shown,
        own=file.own,
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries in the order of the categories and their lengths."""
    return tuple(sorted(entries, key=lambda entry: (_ORDER[entry.category], entry.minutes, entry.id)))


def usable(row: Row, row_of: RowOf, depth: int = 2) -> bool:
    """Return whether a file can be used: it is good, and the files that it needs are there and good.

    The files that those need have to be good as well, down to `depth`: a routine's exercises and their
    easier and harder ways are all that a session says.
    """
    if "problems" in row:
        return False
    rows = map(row_of, needs(row)) if depth else ()
    return all(inner is not None and usable(inner, row_of, depth - 1) for inner in rows)
