"""Writing a file so that its old contents are lost only once the new ones are safe.

Touches disk. The new contents go to a file beside the old one, are forced to disk,
and take its name in one step. Whatever fails, the old file stays as it was and
nothing is left beside it.

Errors: `CoachError` with the mend, for every reason the system can give.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coach.errors import CoachError

_MENDS: Final = {
    errno.ENOSPC: "Free some space on this disk and try again.",
    errno.EDQUOT: "Free some of the space you may use and try again.",
    errno.EACCES: "Give yourself the right to write there, or set COACH_HOME to another folder.",
    errno.EPERM: "Give yourself the right to write there, or set COACH_HOME to another folder.",
    errno.EROFS: "This disk is read-only; set COACH_HOME to a folder on another one.",
    errno.EISDIR: "A folder stands where the file should be; move it away.",
    errno.ENOTDIR: "A file stands where a folder should be; move it away.",
    errno.EEXIST: "A file stands where a folder should be; move it away.",
    errno.ELOOP: "The link there leads in a circle; remove it.",
}


def write(path: Path, data: bytes, *, private: bool = False) -> None:
    """Give the file at `path` the contents `data`, wholly or not at all.

    An existing file keeps its mode; `private` makes it its owner's alone. A link is
    kept, and the file it leads to is written. The folder must exist.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}.new")
        try:
            _fill(beside, data, private=private or mode is not None)
            if mode is not None:
                beside.chmod(0o600 if private else mode)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _settle(target.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def create(path: Path, data: bytes) -> bool:
    """Make the file at `path` with the contents `data`, wholly or not at all; false where there is one.

    The folder must exist.
    """
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        try:
            _fill(beside, data, private=False)
            _name(beside, path)
        except FileExistsError:
            return False
        finally:
            beside.unlink(missing_ok=True)
        _settle(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def set_aside(path: Path) -> Path:
    """Give the file at `path` another name beside it that nothing has yet; return that."""
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
            _settle(path.parent)
            return aside
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
    except OSError as error:
        raise unwritable(path, error) from error


def copy_aside(path: Path, data: bytes) -> Path:
    """Keep what the file at `path` holds, `data`, beside it under a name that nothing has; return that."""
    for aside in _names_aside(path):
        if not os.path.lexists(aside) and create(aside, data):
            return aside
    raise unwritable(path, OSError(errno.EEXIST, os.strerror(errno.EEXIST)))


def unwritable(path: Path, error: OSError) -> CoachError:
    """Say why nothing could be written at `path`, and what to do."""
    mend = _MENDS.get(error.errno or 0, "Check the folder and try again.")
    why = (error.strerror or str(error)).lower()
    return CoachError(f"{path} could not be written ({why}); nothing there was changed. {mend}")


def _names_aside(path: Path) -> Iterator[Path]:
    """Yield the names that what stood at `path` may have: `.old`, `.old-2` and so on."""
    yield path.with_name(f"{path.name}.old")
    yield from (path.with_name(f"{path.name}.old-{number}") for number in range(2, 10_000))


def _name(beside: Path, path: Path) -> None:
    """Give a new file its name, never one that another has."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that has no second names
        if os.path.lexists(path):
            raise FileExistsError from None
        beside.replace(path)


def _mode(target: Path) -> int | None:
    """Return the mode of the file that is to be replaced; refuse what must not be."""
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    os.close(os.open(target, os.O_WRONLY))  # whoever may not write it may not replace it either
    return stat.S_IMODE(found.st_mode)


def _fill(beside: Path, data: bytes, *, private: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o600 if private else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Force the new name itself to disk, where the system has a way to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
