"""The files below a folder, with links followed: a person may keep such files elsewhere and link them in.

Touches disk. A folder is looked into once, however many ways lead to it, so that a circle of links is
no trouble. Nothing is passed over in silence: what cannot be looked into, and what leads nowhere, is
a problem.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from coach.errors import Place, Problem, why
from coach.files.document import shown

RESERVED: Final = ("programmes",)
"""Folders kept for kinds of file that are yet to come: nobody looks into one that is not of a kind."""
HIDING: Final = ("unreadable", "too-deep", "too-many")
"""The rules of problems behind which there may be files."""
_DEEPEST: Final = 8
"""Folders within folders that are looked into."""
_MOST: Final = 1_000
"""Folders that are looked into: a link may lead to a whole disk."""


def toml_below(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the TOML files below a folder that somebody named; `problems` gets what cannot be looked into."""
    for found in walk(root, problems):
        if found.entry.name.endswith(".toml"):
            yield Path(found.entry.path)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    depth: int = 0
    top: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder and is no folder. `called` is its path for people.

    `top` is the one of the folders of kinds that it is in; empty in any other.
    """

    entry: os.DirEntry[str]
    called: str
    top: str


def walk(root: Path, problems: list[Problem], of_kinds: Collection[str] = ()) -> Iterator[Found]:
    """Yield what is no folder. Linked folders come last, so that each is known by its own name first.

    `of_kinds` are the names of folders that hold files of one kind, right below the root.
    """
    waiting, linked = [_Folder(str(root))], list[_Folder]()
    looked_into = set[tuple[int, int]]()
    while waiting or linked:
        folder = waiting.pop() if waiting else linked.pop(0)
        if not _is_new(folder.path, looked_into):
            continue
        if len(looked_into) > _MOST:
            mend = "Remove the link that leads to so many."
            problems.append(amiss(shown(root), "too-many", f"there are more than {_MOST:,} folders.", mend))
            return
        inner: list[_Folder] = []
        links: list[_Folder] = []
        lead = shown(Path(folder.path, "_")).removesuffix("_")
        for entry in _entries(folder.path, problems, of_kinds):
            match _kind_of(entry, lead + entry.name):
                case "folder":
                    (links if entry.is_symlink() else inner).append(_inside(folder, entry, of_kinds))
                case "file":
                    yield Found(entry, lead + entry.name, folder.top)
                case problem:
                    problems.append(problem)
        if (inner or links) and folder.depth == _DEEPEST:
            called = shown(Path(folder.path))
            problems.append(amiss(called, "too-deep", "folders are nested too deep here.", "Move them up."))
            continue
        waiting.extend(reversed(inner))
        # The folder of a kind comes before what may lead to the same one as any folder.
        waiting.extend(link for link in links if link.top != folder.top)
        linked.extend(link for link in links if link.top == folder.top)


def _inside(folder: _Folder, entry: os.DirEntry[str], of_kinds: Collection[str]) -> _Folder:
    is_of_kind = not folder.depth and entry.name in of_kinds
    return _Folder(entry.path, folder.depth + 1, entry.name if is_of_kind else folder.top)


def _kind_of(entry: os.DirEntry[str], called: str) -> Literal["folder", "file"] | Problem:
    """Return what an entry is, or leads to. A link to a folder whose name is that of a file counts as one."""
    try:
        is_folder = entry.is_dir()
    except OSError as error:
        return unreadable(entry.path, called, error)
    named = entry.name.endswith(".toml")
    if is_folder and not (named and entry.is_symlink()):
        return "folder"
    if not named and entry.is_symlink() and not Path(entry.path).exists():
        return _nowhere(Path(entry.path), called)
    return "file"


def _is_new(folder: str, looked_into: set[tuple[int, int]]) -> bool:
    """Return whether a folder was not looked into yet, and remember it."""
    try:
        found = Path(folder).stat()
    except OSError:  # which is told when it is looked into
        return True
    identity = (found.st_dev, found.st_ino)
    if identity in looked_into:
        return False
    looked_into.add(identity)
    return True


def _entries(folder: str, problems: list[Problem], of_kinds: Collection[str]) -> list[os.DirEntry[str]]:
    left_out = [name for name in RESERVED if name not in of_kinds]
    try:
        with os.scandir(folder) as found:
            named = [e for e in found if not e.name.startswith(".") and e.name not in left_out]
    except OSError as error:
        problems.append(unreadable(folder, shown(Path(folder)), error))
        return []
    return sorted(named, key=lambda entry: entry.name)


def unreadable(path: str, called: str, error: OSError) -> Problem:
    """Return the problem of what cannot be read."""
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        return _nowhere(Path(path), called)
    mend = "Check that it is there and that you may read it."
    return amiss(called, "unreadable", f"this cannot be read ({why(error)}).", mend)


def _nowhere(path: Path, called: str) -> Problem:
    mend = "Put back what it leads to, or remove the link."
    return amiss(called, "unreadable", f"this is a link to {path.readlink()}, which is not there.", mend)


def amiss(called: str, rule: str, message: str, mend: str) -> Problem:
    """Return a problem of a file, or a folder, as a whole."""
    return Problem(Place(called, 1, 1), rule, message, mend)
