"""Make a person's own files, copy them from what comes with coach, compare the two, set them aside.

Touches disk. The person loses nothing by this: no file is written over another, and a file that is
set aside stays in its folder, under another name.

Errors: `UsageError` for a name that is taken or is not theirs; `CoachError` from the disk.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from coach.errors import CoachError, UsageError, why
from coach.files import atomic
from coach.files.document import BOM, read_bytes, read_whole, shown
from coach.files.exclusive_edit import folder_lock
from coach.files.paths import data_root, made, own_routines
from coach.language.grammar import an
from coach.routine.kind import Kind
from coach.routine.library.files import File
from coach.routine.library.last_good import own_last_good
from coach.routine.library.library import Library


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the person's own. `copied`: the built-in file of which it was copied just now."""

    kind: Kind
    id: str
    path: Path
    copied: Path | None = None

    def unchanged(self) -> bool:
        """Return whether it is still an exact copy of the built-in file."""
        try:
            return self.copied is not None and read_whole(self.path) == read_whole(self.copied)
        except CoachError:
            return False


def kind_of(library: Library, name: str, *, exercise: bool) -> Kind:
    """Return the kind that a name means: an exercise if `exercise`, or if only an exercise has it."""
    only_exercise = _is_taken(library, Kind.EXERCISE, name) and not _is_taken(library, Kind.ROUTINE, name)
    return Kind.EXERCISE if exercise or only_exercise else Kind.ROUTINE


def create_file(library: Library, kind: Kind, name: str, folder: str, text: bytes) -> Path:
    """Make a file of the person's own; `name` is its id. Raises `UsageError` where that id is taken."""
    path = own_routines() / folder / f"{name}.toml"
    if not _is_taken(library, kind, name):
        with alone_with(path):
            is_free = not _is_taken(library.refreshed(), kind, name)
            if is_free and atomic.create(_findable_path(path), text):
                return path
    option = f" --{kind}" if library.kinds[kind].folder else ""
    mend = f"`coach edit{option} {name}` changes it. Give yours another name."
    raise UsageError(f"There is {an(kind)} {name} already. {mend}")


def _is_taken(library: Library, kind: Kind, name: str) -> bool:
    try:
        library.files_of(kind, name)
    except UsageError:
        return False
    return True


def own_copy(library: Library, kind: Kind, name: str) -> OwnFile:
    """Return the person's own file, copied first from the built-in one where they have none."""
    own_file, built_in_file = library.files_of(kind, name)
    if own_file is not None:
        return OwnFile(kind, name, Path(own_file.path))
    assert built_in_file is not None
    original = Path(built_in_file.path)
    path, data = own_path(built_in_file), read_bytes(original)
    with alone_with(path):
        own_file, _ = library.refreshed().files_of(kind, name)
        if own_file is not None:  # another coach made it just now
            return OwnFile(kind, name, Path(own_file.path))
        write_new_file(path, data)
        own_last_good().keep(kind, name, data)
    return OwnFile(kind, name, path, original)


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file where the library knows of none, and make the folders above it."""
    if not atomic.create(_findable_path(path), data):
        raise blocked_path_error(path)


def _findable_path(path: Path) -> Path:
    """Make the folders of the path, and return it once it is sure that the library will find a file there."""
    for folder in (own_routines(), path.parent) if path.is_relative_to(own_routines()) else ():
        try:
            os.scandir(made(folder)).close()
        except OSError as error:
            raise CoachError(
                f"{shown(folder)} cannot be read ({why(error)}), so nothing that is in it could be found. "
                "Nothing was changed. Give yourself the right to read it."
            ) from error
    return made(path.parent) / path.name


def blocked_path_error(path: Path) -> CoachError:
    """Return the error for a path at which there is a file already that the library does not see."""
    return CoachError(f"{shown(path)} is there already and cannot be used. Move it away and try again.")


def alone_with(path: Path) -> AbstractContextManager[None]:
    """Keep every other coach from changing a person's routines and exercises, or a folder elsewhere."""
    return folder_lock(own_routines() if path.is_relative_to(own_routines()) else path)


def own_path(built_in: File) -> Path:
    """Return where the person's own copy of a built-in file belongs."""
    return own_routines() / Path(built_in.path).relative_to(data_root() / "routines")


def remove_unchanged(own: OwnFile) -> bool:
    """Remove a copy that nobody changed, so that the built-in one is in force again."""
    if not own.unchanged():
        return False
    with alone_with(own.path):
        if not own.unchanged():
            return False
        own.path.unlink()
        own_last_good().forget(own.kind, own.id)
    return True


def restore(path: Path, data: bytes) -> None:
    """Write a file that is gone again, as it was."""
    atomic.create(made(path.parent) / path.name, data)


def difference(library: Library, kind: Kind, name: str) -> Iterator[str]:
    """Yield the lines of a diff from the built-in file to the person's own one."""
    own_file, built_in_file = _own_and_built_in(library, kind, name)
    yield from lines_between(
        read_whole(Path(built_in_file.path)),
        read_whole(Path(own_file.path)),
        built_in_file.shown,
        own_file.shown,
    )


def lines_between(old: bytes, new: bytes, old_name: str, new_name: str) -> Iterator[str]:
    """Yield the lines of a unified diff."""
    old_lines, new_lines = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    yield from unified_diff(old_lines, new_lines, old_name, new_name, lineterm="")


def reset(library: Library, kind: Kind, name: str) -> tuple[Path, ...]:
    """Set the person's own file aside; return where it is now, and its last good version if it differs."""
    own_file, _ = _own_and_built_in(library, kind, name)
    with alone_with(Path(own_file.path)):
        own_file, _ = _own_and_built_in(library.refreshed(), kind, name)
        path, store = Path(own_file.path), own_last_good()
        last_good = store.text(kind, name)
        moved_paths = [atomic.set_aside(path)]
        differs = last_good is not None and last_good != read_whole(moved_paths[0]).removeprefix(BOM)
        if differs and last_good is not None and atomic.create(path, last_good):
            moved_paths.append(atomic.set_aside(path))
        store.forget(kind, name)
    return tuple(moved_paths)


def _own_and_built_in(library: Library, kind: Kind, name: str) -> tuple[File, File]:
    own_file, built_in_file = library.files_of(kind, name)
    if own_file is None:
        raise UsageError(f"You have changed nothing in {name}: it is the built-in one.")
    if built_in_file is None:
        raise UsageError(f"{name} is yours alone; there is no built-in one. Its file is {own_file.shown}")
    return own_file, built_in_file
