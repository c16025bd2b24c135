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
from typing import Any

from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError, refuse
from coach.files.document import Document, parse, read
from coach.files.ids import WORD
from coach.files.paths import cache_dir, data_dir, data_root, own_routines
from coach.routine.format import bounds
from coach.routine.format.further_problems import with_further
from coach.routine.format.reference_graph import reached
from coach.routine.kind import Kind, Node
from coach.routine.library import index
from coach.routine.library.file_kinds import KINDS, Kinds
from coach.routine.library.files import File, Shelf, nearest, shelf, unseen, with_others
from coach.routine.library.index import Named, Row
from coach.routine.library.last_good import LastGood, StandIn
from coach.routine.library.listing import Entry, entry, in_order, usable
from coach.routine.library.overrides import MEANT, warning
from coach.routine.library.overrides import Masked as Masked
from coach.routine.model import Category, Exercise, Routine


def default(told: Callable[[StandIn], None] = lambda _: None) -> "Library":
    """Return the library of this person: what comes with coach, and their own.

    `told` hears of each file that is asked for and broken, and has its last good version in its place.
    """
    good = data_dir() / "good"
    return Library(data_root() / "routines", own_routines(), cache_dir(), good=good, told=told)


class Library:
    """The files below a built-in folder and a person's own. Files are looked for once."""

    def __init__(  # noqa: PLR0913 - where files come from, and what becomes of them
        self,
        built_in: Path,
        own: Path | None = None,
        cache: Path | None = None,
        beside: Iterable[File] = (),
        *,
        good: Path | None = None,
        told: Callable[[StandIn], None] = lambda _: None,
        kinds: Kinds = KINDS,
    ) -> None:
        """`beside` are files from elsewhere, in force over all others, as for a check of them.

        `good` is the folder of the last good versions; without it, broken files are seen as they are.
        `kinds` are the kinds of file that there are.
        """
        self._beside = tuple(beside)
        self._built_in = built_in
        self._own = own
        self._cache = cache
        self._good = LastGood(good)
        self._told = told
        self.kinds = kinds
        self._read: dict[Node, Any] = {}
        self._used: dict[Node, str] = {}

    def anew(self) -> "Library":
        """Return the same library as its files are now."""
        here = (self._built_in, self._own, self._cache, self._beside)
        return Library(*here, good=self._good.folder, told=self._told, kinds=self.kinds)

    def read(self, kind: Kind, name: str) -> Any:  # noqa: ANN401 - what the row of the kind parses it to
        """Return what the file of that kind and id says, what it needs known to be there."""
        if (kind, name) not in self._read:
            self._read[kind, name] = self._good_one(self._file(kind, name))
        return self._read[kind, name]

    def routine(self, name: str) -> Routine:
        """Return the routine of that id, its exercises known to be there."""
        routine: Routine = self.read(Kind.ROUTINE, name)
        return routine

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that id, its other ways known to be there."""
        exercise: Exercise = self.read(Kind.EXERCISE, name)
        return exercise

    def files_of(self, kind: Kind, name: str) -> tuple[File | None, File | None]:
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
        return (title, minutes) if len(title) <= WORD and least <= minutes <= most else None

    def entries(self, category: Category | None = None) -> tuple[Entry, ...]:
        """Return every routine that can be used, in the order of the categories and their lengths."""
        return in_order(
            entry(file, row, self._row)
            for file in self._shelf.files.values()
            if file.kind == Kind.ROUTINE
            and usable(row := self._in_force(file), self._row)
            and category in (None, row["category"])
        )

    def names(self, kind: Kind = Kind.ROUTINE) -> tuple[str, ...]:
        """Return the ids of all files of a kind."""
        return tuple(sorted(name for of_kind, name in self._shelf.files if of_kind == kind))

    def users(self, node: Node) -> tuple[str, ...]:
        """Return the ids of the routines that name a file."""
        files = (file for file in self.files if file.kind == Kind.ROUTINE)
        return tuple(sorted(file.id for file in files if node in index.needs(self._in_force(file))))

    def changed_by(self, node: Node) -> tuple[str, ...]:
        """Return the ids of the built-in routines that have an exercise, or that it is another way in."""
        files = (file for file in self.files if file.kind == Kind.ROUTINE and not file.own)
        return tuple(sorted(file.id for file in files if node in self.reached_from(file.node)))

    def reached_from(self, node: Node) -> tuple[Node, ...]:
        """Return all that may be said of a file: what it needs, and the other ways of that."""
        return reached([node], self._needs, steps=2)

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong in any file, and each built-in caution that is masked."""
        found = [*self._shelf.problems]
        for file in self._shelf.files.values():
            row = self._index[file.path]
            found += index.problems(file, row)
            found += self._lost(file, row.get("refers", ()))
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

    def refers_to(self, file: File) -> tuple[Node, ...]:
        """Return the files that a file names."""
        return tuple(index.refers_to(self._index[file.path]))

    def look(self, on_each: Callable[[], object]) -> None:
        """Read what is new or changed, if that was not done; `on_each` is called as each file is done."""
        if "_index" not in self.__dict__:
            self.__dict__["_index"] = self._rows_of_all(on_each)

    @cached_property
    def _shelf(self) -> Shelf:
        folders = {row.folder: kind for kind, row in self.kinds.items()}
        return with_others(shelf(self._built_in, self._own, folders), self._beside)

    @cached_property
    def _index(self) -> dict[str, Row]:
        return self._rows_of_all()

    def _rows_of_all(self, on_each: Callable[[], object] = lambda: None) -> dict[str, Row]:
        hidden = (file for _, file in self._shelf.hidden)
        files = (*self._shelf.files.values(), *hidden)
        return index.rows(
            files, self._cache, kinds=self.kinds, last_good_file=self._last_good_file, on_each=on_each
        )

    def _last_good_file(self, file: File, row: Row) -> File | None:
        """Return what stands in for a file of one's own that is broken."""
        return self._good.last_good_file(file) if file.own and self._broken(row) else None

    def _broken(self, row: Row) -> bool:
        return "problems" in row or any(node not in self._shelf.files for node in index.needs(row))

    def _in_force(self, file: File) -> Row:
        row = self._index[file.path]
        last_good = self._last_good_file(file, row)
        return row if last_good is None else self._index.get(last_good.path, row)

    def _row(self, node: Node) -> Row | None:
        file = self._shelf.files.get(node)
        return None if file is None else self._in_force(file)

    def _needs(self, node: Node) -> Iterator[Node]:
        return index.needs(self._row(node) or {})

    def _good_one(self, file: File) -> Any:  # noqa: ANN401 - as `read`
        """Return what a file says; where that is broken, what its last good version says."""
        try:
            document = read(Path(file.path))
            found = self._parsed(document, file)
        except CoachError as error:
            last_good = self._good.last_good_file(file)
            if last_good is None:
                raise
            try:
                found = self._parsed(read(Path(last_good.path)), last_good)
            except CoachError:
                raise error from None
            self._told(StandIn(file.kind, file.id, file.shown, last_good.shown, error))
            return found
        if file.own:
            self._used[file.node] = document.text
        return found

    def _checked(self, file: File, text: bytes | None = None) -> str:
        """Return the text of a good file, or `text` where that is given. Raises what is wrong with it."""
        row = self.kinds[file.kind]
        try:
            document = read(Path(file.path)) if text is None else parse(text, file.shown)
        except BadFile as bad:
            raise with_further(bad, lambda mended: row.parse(mended, file.id)) from bad
        self._parsed(document, file)
        return document.text

    def _parsed(self, document: Document, file: File) -> Any:  # noqa: ANN401 - as `read`
        row = self.kinds[file.kind]
        found = row.parse(document, file.id)
        named = index.named(row.references(document), document)
        refuse(problem for problem in self._lost(file, named) if problem.severity is Severity.ERROR)
        if file.own:  # whether each dose fits its exercise is known for the built-in ones
            row.whole(found, self.read)
        return found

    def _file(self, kind: Kind, name: str) -> File:
        file = self._shelf.files.get((kind, name))
        if file is None:
            what = f"There is no {kind} called {name[:WORD]!r}. {self._nearest(kind, name)}"
            raise UsageError("\n".join((what, *map(str, unseen(self._shelf)))))
        return file

    def _nearest(self, kind: Kind, name: str) -> str:
        return nearest(self._shelf, kind, name, self.kinds[kind].unknown)

    def _lost(self, file: File, named: Iterable[Named]) -> Iterator[Problem]:
        """Yield a problem for each file that a file names and that is not there."""
        for word, name, needed, line, column in named:
            kind = Kind(word)
            if (kind, name) not in self._shelf.files:
                place, message = Place(file.shown, line, column), f"there is no {kind} {name!r}."
                severity = Severity.ERROR if needed else Severity.WARNING
                yield Problem(place, f"unknown-{kind}", message, self._nearest(kind, name), severity)

    def _meant(self, own: File) -> bool:
        return MEANT in self._in_force(own).get("silences", ())

    def _cautions_lost(self, own: File, hidden: File) -> tuple[str, ...]:
        row = self._in_force(own)
        if "problems" in row:  # what it says cannot be known, and it is not used
            return ()
        kept = row.get("cautions", ())
        return tuple(kind for kind in self._index[hidden.path].get("cautions", ()) if kind not in kept)
