"""Writing a file so that its old contents are lost only once the new ones are safe.

Touches disk. The new contents go to a file beside the old one, are forced to disk,
and take its name in one step. If anything fails before that, the old file stays as it
was and nothing is left beside it. A file keeps its owner and its mode; a new one belongs to
the owner of its folder.

Errors: `CoachError` with the mend, for every reason the system can give. It says that
nothing was changed only where that is so.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from coach.errors import CoachError, why

_MENDS: Final = {
    errno.ENOSPC: "Free some space on this disk and try again.",
    errno.EDQUOT: "Free some of the space you may use and try again.",
    errno.EACCES: "Give yourself the right to write there, or set COACH_HOME to another folder.",
    errno.EPERM: "Give yourself the right to write there, or set COACH_HOME to another folder.",
    errno.EROFS: "This disk is read-only; set COACH_HOME to a folder on another one.",
    errno.EISDIR: "A folder stands where the file should be; move it away.",
    errno.ENOTDIR: "A file stands where a folder should be; move it away.",
    errno.EEXIST: "A file stands where a folder should be; move it away.",
    errno.ENOENT: "The folder that it belongs in is not there; make it first.",
    errno.ELOOP: "The link there leads in a circle; remove it.",
}
_NO_SYNC: Final = frozenset(
    (
        *(errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.ENOTTY),
        *(errno.EACCES, errno.EPERM, errno.EROFS),
    )
)
"""The errors of a system that cannot force this to disk, or does not let this person do so."""


def write(path: Path, data: bytes, *, private: bool = False) -> None:
    """Give the file at `path` the contents `data`, wholly or not at all.

    An existing file keeps its mode; `private` makes it its owner's alone. A link is
    kept, and the file it leads to is written. The folder must exist.
    """
    try:
        target = Path(os.path.realpath(path))
        old_stat = _stat_to_replace(target)
        mode = 0o600 if private else None if old_stat is None else stat.S_IMODE(old_stat.st_mode)
        temporary = _temporary_path(target)
        try:
            _fill(temporary, data, old_stat or target.parent.stat(), mode)
            temporary.replace(target)
        except BaseException:
            _remove_quietly(temporary)
            raise
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise _unconfirmed(path, error) from error


def create(path: Path, data: bytes) -> bool:
    """Make the file at `path` with the contents `data`, wholly or not at all; false where there is one.

    The folder must exist.
    """
    temporary = _temporary_path(path)
    try:
        try:
            _fill(temporary, data, path.parent.stat())
            _take_name(temporary, path)
        except FileExistsError:
            return False
        finally:
            _remove_quietly(temporary)
        _sync_folder_or_undo(path, path.unlink)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def set_aside(path: Path) -> Path:
    """Give the file at `path` another, free name beside it; return the new path."""
    try:
        for aside in _names_aside(path):
            try:
                aside.touch(exist_ok=False)
            except FileExistsError:
                continue
            try:
                path.replace(aside)
            except OSError:
                aside.unlink()
                raise
            _sync_folder_or_undo(aside, partial(aside.replace, path))
            return aside
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
    except OSError as error:
        raise unwritable(path, error) from error


def copy_aside(path: Path, data: bytes) -> Path:
    """Keep the contents of the file at `path`, `data`, beside it under a free name; return the new path."""
    for aside in _names_aside(path):
        if not os.path.lexists(aside) and create(aside, data):
            return aside
    raise unwritable(path, OSError(errno.EEXIST, os.strerror(errno.EEXIST)))


def give(path: Path) -> None:
    """Give what was just made at `path` to the owner of its folder.

    Only root makes files in another person's folders: with `sudo coach …` it works in that person's
    own ones. A file that it left there as root's could not be changed by that person afterwards.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        with suppress(OSError):  # a disk without owners
            folder_stat = path.parent.stat()
            if folder_stat.st_uid and not path.lstat().st_uid:
                os.chown(path, folder_stat.st_uid, folder_stat.st_gid, follow_symlinks=False)


def unwritable(path: Path, error: OSError) -> CoachError:
    """Return the error that says why nothing could be written at `path`, and what to do."""
    mend = _MENDS.get(error.errno or 0, "Check the folder and try again.")
    return CoachError(f"{path} could not be written ({why(error)}); nothing there was changed. {mend}")


def _unconfirmed(path: Path, error: OSError) -> CoachError:
    """Return the error that says that `path` is written, but that the disk may still lose it."""
    return CoachError(
        f"{path} has its new contents, but the disk could not confirm them ({why(error)}): they may not "
        "outlast a power cut. Check the disk, and look at the file before you go on."
    )


def _names_aside(path: Path) -> Iterator[Path]:
    """Yield the names that what stood at `path` may have: `.old`, `.old-2` and so on."""
    yield path.with_name(f"{path.name}.old")
    yield from (path.with_name(f"{path.name}.old-{number}") for number in range(2, 10_000))


def _temporary_path(path: Path) -> Path:
    """Return a name beside `path` that no other writer has."""
    return path.with_name(f".{path.name[:200]}.{os.urandom(4).hex()}.new")


def _remove_quietly(temporary: Path) -> None:
    """Remove a temporary file; a failure to do so is not reported."""
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def _take_name(temporary: Path, path: Path) -> None:
    """Give a new file its name, never one that another has."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that has no second names
        if os.path.lexists(path):
            raise FileExistsError from None
        temporary.replace(path)


def _stat_to_replace(target: Path) -> os.stat_result | None:
    """Return the status of the file that is to be replaced; refuse one that must not be."""
    try:
        target_stat = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(target_stat.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if stat.S_ISDIR(target_stat.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(target_stat.st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    os.close(os.open(target, os.O_WRONLY))  # who may not write it may not replace it either
    return target_stat


def _fill(temporary: Path, data: bytes, owner_stat: os.stat_result, mode: int | None = None) -> None:
    """Write a new file, safe on disk, with the owner of `owner_stat` and the `mode`, if one is given."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        if sys.platform != "win32" and os.geteuid() == 0:
            with suppress(OSError):  # a disk without owners
                os.fchown(handle, owner_stat.st_uid, owner_stat.st_gid)
        file.write(data)
        file.flush()
        _sync(handle)
    if mode is not None:
        with suppress(PermissionError):  # a disk without modes
            temporary.chmod(mode)


def _sync_folder_or_undo(path: Path, undo: Callable[[], object]) -> None:
    """Force a new name to disk; where that fails, take it back before the error is raised."""
    try:
        _sync_folder(path.parent)
    except OSError:
        try:
            undo()
        except OSError as error:
            raise _unconfirmed(path, error) from error
        raise


def _sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system has a way to."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_SYNC:
            return
        raise
    try:
        _sync(handle)
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    """Force an open file to disk. Raises `OSError` where that fails, but not where no such call exists."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
