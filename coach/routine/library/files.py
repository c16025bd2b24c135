"""The files of a library: which there are, and which of two files with one id is in force.

Touches disk. Compares the contents of files from elsewhere, to see whether they are copies, and reads no
others. A person's own file hides a built-in one with its id. Links are followed, since people keep such
files elsewhere and link them in. A folder is read once, however many links lead to it, so that a circle
of links is no trouble; a file that two links lead to counts once.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from filecmp import cmp
from pathlib import Path

from coach.errors import Place, Problem, Severity
from coach.files.document import shown, there
from coach.files.ids import ID, WORD, near_id
from coach.language.grammar import an
from coach.routine.kind import Kind, Node
from coach.routine.library.folders import HIDING_RULES, file_problem, unreadable, walk


@dataclass(frozen=True, slots=True)
class File:
    """One TOML file. `shown` is its path for people; `identity` changes whenever the file does."""

    kind: Kind
    id: str
    path: str
    shown: str
    own: bool
    identity: tuple[int, int, int]

    @property
    def node(self) -> Node:
        """Its kind and its id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files in force by kind and id, pairs of a file in force and the file it hides, and all problems."""

    files: dict[Node, File]
    hidden: tuple[tuple[File, File], ...]
    problems: tuple[Problem, ...]


def nearest(shelf: Shelf, kind: Kind, name: str, otherwise: str) -> str:
    """Return a sentence about what somebody may mean by an id that no file of the kind has.

    `otherwise` is the sentence for an id that no other is like.
    """
    other_kinds = [
        other_kind for other_kind, other_name in shelf.files if other_name == name and other_kind != kind
    ]
    if other_kinds:
        return f"It is the name of {an(other_kinds[0])}."
    ids = [known_name for known_kind, known_name in shelf.files if known_kind == kind]
    matches = get_close_matches(near_id(name)[:WORD], ids, 3, 0.5)
    return f"Nearest: {', '.join(matches)}." if matches else otherwise


def shelf_of(built_in_folder: Path, own_folder: Path | None, folders: Mapping[str, Kind]) -> Shelf:
    """Return the files of both folders. The person's own folder need not be there.

    `folders` gives the kind of the files in a folder; the files of any other folder have the kind under "".
    """
    files: dict[Node, File] = {}
    hidden: list[tuple[File, File]] = []
    problems: list[Problem] = []
    roots = [(built_in_folder, False)] + (
        [(own_folder, True)] if own_folder is not None and there(own_folder) else []
    )
    for root, is_own in roots:
        for file in _files_below(root, is_own, folders, problems):
            first = files.get(file.node)
            if first is not None and _is_same_file(first, file):
                continue
            if first is not None and first.own == is_own:
                mend = f"Rename one of the two; the other is {first.shown}."
                problems.append(
                    file_problem(file.shown, "same-id", f"there is another {file.kind} {file.id}.", mend)
                )
                continue
            if first is not None:
                hidden.append((file, first))
            files[file.node] = file
    problems += _linked_twice(file for file in files.values() if file.own)
    return Shelf(files, tuple(hidden), tuple(problems))


def hiding_problems(shelf: Shelf) -> tuple[Problem, ...]:
    """Return the problems that may hide files from the library."""
    return tuple(problem for problem in shelf.problems if problem.rule in HIDING_RULES)


def with_others(shelf: Shelf, others: Iterable[File]) -> Shelf:
    """Put files from elsewhere in force over those with their ids. A copy of a built-in file hides none."""
    pairs = [*((file, file) for file in shelf.files.values() if not file.own), *shelf.hidden]
    built_in = {file.node: file for _, file in pairs}
    others_by_node = {file.node: file for file in others}
    hidden = [pair for pair in shelf.hidden if pair[0].node not in others_by_node]
    hidden += [
        (file, built_in[node])
        for node, file in others_by_node.items()
        if node in built_in and not _is_same_content(file.path, built_in[node].path)
    ]
    return replace(shelf, files=shelf.files | others_by_node, hidden=tuple(hidden))


def _is_same_content(path: str, other_path: str) -> bool:
    try:
        return cmp(path, other_path, shallow=False)
    except OSError:
        return False


def file_at(path: Path, kind: Kind) -> tuple[File | None, Problem | None]:
    """Return the file at a path that somebody named, and its problem.

    A file whose name cannot be an id gets the nearest id.
    """
    file_or_problem = _file_or_problem(path, shown(path), kind, is_own=True)
    if isinstance(file_or_problem, File):
        return file_or_problem, None
    if file_or_problem.rule != "file-name":
        return None, file_or_problem
    renamed = _with_identity(
        path, shown(path), File(kind, near_id(path.name) or "unnamed", "", "", True, (0, 0, 0))
    )
    return (renamed, file_or_problem) if isinstance(renamed, File) else (None, renamed)


def _files_below(
    root: Path, is_own: bool, folders: Mapping[str, Kind], problems: list[Problem]
) -> Iterator[File]:
    """Yield the files below a root, in order of their names, folder after folder."""
    for item in walk(root, problems, folders.keys()):
        if item.entry.name.endswith(".toml"):
            file = _file_or_problem(item.entry, item.shown_path, folders[item.top], is_own)
            if isinstance(file, Problem):
                problems.append(file)
            else:
                yield file


def _is_same_file(file: File, other_file: File) -> bool:
    """Return whether two paths lead to the same file."""
    try:
        return Path(file.path).samefile(other_file.path)
    except OSError:
        return False


def _is_link(file: File) -> bool:
    return Path(file.path).is_symlink()


def _linked_twice(files: Iterable[File]) -> Iterator[Problem]:
    """Yield a warning for each file that is there under two ids, by a link."""
    all_files = list(files)
    if not any(map(_is_link, all_files)):
        return
    first_by_path: dict[str, File] = {}
    for file in sorted(all_files, key=_is_link):
        first = first_by_path.setdefault(os.path.realpath(file.path), file)
        if first is not file:
            message = f"this is the very file {first.shown}, by a link."
            mend = "Keep one of the two, or make this one a copy."
            yield Problem(Place(file.shown, 1, 1), "same-file", message, mend, Severity.WARNING)


def _file_or_problem(
    entry: os.DirEntry[str] | Path, shown_path: str, kind: Kind, is_own: bool
) -> File | Problem:
    name = entry.name.removesuffix(".toml")
    if not ID.fullmatch(name):
        mend = "Use small letters, figures and hyphens, such as neck-and-back.toml."
        return file_problem(shown(Path(entry)), "file-name", "this file's name cannot be an id.", mend)
    return _with_identity(entry, shown_path, File(kind, name, "", "", is_own, (0, 0, 0)))


def _with_identity(entry: os.DirEntry[str] | Path, shown_path: str, file: File) -> File | Problem:
    """Give the file its path and identity, if it is one that can be read."""
    try:
        status = entry.stat()
    except OSError as error:
        return unreadable(os.fspath(entry), shown_path, error)
    if not stat.S_ISREG(status.st_mode):
        return file_problem(
            shown_path, "unreadable", "this is not an ordinary file.", "Put a TOML file in its place."
        )
    identity = (status.st_mtime_ns, status.st_size, status.st_ino)
    return replace(file, path=os.fspath(entry), shown=shown_path, identity=identity)
