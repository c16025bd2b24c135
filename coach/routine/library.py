"""The routines and exercises that there are: the built-in ones and a person's own.

Touches disk. What a list shows comes from an index, so that `list` and completion load
neither pydantic nor a TOML reader while nothing has changed. One broken file never hides
another. A file of one's own that is broken does not undo what was there: its last good version,
which the library used, stays in force until it is mended.

Errors: `UsageError` for a name that is not there, with the nearest; `BadFile` for a
file that is asked for and cannot be used.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError, refuse
from coach.paths import cache_dir, data_dir, data_root, own_routines
from coach.routine import bounds, index
from coach.routine.entries import Entry, entry, in_order, usable
from coach.routine.further import with_further
from coach.routine.good import Good, StandIn
from coach.routine.index import Row
from coach.routine.masked import MEANT, warning
from coach.routine.masked import Masked as Masked
from coach.routine.model import Category, Exercise, Routine
from coach.routine.shelf import File, Kind, Shelf, nearest, shelf, unseen, with_others
from coach.source import Document, parse, read

AnyFile = TypeVar("AnyFile", Routine, Exercise)


def default(told: Callable[[StandIn], None] = lambda _: None) -> "Library":
    """Return the library of this person: what comes with coach, and their own.

    `told` hears of each file that is asked for and broken, and has its last good version in its place.
    """
    good = data_dir() / "good"
    return Library(data_root() / "routines", own_routines(), cache_dir(), good=good, told=told)


class Library:
    """The files below a built-in folder and a person's own. Files are looked for once."""

    def __init__(
        self,
        built_in: Path,
        own: Path | None = None,
        cache: Path | None = None,
        beside: Iterable[File] = (),
        *,
        good: Path | None = None,
        told: Callable[[StandIn], None] = lambda _: None,
    ) -> None:
        """`beside` are files from elsewhere, in force over all others, as for a check of them.

        `good` is the folder of the last good versions; without it, broken files are seen as they are.
        """
        self._beside = tuple(beside)
        self._built_in = built_in
        self._own = own
        self._cache = cache
        self._good = Good(good)
        self._told = told
        self._routines: dict[str, Routine] = {}
        self._exercises: dict[str, Exercise] = {}
        self._used: dict[tuple[Kind, str], str] = {}

    def anew(self) -> "Library":
        """Return the same library as its files are now."""
        return Library(
            self._built_in, self._own, self._cache, self._beside, good=self._good.folder, told=self._told
        )

    def routine(self, name: str) -> Routine:
        """Return the routine of that id, its exercises known to be there."""
        if name not in self._routines:
            file = self._file(Kind.ROUTINE, name)
            self._routines[name] = self._good_one(file, self._routine_of)
        return self._routines[name]

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that id, its other ways known to be there."""
        if name not in self._exercises:
            file = self._file(Kind.EXERCISE, name)
            self._exercises[name] = self._good_one(file, self._exercise_of)
        return self._exercises[name]

    def found(self, kind: Kind, name: str) -> tuple[File | None, File | None]:
        """Return the file of one's own and the built-in one of that id. `UsageError` for neither."""
        file = self._file(kind, name)
        if not file.own:
            return None, file
        return file, next((hidden for own, hidden in self._shelf.hidden if own == file), None)

    def check(self, kind: Kind, name: str, text: bytes | None = None) -> None:
        """Raise what is wrong with the file in force, or with `text` in its place."""
        self._checked(self._file(kind, name), text)

    def remember(self, kind: Kind, name: str) -> None:
        """Keep the file in force as the version that stands in for worse ones, if it is the person's own.

        Raises what is wrong with it.
        """
        file = self._file(kind, name)
        text = self._checked(file)
        if file.own:
            self._good.keep(kind, name, text.encode())

    def remember_used(self) -> None:
        """Keep what was read of the person's own and found good, each as it was read."""
        for (kind, name), text in self._used.items():
            self._good.keep(kind, name, text.encode())

    def peek(self, name: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes, if its file says them; nothing else of it is read.

        `None` as well for a file of one's own that is not the one that was good when it was last used.
        """
        try:
            file = self._file(Kind.ROUTINE, name)
            document = read(Path(file.path))
        except CoachError:
            return None
        good = self._good.text(Kind.ROUTINE, name) if file.own else None
        if good is not None and good != document.text.encode():
            return None
        value = document.value
        title, minutes = value.get("name"), value.get("minutes")
        if not isinstance(title, str) or isinstance(minutes, bool) or not isinstance(minutes, int | float):
            return None
        least, most = bounds.MINUTES
        return (title, minutes) if len(title) <= bounds.WORD and least <= minutes <= most else None

    def entries(self, category: Category | None = None) -> tuple[Entry, ...]:
        """Return every routine that can be used, in the order of the categories and their lengths."""
        return in_order(
            entry(file, row, self._row)
            for file in self._shelf.files.values()
            if file.kind is Kind.ROUTINE
            and usable(row := self._in_force(file), self._row)
            and category in (None, row["category"])
        )

    def names(self) -> tuple[str, ...]:
        """Return the ids of all routine files."""
        return tuple(sorted(name for kind, name in self._shelf.files if kind is Kind.ROUTINE))

    def exercises(self) -> tuple[str, ...]:
        """Return the ids of all exercise files."""
        return tuple(sorted(name for kind, name in self._shelf.files if kind is Kind.EXERCISE))

    def users(self, exercise: str) -> tuple[str, ...]:
        """Return the ids of the routines that name an exercise."""
        files = (file for file in self._shelf.files.values() if file.kind is Kind.ROUTINE)
        rows = ((file.id, self._in_force(file).get("uses", ())) for file in files)
        return tuple(sorted(name for name, uses in rows if any(used == exercise for used, _, _ in uses)))

    def changed_by(self, exercise: str) -> tuple[str, ...]:
        """Return the ids of the built-in routines that have an exercise, or that it is another way in."""
        found = []
        for file in self._shelf.files.values():
            if file.kind is Kind.ROUTINE and not file.own:
                named = {name for name, _, _ in self._index[file.path].get("uses", ())}
                ways = {way for name in named for way, _, _ in (self._row(name) or {}).get("uses", ())}
                found += [file.id] if exercise in named | ways else []
        return tuple(sorted(found))

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong in any file, and each built-in caution that is masked."""
        found = [*self._shelf.problems]
        for file in self._shelf.files.values():
            row = self._index[file.path]
            found += index.problems(file, row)
            found += self._lost(file, row.get("uses", ()))
            found += self._lost(file, row.get("may_use", ()), Severity.WARNING)
        return (*found, *(warning(masked) for masked in self.masked() if masked.lost))

    def masked(self) -> tuple[Masked, ...]:
        """Return each built-in file that one of the person's own hides, and what caution is lost with it."""
        return tuple(
            Masked(
                own.kind, own.id, own.shown, hidden.shown, self._cautions_lost(own, hidden), self._meant(own)
            )
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
        return with_others(shelf(self._built_in, self._own), self._beside)

    @cached_property
    def _index(self) -> dict[str, Row]:
        return self._rows_of_all()

    def _rows_of_all(self, on_each: Callable[[], object] = lambda: None) -> dict[str, Row]:
        hidden = (file for _, file in self._shelf.hidden)
        files = (*self._shelf.files.values(), *hidden)
        return index.rows(files, self._cache, behind=self._behind, on_each=on_each)

    def _behind(self, file: File, row: Row) -> File | None:
        """Return what stands in for a file of one's own that is broken."""
        return self._good.behind(file) if file.own and self._broken(row) else None

    def _broken(self, row: Row) -> bool:
        named = row.get("uses", ())
        return "problems" in row or any(
            (Kind.EXERCISE, name) not in self._shelf.files for name, _, _ in named
        )

    def _in_force(self, file: File) -> Row:
        row = self._index[file.path]
        behind = self._behind(file, row)
        return row if behind is None else self._index.get(behind.path, row)

    def _row(self, exercise: str) -> Row | None:
        file = self._shelf.files.get((Kind.EXERCISE, exercise))
        return None if file is None else self._in_force(file)

    def _good_one(self, file: File, made: Callable[[Document, File], AnyFile]) -> AnyFile:
        """Return what a file says; where that is broken, what its last good version says."""
        try:
            document = read(Path(file.path))
            found = made(document, file)
        except CoachError as error:
            behind = self._good.behind(file)
            if behind is None:
                raise
            try:
                found = made(read(Path(behind.path)), behind)
            except CoachError:
                raise error from None
            self._told(StandIn(file.kind, file.id, file.shown, behind.shown, error))
            return found
        if file.own:
            self._used[file.kind, file.id] = document.text
        return found

    def _checked(self, file: File, text: bytes | None = None) -> str:
        """Return the text of a good file, or `text` where that is given. Raises what is wrong with it."""
        try:
            document = read(Path(file.path)) if text is None else parse(text, file.shown)
        except BadFile as bad:
            raise with_further(bad, file.kind, file.id) from bad
        if file.kind is Kind.ROUTINE:
            self._routine_of(document, file)
        else:
            self._exercise_of(document, file)
        return document.text

    def _routine_of(self, document: Document, file: File) -> Routine:
        from coach.routine.parse import parse_routine
        from coach.routine.plan import build

        routine = parse_routine(document, file.id)
        refuse(self._lost(file, index.uses(routine)))
        if file.own:  # whether each dose fits its exercise is known for the built-in ones
            build(routine, self.exercise)
        return routine

    def _exercise_of(self, document: Document, file: File) -> Exercise:
        from coach.routine.parse import parse_exercise

        exercise = parse_exercise(document, file.id)
        refuse(self._lost(file, index.other_ways(exercise)))
        return exercise

    def _file(self, kind: Kind, name: str) -> File:
        file = self._shelf.files.get((kind, name))
        if file is None:
            what = f"There is no {kind} called {name[: bounds.WORD]!r}. {nearest(self._shelf, kind, name)}"
            raise UsageError("\n".join((what, *map(str, unseen(self._shelf)))))
        return file

    def _lost(
        self, file: File, named: Iterable[tuple[str, int, int]], severity: Severity = Severity.ERROR
    ) -> Iterator[Problem]:
        """Yield a problem for each exercise that a file names and that is not there."""
        for exercise, line, column in named:
            if (Kind.EXERCISE, exercise) not in self._shelf.files:
                place, mend = Place(file.shown, line, column), nearest(self._shelf, Kind.EXERCISE, exercise)
                message = f"there is no exercise {exercise!r}."
                yield Problem(place, "unknown-exercise", message, mend, severity)

    def _meant(self, own: File) -> bool:
        return MEANT in self._in_force(own).get("silences", ())

    def _cautions_lost(self, own: File, hidden: File) -> tuple[str, ...]:
        row = self._in_force(own)
        if "problems" in row:  # what it says cannot be known, and it is not used
            return ()
        kept = row.get("cautions", ())
        return tuple(kind for kind in self._index[hidden.path].get("cautions", ()) if kind not in kept)
