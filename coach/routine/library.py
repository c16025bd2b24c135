"""The routines and exercises that there are: the built-in ones and a person's own.

Touches disk: reads both folders, keeps an index in the cache. The index holds what a
list shows, by file identity, so that `list` and completion load neither pydantic nor a
TOML reader while nothing has changed. One broken file never hides another.

Errors: `UsageError` for a name that is not there, with the nearest; `BadFile` for a
file that is asked for and cannot be used.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from coach import atomic
from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError
from coach.paths import cache_dir, data_root, made, own_routines
from coach.routine.model import Category, Exercise, Routine
from coach.routine.shelf import File, Kind, Shelf, shelf
from coach.source import shown

INDEX_VERSION: Final = 1


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


def default() -> "Library":
    """Return the library of this person: what comes with coach, and their own."""
    return Library(data_root() / "routines", own_routines(), cache_dir())


class Library:
    """The files below a built-in folder and a person's own. Files are looked for once."""

    def __init__(self, built_in: Path, own: Path | None = None, cache: Path | None = None) -> None:
        self._built_in = built_in
        self._own = own
        self._cache = cache
        self._exercises: dict[str, Exercise] = {}

    @cached_property
    def _shelf(self) -> Shelf:
        return shelf(self._built_in, self._own)

    def routine(self, name: str) -> Routine:
        """Return the routine of that id, its exercises known to be there."""
        from coach.routine.parse import parse_routine
        from coach.source import read

        routine = parse_routine(read(Path(self._file(Kind.ROUTINE, name).path)), name)
        lost = self._lost(routine.id, routine.place.file, _uses(routine))
        if lost:
            raise BadFile(tuple(lost))
        return routine

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that id."""
        from coach.routine.parse import parse_exercise
        from coach.source import read

        if name not in self._exercises:
            file = self._file(Kind.EXERCISE, name)
            self._exercises[name] = parse_exercise(read(Path(file.path)), name)
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
        return title, minutes

    def entries(self, category: Category | None = None) -> tuple[Entry, ...]:
        """Return every routine that can be used, in the order of the categories and their names."""
        order = list(Category)
        entries = (self._entry(file, found) for file, found in self._routines() if self._usable(found))
        wanted = (e for e in entries if category is None or e.category == category)
        return tuple(sorted(wanted, key=lambda e: (order.index(Category(e.category)), e.minutes, e.id)))

    def names(self) -> tuple[str, ...]:
        """Return the ids of all routine files."""
        return tuple(sorted(name for kind, name in self._shelf.files if kind is Kind.ROUTINE))

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong in any file, and each built-in caution that is masked."""
        problems = [*self._shelf.problems]
        for file, found in self._indexed.items():
            problems += [_problem(row) for row in found.get("problems", ())]
            if file.kind is Kind.ROUTINE:
                problems += self._lost(file.id, shown(Path(file.path)), _rows(found))
        return (*problems, *self.masked())

    def masked(self) -> tuple[Problem, ...]:
        """Return a warning for each exercise of the person's that hides a built-in one's caution."""
        return tuple(
            Problem(
                Place(shown(Path(own.path)), 1, 1),
                "masked-caution",
                f"this exercise hides the built-in {own.id}, and with it a caution that is said there.",
                "Copy its [caution] here, or give your exercise another name.",
                Severity.WARNING,
            )
            for own, hidden in self._shelf.hidden
            if own.kind is Kind.EXERCISE
            and _fresh(hidden).get("caution")
            and not self._indexed.get(own, {}).get("caution")
        )

    def _file(self, kind: Kind, name: str) -> File:
        file = self._shelf.files.get((kind, name))
        if file is None:
            raise UsageError(f"There is no {kind} called {name!r}. {self._nearest(kind, name)}")
        return file

    def _nearest(self, kind: Kind, name: str) -> str:
        known = [known_name for known_kind, known_name in self._shelf.files if known_kind is kind]
        near = get_close_matches(name.lower().replace(" ", "-"), known, 3, 0.5)
        return f"Nearest: {', '.join(near)}." if near else "`coach list` shows them all."

    def _lost(self, name: str, file: str, uses: Iterator[tuple[str, int, int]]) -> list[Problem]:
        """Return a problem for each exercise that a routine names and that is not there."""
        return [
            Problem(
                Place(file, line, column),
                "unknown-exercise",
                f"{name} names an exercise {exercise!r}, and there is none.",
                self._nearest(Kind.EXERCISE, exercise),
            )
            for exercise, line, column in uses
            if (Kind.EXERCISE, exercise) not in self._shelf.files
        ]

    def _routines(self) -> Iterator[tuple[File, dict[str, Any]]]:
        return ((file, found) for file, found in self._indexed.items() if file.kind is Kind.ROUTINE)

    def _usable(self, found: dict[str, Any]) -> bool:
        known = self._by_exercise
        return "problems" not in found and all(
            exercise in known and "problems" not in known[exercise] for exercise, _, _ in _rows(found)
        )

    def _entry(self, file: File, found: dict[str, Any]) -> Entry:
        used = [self._by_exercise[exercise] for exercise, _, _ in _rows(found)]
        return Entry(
            id=file.id,
            name=found["name"],
            category=found["category"],
            level=found["level"],
            minutes=found["minutes"],
            summary=found["summary"],
            position=tuple(dict.fromkeys(row["position"] for row in used)),
            equipment=tuple(dict.fromkeys(item for row in used for item in row["equipment"])),
            file=shown(Path(file.path)),
            own=file.own,
        )

    @cached_property
    def _by_exercise(self) -> dict[str, dict[str, Any]]:
        return {file.id: row for file, row in self._indexed.items() if file.kind is Kind.EXERCISE}

    @cached_property
    def _indexed(self) -> dict[File, dict[str, Any]]:
        """What the index says of each file in force; what is new or changed is read."""
        kept = self._kept()
        fresh: dict[str, Any] = {}
        changed = False
        for file in self._shelf.files.values():
            row = kept.get(file.path)
            if row is None or tuple(row["identity"]) != file.identity:
                row = {"identity": file.identity, **_fresh(file)}
                changed = True
            fresh[file.path] = row
        if changed or len(kept) != len(fresh):
            self._keep(fresh)
        return {file: fresh[file.path] for file in self._shelf.files.values()}

    def _kept(self) -> dict[str, Any]:
        if self._cache is None:
            return {}
        try:
            index = json.loads((self._cache / "library.json").read_bytes())
            return dict(index["files"]) if index["version"] == INDEX_VERSION else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _keep(self, files: dict[str, Any]) -> None:
        if self._cache is None:
            return
        text = json.dumps({"version": INDEX_VERSION, "files": files})
        try:
            atomic.write(made(self._cache) / "library.json", text.encode())
        except CoachError:
            return  # an index is a convenience: without it the files are read again


def _fresh(file: File) -> dict[str, Any]:
    """Read a file for the index: what a list shows of it, or what is wrong with it."""
    from coach.routine.parse import parse_exercise, parse_routine
    from coach.source import read

    try:
        document = read(Path(file.path))
        if file.kind is Kind.EXERCISE:
            return _of_exercise(parse_exercise(document, file.id))
        return _of_routine(parse_routine(document, file.id))
    except BadFile as bad:
        return {"problems": [asdict(problem) for problem in bad.problems]}
    except CoachError as error:
        place = Place(shown(Path(file.path)), 1, 1)
        return {"problems": [asdict(Problem(place, "unreadable", str(error)))]}


def _of_exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "position": exercise.position[0],
        "equipment": [" or ".join(names) for names in exercise.equipment],
        "caution": exercise.caution is not None and bool(exercise.caution.stop or exercise.caution.avoid),
    }


def _of_routine(routine: Routine) -> dict[str, Any]:
    return {
        "name": routine.name,
        "category": routine.category.value,
        "level": routine.level.name.lower(),
        "minutes": routine.minutes,
        "summary": routine.summary,
        "uses": [list(use) for use in _uses(routine)],
    }


def _uses(routine: Routine) -> Iterator[tuple[str, int, int]]:
    """Yield each exercise that a routine names, with its line and column."""
    for step in routine.exercises():
        yield step.exercise, step.place.line, step.place.column


def _rows(found: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    return ((exercise, line, column) for exercise, line, column in found.get("uses", ()))


def _problem(row: dict[str, Any]) -> Problem:
    place = Place(**row["place"])
    return Problem(place, row["rule"], row["message"], row["mend"], Severity(row["severity"]))
