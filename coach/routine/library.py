"""The routines and exercises that there are: the built-in ones and a person's own.

Touches disk. What a list shows comes from an index, so that `list` and completion load
neither pydantic nor a TOML reader while nothing has changed. One broken file never hides
another.

Errors: `UsageError` for a name that is not there, with the nearest; `BadFile` for a
file that is asked for and cannot be used.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final

from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError
from coach.paths import cache_dir, data_root, own_routines
from coach.routine import bounds, index
from coach.routine.index import Row
from coach.routine.model import Category, Exercise, Routine
from coach.routine.shelf import File, Kind, Shelf, shelf

_ORDER: Final = {category.value: number for number, category in enumerate(Category)}


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


@dataclass(frozen=True, slots=True)
class Masked:
    """A built-in file that one of the person's own hides.

    `lost`: what the built-in one says of caution and the own one does not ("tags", "avoid", "stop").
    """

    kind: Kind
    id: str
    own: str
    built_in: str
    lost: tuple[str, ...] = ()


def default() -> "Library":
    """Return the library of this person: what comes with coach, and their own."""
    return Library(data_root() / "routines", own_routines(), cache_dir())


class Library:
    """The files below a built-in folder and a person's own. Files are looked for once."""

    def __init__(
        self,
        built_in: Path,
        own: Path | None = None,
        cache: Path | None = None,
        beside: Iterable[File] = (),
    ) -> None:
        """`beside` are files from elsewhere, in force over all others, as for a check of them."""
        self._beside = tuple(beside)
        self._built_in = built_in
        self._own = own
        self._cache = cache
        self._exercises: dict[str, Exercise] = {}

    def routine(self, name: str) -> Routine:
        """Return the routine of that id, its exercises known to be there."""
        from coach.routine.parse import parse_routine
        from coach.source import read

        file = self._file(Kind.ROUTINE, name)
        routine = parse_routine(read(Path(file.path)), name)
        self._refuse(self._lost(file, index.uses(routine)))
        return routine

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that id, its other ways known to be there."""
        from coach.routine.parse import parse_exercise
        from coach.source import read

        if name not in self._exercises:
            file = self._file(Kind.EXERCISE, name)
            exercise = parse_exercise(read(Path(file.path)), name)
            self._refuse(self._lost(file, index.other_ways(exercise)))
            self._exercises[name] = exercise
        return self._exercises[name]

    def peek(self, name: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes, if its file says them; nothing else of it is read."""
        from coach.source import read

        try:
            value = read(Path(self._file(Kind.ROUTINE, name).path)).value
        except CoachError:
            return None
        title, minutes = value.get("name"), value.get("minutes")
        if not isinstance(title, str) or isinstance(minutes, bool) or not isinstance(minutes, int | float):
            return None
        least, most = bounds.MINUTES
        return (title, minutes) if len(title) <= bounds.WORD and least <= minutes <= most else None

    def entries(self, category: Category | None = None) -> tuple[Entry, ...]:
        """Return every routine that can be used, in the order of the categories and their lengths."""
        entries = (
            self._entry(file, row)
            for file, row in self._rows(Kind.ROUTINE)
            if self._usable(row) and category in (None, row["category"])
        )
        return tuple(sorted(entries, key=lambda entry: (_ORDER[entry.category], entry.minutes, entry.id)))

    def names(self) -> tuple[str, ...]:
        """Return the ids of all routine files."""
        return tuple(sorted(name for kind, name in self._shelf.files if kind is Kind.ROUTINE))

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong in any file, and each built-in caution that is masked."""
        found = [*self._shelf.problems]
        for file in self._shelf.files.values():
            row = self._index[file.path]
            found += index.problems(file, row)
            found += self._lost(file, row.get("uses", ()))
            found += self._lost(file, row.get("may_use", ()), Severity.WARNING)
        return (*found, *(_warning(masked) for masked in self.masked() if masked.lost))

    def masked(self) -> tuple[Masked, ...]:
        """Return each built-in file that one of the person's own hides, and what caution is lost with it."""
        return tuple(
            Masked(own.kind, own.id, own.shown, hidden.shown, self._cautions_lost(own, hidden))
            for own, hidden in self._shelf.hidden
        )

    @property
    def files(self) -> tuple[File, ...]:
        """The files in force."""
        return tuple(self._shelf.files.values())

    def named_in(self, file: File) -> tuple[str, ...]:
        """Return the exercises that a file names; none where it cannot be used."""
        row = self._index[file.path]
        return tuple(name for name, _, _ in (*row.get("uses", ()), *row.get("may_use", ())))

    def look(self, on_each: Callable[[], object]) -> None:
        """Read what is new or changed, if that was not done; `on_each` is called as each file is done."""
        self.__dict__.setdefault("_index", self._rows_of_all(on_each))

    @cached_property
    def _shelf(self) -> Shelf:
        found = shelf(self._built_in, self._own)
        return replace(found, files=found.files | {(file.kind, file.id): file for file in self._beside})

    @cached_property
    def _index(self) -> dict[str, Row]:
        return self._rows_of_all()

    def _rows_of_all(self, on_each: Callable[[], object] = lambda: None) -> dict[str, Row]:
        hidden = (file for _, file in self._shelf.hidden)
        return index.rows((*self._shelf.files.values(), *hidden), self._cache, on_each)

    def _rows(self, kind: Kind) -> Iterator[tuple[File, Row]]:
        files = self._shelf.files.values()
        return ((file, self._index[file.path]) for file in files if file.kind is kind)

    def _row(self, exercise: str) -> Row | None:
        file = self._shelf.files.get((Kind.EXERCISE, exercise))
        return None if file is None else self._index[file.path]

    def _file(self, kind: Kind, name: str) -> File:
        file = self._shelf.files.get((kind, name))
        if file is None:
            raise UsageError(
                f"There is no {kind} called {name[: bounds.WORD]!r}. {self._nearest(kind, name)}"
            )
        return file

    def _nearest(self, kind: Kind, name: str) -> str:
        known = [known_name for known_kind, known_name in self._shelf.files if known_kind is kind]
        meant = name.rpartition("/")[2].removesuffix(".toml")[: bounds.WORD].lower().replace(" ", "-")
        near = get_close_matches(meant, known, 3, 0.5)
        if near:
            return f"Nearest: {', '.join(near)}."
        return "`coach list` shows them all." if kind is Kind.ROUTINE else "Give it a file in exercises/."

    def _lost(
        self, file: File, named: Iterable[tuple[str, int, int]], severity: Severity = Severity.ERROR
    ) -> Iterator[Problem]:
        """Yield a problem for each exercise that a file names and that is not there."""
        for exercise, line, column in named:
            if (Kind.EXERCISE, exercise) not in self._shelf.files:
                place, mend = Place(file.shown, line, column), self._nearest(Kind.EXERCISE, exercise)
                message = f"there is no exercise {exercise!r}."
                yield Problem(place, "unknown-exercise", message, mend, severity)

    @staticmethod
    def _refuse(problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        if found:
            raise BadFile(found)

    def _usable(self, row: Row) -> bool:
        """Return whether a routine can be done: its file is good, and all its exercises' are."""
        if "problems" in row:
            return False
        used = (self._row(exercise) for exercise, _, _ in row["uses"])
        return all(found is not None and self._sound(found) for found in used)

    def _sound(self, row: Row) -> bool:
        if "problems" in row:
            return False
        ways = (self._row(exercise) for exercise, _, _ in row["uses"])
        return all(way is not None and "problems" not in way for way in ways)

    def _entry(self, file: File, row: Row) -> Entry:
        used = [found for exercise, _, _ in row["uses"] if (found := self._row(exercise)) is not None]
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

    def _cautions_lost(self, own: File, hidden: File) -> tuple[str, ...]:
        kept = self._index[own.path].get("cautions", ())
        return tuple(kind for kind in self._index[hidden.path].get("cautions", ()) if kind not in kept)


def _warning(masked: Masked) -> Problem:
    message = f"this exercise hides the built-in {masked.id}, and with it a caution that is said there"
    mend = (
        f"Copy its [caution] here, or give your exercise another name; the built-in one is {masked.built_in}."
    )
    place = Place(masked.own, 1, 1)
    return Problem(place, "masked-caution", f"{message} ({', '.join(masked.lost)}).", mend, Severity.WARNING)
