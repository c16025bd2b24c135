"""What a list shows of the routines that can be used.

Pure: rows of the index come in, an exercise's through a function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from coach.routine.index import Row
from coach.routine.model import Category
from coach.routine.shelf import File

_ORDER: Final = {category.value: number for number, category in enumerate(Category)}

RowOf = Callable[[str], Row | None]
"""Returns the row of an exercise; `None` where there is none of that id."""


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
    used = [found for exercise, _, _ in row["uses"] if (found := row_of(exercise)) is not None]
    return Entry(
        id=file.id,
        name=row["name"],
        category=row["category"],
        level=row["level"],
        minutes=row["minutes"],
        summary=row["summary"],
        position=tuple(dict.fromkeys(found["position"] for found in used)),
        equipment=tuple(dict.fromkeys(item for found in used for item in found["equipment"])),
        file=file.shown,
        own=file.own,
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries in the order of the categories and their lengths."""
    return tuple(sorted(entries, key=lambda entry: (_ORDER[entry.category], entry.minutes, entry.id)))


def usable(row: Row, row_of: RowOf) -> bool:
    """Return whether a routine can be done: its file is good, and all its exercises' are."""
    return "problems" not in row and all(_sound(row_of(exercise), row_of) for exercise, _, _ in row["uses"])


def _sound(exercise: Row | None, row_of: RowOf) -> bool:
    if exercise is None or "problems" in exercise:
        return False
    ways = (row_of(way) for way, _, _ in exercise["uses"])
    return all(way is not None and "problems" not in way for way in ways)
