"""The files below a folder, with links followed: a person may keep such files elsewhere and link them in.

Touches disk. A folder is read once, however many links lead to it, so that a circle of links is
no trouble. Nothing is passed over in silence: a folder that cannot be read, and a link that leads
nowhere, is a problem.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from coach.errors import Place, Problem, why
from coach.files.document import shown

RESERVED: Final = ("programmes",)
"""Names of folders that are kept for future kinds of file: such a folder is not read before it has a kind."""
HIDING_RULES: Final = ("unreadable", "too-deep", "too-many")
"""The rules of those problems that may hide files."""
_MAX_DEPTH: Final = 8
"""How many folders deep the walk goes."""
_MAX_FOLDERS: Final = 1_000
"""How many folders are read at most: a link may lead to a whole disk."""


def toml_below(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the TOML files below a folder that somebody named; `problems` gets each unreadable folder."""
    for item in walk(root, problems):
        if item.entry.name.endswith(".toml"):
            yield Path(item.entry.path)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    depth: int = 0
    top: str = ""


@dataclass(frozen=True, slots=True)
class FolderItem:
    """Something in a folder that is not a folder itself. `shown_path` is its path for people.

    `top` is the name of the folder of one kind that it is in; empty in any other folder.
    """

    entry: os.DirEntry[str]
    shown_path: str
    top: str


def walk(root: Path, problems: list[Problem], of_kinds: Collection[str] = ()) -> Iterator[FolderItem]:
    """Yield all that is not a folder. Linked folders come last, so that each is known by its own name first.

    `of_kinds` are the names of folders that hold files of one kind, right below the root.
    """
    folders, linked_folders = [_Folder(str(root))], list[_Folder]()
    visited = set[tuple[int, int]]()
    while folders or linked_folders:
        folder = folders.pop() if folders else linked_folders.pop(0)
        if not _is_new(folder.path, visited):
            continue
        if len(visited) > _MAX_FOLDERS:
            mend = "Remove the link that leads to so many."
            problems.append(
                file_problem(shown(root), "too-many", f"there are more than {_MAX_FOLDERS:,} folders.", mend)
            )
            return
        inner: list[_Folder] = []
        links: list[_Folder] = []
        prefix = shown(Path(folder.path, "_")).removesuffix("_")
        for entry in _sorted_entries(folder.path, problems, of_kinds):
            match _entry_type(entry, prefix + entry.name):
                case "folder":
                    (links if entry.is_symlink() else inner).append(_subfolder(folder, entry, of_kinds))
                case "file":
                    yield FolderItem(entry, prefix + entry.name, folder.top)
                case problem:
                    problems.append(problem)
        if (inner or links) and folder.depth == _MAX_DEPTH:
            shown_path = shown(Path(folder.path))
            problems.append(
                file_problem(shown_path, "too-deep", "folders are nested too deep here.", "Move them up.")
            )
            continue
        folders.extend(reversed(inner))
        # The folder of a kind comes before what may lead to the same one as any folder.
        folders.extend(link for link in links if link.top != folder.top)
        linked_folders.extend(link for link in links if link.top == folder.top)


def _subfolder(folder: _Folder, entry: os.DirEntry[str], of_kinds: Collection[str]) -> _Folder:
    is_of_kind = not folder.depth and entry.name in of_kinds
    return _Folder(entry.path, folder.depth + 1, entry.name if is_of_kind else folder.top)


def _entry_type(entry: os.DirEntry[str], shown_path: str) -> Literal["folder", "file"] | Problem:
    """Return what an entry is, or what it links to. A link named like a TOML file counts as a file."""
    try:
        is_folder = entry.is_dir()
    except OSError as error:
        return unreadable(entry.path, shown_path, error)
    is_toml = entry.name.endswith(".toml")
    if is_folder and not (is_toml and entry.is_symlink()):
        return "folder"
    if not is_toml and entry.is_symlink() and not Path(entry.path).exists():
        return _broken_link(Path(entry.path), shown_path)
    return "file"


def _is_new(folder: str, visited: set[tuple[int, int]]) -> bool:
    """Return whether a folder was not read yet, and remember it."""
    try:
        status = Path(folder).stat()
    except OSError:  # the reading of the folder tells of it
        return True
    identity = (status.st_dev, status.st_ino)
    if identity in visited:
        return False
    visited.add(identity)
    return True


def _sorted_entries(
    folder: str, problems: list[Problem], of_kinds: Collection[str]
) -> list[os.DirEntry[str]]:
    excluded_names = [name for name in RESERVED if name not in of_kinds]
    try:
        with os.scandir(folder) as all_entries:
            entries = [
                entry
                for entry in all_entries
                if not entry.name.startswith(".") and entry.name not in excluded_names
            ]
    except OSError as error:
        problems.append(unreadable(folder, shown(Path(folder)), error))
        return []
    return sorted(entries, key=lambda entry: entry.name)


def unreadable(path: str, shown_path: str, error: OSError) -> Problem:
    """Return the problem of a path that cannot be read."""
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        return _broken_link(Path(path), shown_path)
    mend = "Check that it is there and that you may read it."
    return file_problem(shown_path, "unreadable", f"this cannot be read ({why(error)}).", mend)


def _broken_link(path: Path, shown_path: str) -> Problem:
    mend = "Put back what it leads to, or remove the link."
    return file_problem(
        shown_path, "unreadable", f"this is a link to {path.readlink()}, which is not there.", mend
    )


def file_problem(shown_path: str, rule: str, message: str, mend: str) -> Problem:
    """Return a problem of a whole file or folder."""
    return Problem(Place(shown_path, 1, 1), rule, message, mend)
