"""The routines and exercises that there are: the built-in ones and a person's own.

Touches disk. What a list shows comes from an index, so that `list` and completion load
neither pydantic nor a TOML reader while nothing has changed. One broken file never hides
another. Where a file of the person's own breaks, its last good version stays in force until the
file is mended.

Errors: `UsageError` for a name that is not there, with the nearest names; `BadFile` for a
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
from coach.routine.format.further_problems import with_further_problems
from coach.routine.format.reference_graph import reached
from coach.routine.kind import Kind, Node
from coach.routine.library import index
from coach.routine.library.file_kinds import KINDS, Kinds
from coach.routine.library.files import File, Shelf, hiding_problems, nearest, shelf_of, with_others
from coach.routine.library.index import Row, RowReference
from coach.routine.library.last_good import LastGood, StandIn
from coach.routine.library.listing import Entry, entry, in_order, usable
from coach.routine.library.overrides import MASKED_RULE, lost_caution_warning
from coach.routine.library.overrides import Masked as Masked
from coach.routine.model import Category, Exercise, Routine


def default(on_stand_in: Callable[[StandIn], None] = lambda _: None) -> "Library":
    """Return the library of this person: the built-in files and their own.

    `on_stand_in` is called for each broken file that is asked for and replaced by its last good version.
    """
    folders = (data_root() / "routines", own_routines(), cache_dir())
    return Library(*folders, last_good_folder=data_dir() / "good", on_stand_in=on_stand_in)


class Library:
    """The files below the built-in folder and the person's own. Files are looked for once."""

    def __init__(  # noqa: PLR0913 - the folders, and what to do with their files
        self,
        built_in_folder: Path,
        own_folder: Path | None = None,
        cache: Path | None = None,
        extra_files: Iterable[File] = (),
        *,
        last_good_folder: Path | None = None,
        on_stand_in: Callable[[StandIn], None] = lambda _: None,
        kinds: Kinds = KINDS,
    ) -> None:
        """`extra_files` are files from elsewhere, in force over all others, so that they can be checked.

        `last_good_folder` is the folder of the last good versions; without it, broken files have no stand-in.
        `kinds` are the kinds of file that there are.
        """
        self._extra_files = tuple(extra_files)
        self._built_in = built_in_folder
        self._own = own_folder
        self._cache = cache
        self._last_good = LastGood(last_good_folder)
        self._on_stand_in = on_stand_in
        self.kinds = kinds
        self._parsed_files: dict[Node, Any] = {}
        self._used_texts: dict[Node, str] = {}

    def refreshed(self) -> "Library":
        """Return the same library with its files as they are now."""
        sources = (self._built_in, self._own, self._cache, self._extra_files)
        return Library(
            *sources, last_good_folder=self._last_good.folder, on_stand_in=self._on_stand_in, kinds=self.kinds
        )

    def read(self, kind: Kind, name: str) -> Any:  # noqa: ANN401 - whatever the kind's `parse` returns
        """Return what the file of that kind and id says. All files that it needs are there."""
        if (kind, name) not in self._parsed_files:
            self._parsed_files[kind, name] = self._parsed_or_stand_in(self._file(kind, name))
        return self._parsed_files[kind, name]

    def routine(self, name: str) -> Routine:
        """Return the routine of that id. All its exercises are there."""
        routine: Routine = self.read(Kind.ROUTINE, name)
        return routine

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that id. The exercises that it names as easier and harder are there."""
        exercise: Exercise = self.read(Kind.EXERCISE, name)
        return exercise

    def files_of(self, kind: Kind, name: str) -> tuple[File | None, File | None]:
        """Return the person's own file and the built-in one of that id. `UsageError` if there is neither."""
        file = self._file(kind, name)
        if not file.own:
            return None, file
        return file, next((hidden for own, hidden in self._shelf.hidden if own == file), None)

    def check(self, kind: Kind, name: str, text: bytes | None = None) -> None:
        """Raise what is wrong with the file in force, or with `text` in its place."""
        self._checked_text(self._file(kind, name), text)

    def remember(self, kind: Kind, name: str) -> None:
        """Keep the file in force as its last good version, if it is the person's own.

        Raises what is wrong with it.
        """
        file = self._file(kind, name)
        text = self._checked_text(file)
        if file.own:
            self._last_good.keep(kind, name, text.encode())

    def remember_used(self) -> None:
        """Keep each good file of the person's own that was read, as it was read, as its last good version."""
        for (kind, name), text in self._used_texts.items():
            self._last_good.keep(kind, name, text.encode())

    def peek(self, name: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes, if its file says them; nothing else in it is checked.

        `None` as well for a file of the person's own that differs from its last good version.
        """
        try:
            file = self._file(Kind.ROUTINE, name)
            document = read(Path(file.path))
        except CoachError:
            return None
        last_good = self._last_good.text(Kind.ROUTINE, name) if file.own else None
        if last_good is not None and last_good != document.text.encode():
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
            entry(file, row, self._row_of)
            for file in self._shelf.files.values()
            if file.kind == Kind.ROUTINE
            and usable(row := self._row_in_force(file), self._row_of)
            and category in (None, row["category"])
        )

    def names(self, kind: Kind = Kind.ROUTINE) -> tuple[str, ...]:
        """Return the ids of all files of a kind."""
        return tuple(sorted(name for of_kind, name in self._shelf.files if of_kind == kind))

    def users(self, node: Node) -> tuple[str, ...]:
        """Return the ids of the routines that name a file."""
        files = (file for file in self.files if file.kind == Kind.ROUTINE)
        return tuple(sorted(file.id for file in files if node in index.needs(self._row_in_force(file))))

    def changed_by(self, node: Node) -> tuple[str, ...]:
        """Return the ids of the built-in routines that have an exercise, or have it as another way."""
        files = (file for file in self.files if file.kind == Kind.ROUTINE and not file.own)
        return tuple(sorted(file.id for file in files if node in self.reached_from(file.node)))

    def reached_from(self, node: Node) -> tuple[Node, ...]:
        """Return the files that a session of a file may use: those that it needs, and their other ways."""
        return reached([node], self._needs, steps=2)

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong in any file, and each built-in caution that is masked."""
        problems = [*self._shelf.problems]
        for file in self._shelf.files.values():
            row = self._index[file.path]
            problems += index.problems(file, row)
            problems += self._missing_references(file, row.get("refers", ()))
        warnings = (lost_caution_warning(masked) for masked in self.masked() if masked.lost_cautions)
        return (*problems, *warnings)

    def masked(self) -> tuple[Masked, ...]:
        """Return each built-in file that a file of the person's own hides, with the cautions lost by it."""
        return tuple(
            Masked(
                *own.node, own.shown, hidden.shown, self._lost_cautions(own, hidden), self._is_intended(own)
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
        """Read the files that are new or changed, unless that was done. Calls `on_each` after each file."""
        if "_index" not in self.__dict__:
            self.__dict__["_index"] = self._all_rows(on_each)

    @cached_property
    def _shelf(self) -> Shelf:
        folders = {row.folder: kind for kind, row in self.kinds.items()}
        return with_others(shelf_of(self._built_in, self._own, folders), self._extra_files)

    @cached_property
    def _index(self) -> dict[str, Row]:
        return self._all_rows()

    def _all_rows(self, on_each: Callable[[], object] = lambda: None) -> dict[str, Row]:
        hidden = (file for _, file in self._shelf.hidden)
        files = (*self._shelf.files.values(), *hidden)
        return index.rows(
            files, self._cache, kinds=self.kinds, last_good_file=self._last_good_file, on_each=on_each
        )

    def _last_good_file(self, file: File, row: Row) -> File | None:
        """Return the file that stands in for a broken file of the person's own."""
        return self._last_good.last_good_file(file) if file.own and self._broken(row) else None

    def _broken(self, row: Row) -> bool:
        return "problems" in row or any(node not in self._shelf.files for node in index.needs(row))

    def _row_in_force(self, file: File) -> Row:
        row = self._index[file.path]
        last_good = self._last_good_file(file, row)
        return row if last_good is None else self._index.get(last_good.path, row)

    def _row_of(self, node: Node) -> Row | None:
        file = self._shelf.files.get(node)
        return None if file is None else self._row_in_force(file)

    def _needs(self, node: Node) -> Iterator[Node]:
        return index.needs(self._row_of(node) or {})

    def _parsed_or_stand_in(self, file: File) -> Any:  # noqa: ANN401 - as `read`
        """Return what a file says; where it is broken, what its last good version says."""
        try:
            document = read(Path(file.path))
            parsed = self._parsed(document, file)
        except CoachError as error:
            last_good = self._last_good.last_good_file(file)
            if last_good is None:
                raise
            try:
                parsed = self._parsed(read(Path(last_good.path)), last_good)
            except CoachError:
                raise error from None
            self._on_stand_in(StandIn(file.kind, file.id, file.shown, last_good.shown, error))
            return parsed
        if file.own:
            self._used_texts[file.node] = document.text
        return parsed

    def _checked_text(self, file: File, text: bytes | None = None) -> str:
        """Return the file's text, or `text` if given, where it is good. Raises what is wrong with it."""
        row = self.kinds[file.kind]
        try:
            document = read(Path(file.path)) if text is None else parse(text, file.shown)
        except BadFile as error:
            raise with_further_problems(error, lambda mended: row.parse(mended, file.id)) from error
        self._parsed(document, file)
        return document.text

    def _parsed(self, document: Document, file: File) -> Any:  # noqa: ANN401 - as `read`
        row = self.kinds[file.kind]
        parsed = row.parse(document, file.id)
        references = index.row_references(row.references(document), document)
        missing = self._missing_references(file, references)
        refuse(problem for problem in missing if problem.severity is Severity.ERROR)
        if file.own:  # in the built-in files, each dose is known to fit its exercise
            row.resolved(parsed, self.read)
        return parsed

    def _file(self, kind: Kind, name: str) -> File:
        file = self._shelf.files.get((kind, name))
        if file is None:
            message = f"There is no {kind} called {name[:WORD]!r}. {self._nearest(kind, name)}"
            raise UsageError("\n".join((message, *map(str, hiding_problems(self._shelf)))))
        return file

    def _nearest(self, kind: Kind, name: str) -> str:
        return nearest(self._shelf, kind, name, self.kinds[kind].unknown)

    def _missing_references(self, file: File, references: Iterable[RowReference]) -> Iterator[Problem]:
        """Yield a problem for each reference to a file that is not there."""
        for kind_name, name, needed, line, column in references:
            kind = Kind(kind_name)
            if (kind, name) not in self._shelf.files:
                place, message = Place(file.shown, line, column), f"there is no {kind} {name!r}."
                severity = Severity.ERROR if needed else Severity.WARNING
                yield Problem(place, f"unknown-{kind}", message, self._nearest(kind, name), severity)

    def _is_intended(self, own_file: File) -> bool:
        return MASKED_RULE in self._row_in_force(own_file).get("silences", ())

    def _lost_cautions(self, own_file: File, hidden_file: File) -> tuple[str, ...]:
        row = self._row_in_force(own_file)
        if "problems" in row:  # it cannot be read, so nobody uses it
            return ()
        own_cautions = row.get("cautions", ())
        hidden_cautions = self._index[hidden_file.path].get("cautions", ())
        return tuple(kind for kind in hidden_cautions if kind not in own_cautions)
