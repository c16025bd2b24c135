"""The files of a library: which there are, and which of two with one id is in force.

Touches disk; looks at the contents of files from elsewhere alone, whether they are copies. A person's
own file wins by id over a built-in one. Links are followed, as those are used to who keep such files
elsewhere and link them in. A folder is looked into once, however many ways lead to it, so that a circle
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
from coach.routine.library.folders import HIDING, amiss, unreadable, walk


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
    """The files in force by kind and id, those that are hidden by them, and what is amiss."""

    files: dict[Node, File]
    hidden: tuple[tuple[File, File], ...]
    problems: tuple[Problem, ...]


def nearest(found: Shelf, kind: Kind, name: str, otherwise: str) -> str:
    """Return, as a sentence, what somebody may mean by an id that no file of the kind has.

    `otherwise` is the sentence for one that nothing comes near.
    """
    others = [other for other, other_name in found.files if other_name == name and other != kind]
    if others:
        return f"It is the name of {an(others[0])}."
    known = [known_name for known_kind, known_name in found.files if known_kind == kind]
    near = get_close_matches(near_id(name)[:WORD], known, 3, 0.5)
    return f"Nearest: {', '.join(near)}." if near else otherwise


def shelf(built_in: Path, own: Path | None, folders: Mapping[str, Kind]) -> Shelf:
    """Look through both folders. A folder of one's own need not be there.

    `folders` tells of which kind the files of a folder are; those of any other are of the kind under "".
    """
    files: dict[Node, File] = {}
    hidden: list[tuple[File, File]] = []
    problems: list[Problem] = []
    roots = [(built_in, False)] + ([(own, True)] if own is not None and there(own) else [])
    for root, is_own in roots:
        for file in _below(root, is_own, folders, problems):
            before = files.get(file.node)
            if before is not None and _is_one(before, file):
                continue
            if before is not None and before.own == is_own:
                mend = f"Rename one of the two; the other is {before.shown}."
                problems.append(
                    amiss(file.shown, "same-id", f"there is another {file.kind} {file.id}.", mend)
                )
                continue
            if before is not None:
                hidden.append((file, before))
            files[file.node] = file
    problems += _same_by_other_names(file for file in files.values() if file.own)
    return Shelf(files, tuple(hidden), tuple(problems))


def unseen(found: Shelf) -> tuple[Problem, ...]:
    """Return the problems behind which there may be files that nobody sees."""
    return tuple(problem for problem in found.problems if problem.rule in HIDING)


def with_others(found: Shelf, others: Iterable[File]) -> Shelf:
    """Put files from elsewhere in force over those of their ids. A copy of a built-in one hides nothing."""
    pairs = [*((file, file) for file in found.files.values() if not file.own), *found.hidden]
    built_in = {file.node: file for _, file in pairs}
    placed = {file.node: file for file in others}
    hidden = [pair for pair in found.hidden if pair[0].node not in placed]
    hidden += [
        (file, built_in[key])
        for key, file in placed.items()
        if key in built_in and not _same(file.path, built_in[key].path)
    ]
    return replace(found, files=found.files | placed, hidden=tuple(hidden))


def _same(path: str, other: str) -> bool:
    try:
        return cmp(path, other, shallow=False)
    except OSError:
        return False


def file_at(path: Path, kind: Kind) -> tuple[File | None, Problem | None]:
    """Return the file at a path that somebody named, and what is amiss with it.

    A file whose name cannot be an id has the nearest name that can.
    """
    found = _file(path, shown(path), kind, own=True)
    if isinstance(found, File):
        return found, None
    if found.rule != "file-name":
        return None, found
    again = _ordinary(path, shown(path), File(kind, near_id(path.name) or "unnamed", "", "", True, (0, 0, 0)))
    return (again, found) if isinstance(again, File) else (None, again)


def _below(root: Path, own: bool, folders: Mapping[str, Kind], problems: list[Problem]) -> Iterator[File]:
    """Yield the files below a root, in order of their names, folder after folder."""
    for found in walk(root, problems, folders.keys()):
        if found.entry.name.endswith(".toml"):
            file = _file(found.entry, found.called, folders[found.top], own)
            if isinstance(file, Problem):
                problems.append(file)
            else:
                yield file


def _is_one(file: File, other: File) -> bool:
    """Return whether two are the same file, come by in two ways."""
    try:
        return Path(file.path).samefile(other.path)
    except OSError:
        return False


def _is_link(file: File) -> bool:
    return Path(file.path).is_symlink()


def _same_by_other_names(files: Iterable[File]) -> Iterator[Problem]:
    """Yield a warning for each file that is there under two ids, by a link."""
    found = list(files)
    if not any(map(_is_link, found)):
        return
    known: dict[str, File] = {}
    for file in sorted(found, key=_is_link):
        first = known.setdefault(os.path.realpath(file.path), file)
        if first is not file:
            message = f"this is the very file {first.shown}, by a link."
            mend = "Keep one of the two, or make this one a copy."
            yield Problem(Place(file.shown, 1, 1), "same-file", message, mend, Severity.WARNING)


def _file(entry: os.DirEntry[str] | Path, called: str, kind: Kind, own: bool) -> File | Problem:
    name = entry.name.removesuffix(".toml")
    if not ID.fullmatch(name):
        mend = "Use small letters, figures and hyphens, such as neck-and-back.toml."
        return amiss(shown(Path(entry)), "file-name", "this file's name cannot be an id.", mend)
    return _ordinary(entry, called, File(kind, name, "", "", own, (0, 0, 0)))


def _ordinary(entry: os.DirEntry[str] | Path, called: str, file: File) -> File | Problem:
    """Give the file its path and identity, if it is one that can be read."""
    try:
        found = entry.stat()
    except OSError as error:
        return unreadable(os.fspath(entry), called, error)
    if not stat.S_ISREG(found.st_mode):
        return amiss(called, "unreadable", "this is not an ordinary file.", "Put a TOML file in its place.")
    identity = (found.st_mtime_ns, found.st_size, found.st_ino)
    return replace(file, path=os.fspath(entry), shown=called, identity=identity)
