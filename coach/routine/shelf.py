"""The files of a library: which there are, and which of two with one id is in force.

Touches disk; looks at the contents of files from elsewhere alone, whether they are copies. A person's
own file wins by id over a built-in one. Links to folders are not followed, so that a circle of them
is no trouble.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from filecmp import cmp
from pathlib import Path
from typing import Final

from coach.errors import Place, Problem
from coach.source import shown

SKIPPED: Final = ("programmes",)
EXERCISES: Final = "exercises"
"""The folder of exercises; any other holds routines."""
ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEEPEST: Final = 8
"""Folders within folders that are looked into."""


class Kind(StrEnum):
    """What a file describes."""

    EXERCISE = "exercise"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class File:
    """One TOML file. `shown` is its path for people; `identity` changes whenever the file does."""

    kind: Kind
    id: str
    path: str
    shown: str
    own: bool
    identity: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files in force by kind and id, those that are hidden by them, and what is amiss."""

    files: dict[tuple[Kind, str], File]
    hidden: tuple[tuple[File, File], ...]
    problems: tuple[Problem, ...]


def near_id(name: str) -> str:
    """Return the id that somebody may mean by a name or a path; empty where nothing of it can be one."""
    last = name.rpartition("/")[2].removesuffix(".toml").lower()
    return re.sub(r"[^a-z0-9]+", "-", last).strip("-")


def shelf(built_in: Path, own: Path | None) -> Shelf:
    """Look through both folders. A folder of one's own need not be there."""
    files: dict[tuple[Kind, str], File] = {}
    hidden: list[tuple[File, File]] = []
    problems: list[Problem] = []
    roots = [(built_in, False)] + ([(own, True)] if own is not None and os.path.lexists(own) else [])
    for root, is_own in roots:
        for file in _below(root, is_own, problems):
            before = files.get((file.kind, file.id))
            if before is not None and before.own == is_own:
                mend = f"Rename one of the two; the other is {before.shown}."
                problems.append(
                    _amiss(file.shown, "same-id", f"there is another {file.kind} {file.id}.", mend)
                )
                continue
            if before is not None:
                hidden.append((file, before))
            files[file.kind, file.id] = file
    return Shelf(files, tuple(hidden), tuple(problems))


def with_others(found: Shelf, others: Iterable[File]) -> Shelf:
    """Put files from elsewhere in force over those of their ids. A copy of a built-in one hides nothing."""
    pairs = [*((file, file) for file in found.files.values() if not file.own), *found.hidden]
    built_in = {(file.kind, file.id): file for _, file in pairs}
    placed = {(file.kind, file.id): file for file in others}
    hidden = [pair for pair in found.hidden if (pair[0].kind, pair[0].id) not in placed]
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


def _below(root: Path, own: bool, problems: list[Problem]) -> Iterator[File]:
    """Yield the files below a root, in order of their names, folder after folder."""
    waiting = [(str(root), 0, False)]
    while waiting:
        folder, depth, exercises = waiting.pop()
        kind = Kind.EXERCISE if exercises else Kind.ROUTINE
        lead = shown(Path(folder, "_")).removesuffix("_")
        inner: list[tuple[str, int, bool]] = []
        for entry in _entries(folder, problems):
            called = lead + entry.name
            if entry.is_dir(follow_symlinks=False):
                inner.append((entry.path, depth + 1, exercises or (not depth and entry.name == EXERCISES)))
            elif entry.name.endswith(".toml"):
                file = _file(entry, called, kind, own)
                if isinstance(file, Problem):
                    problems.append(file)
                else:
                    yield file
        if inner and depth == _DEEPEST:
            problems.append(
                _amiss(shown(Path(folder)), "too-deep", "folders are nested too deep here.", "Move them up.")
            )
        else:
            waiting.extend(reversed(inner))


def _entries(folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            named = [entry for entry in found if not entry.name.startswith(".") and entry.name not in SKIPPED]
    except OSError as error:
        problems.append(_unreadable(shown(Path(folder)), error))
        return []
    return sorted(named, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str] | Path, called: str, kind: Kind, own: bool) -> File | Problem:
    name = entry.name.removesuffix(".toml")
    if not ID.fullmatch(name):
        mend = "Use small letters, figures and hyphens, such as neck-and-back.toml."
        return _amiss(shown(Path(entry)), "file-name", "this file's name cannot be an id.", mend)
    return _ordinary(entry, called, File(kind, name, "", "", own, (0, 0, 0)))


def _ordinary(entry: os.DirEntry[str] | Path, called: str, file: File) -> File | Problem:
    """Give the file its path and identity, if it is one that can be read."""
    try:
        found = entry.stat()
    except OSError as error:
        return _unreadable(called, error)
    if not stat.S_ISREG(found.st_mode):
        return _amiss(called, "unreadable", "this is not an ordinary file.", "Put a TOML file in its place.")
    identity = (found.st_mtime_ns, found.st_size, found.st_ino)
    return replace(file, path=os.fspath(entry), shown=called, identity=identity)


def _unreadable(called: str, error: OSError) -> Problem:
    why = (error.strerror or str(error)).lower()
    mend = "Check that it is there and that you may read it."
    return _amiss(called, "unreadable", f"this cannot be read ({why}).", mend)


def _amiss(called: str, rule: str, message: str, mend: str) -> Problem:
    return Problem(Place(called, 1, 1), rule, message, mend)
