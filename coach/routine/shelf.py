"""The files of a library: which there are, and which of two with one id is in force.

Touches disk, reads no file's contents. A person's own file wins by id over a built-in
one. Links to folders are not followed, so that a circle of them is no trouble.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from coach.errors import Place, Problem
from coach.source import shown

SKIPPED: Final = ("programmes",)


class Kind(StrEnum):
    """What a file describes."""

    EXERCISE = "exercise"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class File:
    """One TOML file. `identity` changes whenever the file does."""

    kind: Kind
    id: str
    path: str
    own: bool
    identity: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files in force by kind and id, those that they hide, and what could not be read."""

    files: dict[tuple[Kind, str], File]
    hidden: tuple[tuple[File, File], ...]
    problems: tuple[Problem, ...]


def shelf(built_in: Path, own: Path | None) -> Shelf:
    """Look through both folders."""
    files: dict[tuple[Kind, str], File] = {}
    hidden: list[tuple[File, File]] = []
    problems: list[Problem] = []
    roots = [(built_in, False)] + ([(own, True)] if own is not None and own.exists() else [])
    for root, is_own in roots:
        for file in _below(root, is_own, problems):
            before = files.get((file.kind, file.id))
            if before is not None and before.own == is_own:
                mend = f"Rename one of the two; the other is {shown(Path(before.path))}."
                place = Place(shown(Path(file.path)), 1, 1)
                problems.append(Problem(place, "same-id", f"there is another {file.kind} {file.id}.", mend))
                continue
            if before is not None:
                hidden.append((file, before))
            files[file.kind, file.id] = file
    return Shelf(files, tuple(hidden), tuple(problems))


def _below(root: Path, own: bool, problems: list[Problem]) -> Iterator[File]:
    exercises = str(root / "exercises")
    for folder, entry in _entries(str(root), problems):
        try:
            stat = entry.stat()
        except OSError as error:
            problems.append(_unreadable(entry.path, error))
            continue
        kind = Kind.EXERCISE if folder == exercises or folder.startswith(exercises + os.sep) else Kind.ROUTINE
        identity = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        yield File(kind, entry.name.removesuffix(".toml"), entry.path, own, identity)


def _entries(folder: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the TOML files below a folder, each with the folder it is in, in order of their names."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(folder, error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in SKIPPED:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, problems)
        elif entry.name.endswith(".toml"):
            yield folder, entry


def _unreadable(path: str, error: OSError) -> Problem:
    mend = "Check that it is there and that you may read it."
    place = Place(shown(Path(path)), 1, 1)
    return Problem(place, "unreadable", f"this cannot be read: {error.strerror or error}.", mend)
