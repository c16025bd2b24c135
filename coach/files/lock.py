"""Locks between processes. A lock ends with the process that holds it, however that ends.

Touches disk. A lock is a file in the person's data folder, so that all that share that folder see
the same lock, from a desktop, cron, ssh or `su` alike. It holds the text that its holder gave it,
and is never removed: another may just be taking hold of it. Where the folder cannot be written to,
or its disk knows no locks, the file lies in the run folder, under a name made from the data folder's.

The system's own calls, and no library: a session takes its lock before its first word, which would
wait 30 ms for one; and a library that empties the file loses the text.

Errors: `CoachError` where the file cannot be made, before the lock is entered.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Event
from typing import Final

from coach.errors import CoachError
from coach.files.atomic import give, unwritable
from coach.files.paths import data_dir, made, run_dir
from coach.files.system_lock import try_lock

AGENT: Final = "remind"
SESSION: Final = "session"
_TRIES: Final = 5
"""A process that only looks lets go at once."""
_BETWEEN_S: Final = 0.05
"""Seconds between two tries."""
_LOOK_S: Final = 10.0
"""Seconds between two looks of one who waits."""
_TEXT_BYTES: Final = 4_000
"""Bytes of a holder's text that are read."""

_LOCKED_BYTE: Final = 1 << 30
"""The byte that Windows locks, behind the text: a locked byte cannot be read."""


def held(name: str, *, wait: bool = False, text: str = "") -> AbstractContextManager[bool]:
    """Hold a lock for as long as the context lasts; it gives false where another has it.

    `wait` waits until the other lets go. `text` is what `holder` tells others meanwhile.
    """
    try:
        handle = _acquire(name, wait=wait)
    except OSError as error:
        raise unwritable(next(_lock_paths(name)), error) from error
    if handle is not None:
        with suppress(OSError):  # a full disk: the lock holds without its text
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, text.encode(errors="replace"))
    return _holding(handle)


def taken(name: str) -> bool:
    """Return whether somebody holds a lock; false where that cannot be found out. No file is made."""
    with suppress(CoachError, OSError):
        return any(map(_is_taken, _lock_paths(name))) or _is_taken_by_older_version(name)
    return False


def holder(name: str) -> str:
    """Return the text of the process that holds a lock; empty where none does, or it cannot be read."""
    with suppress(CoachError, OSError):
        for path in filter(_is_taken, _lock_paths(name)):
            with path.open("rb") as file:
                return file.read(_TEXT_BYTES).decode(errors="replace")
    return ""


@contextmanager
def _holding(handle: int | None) -> Iterator[bool]:
    try:
        yield handle is not None
    finally:
        if handle is not None:
            with suppress(OSError):
                os.ftruncate(handle, 0)
            os.close(handle)


def _acquire(name: str, *, wait: bool) -> int | None:
    """Return the open file of a lock that is ours now; `None` where another has it."""
    for _ in count() if wait else range(_TRIES):
        handle = None if _is_taken_by_older_version(name) else _try_paths(name)
        if handle is not None:
            return handle
        Event().wait(_LOOK_S if wait else _BETWEEN_S)
    return None


def _try_paths(name: str) -> int | None:
    """Try once, at the first place that can have the lock. Raises `OSError` where none can."""
    first_error: OSError | None = None
    for path in _lock_paths(name):
        try:
            return _locked_handle(path)
        except (CoachError, OSError) as error:
            first_error = first_error or (error if isinstance(error, OSError) else _system_error(error))
    raise first_error or OSError("there is no place for it")


def _system_error(error: CoachError) -> OSError:
    return error.__cause__ if isinstance(error.__cause__, OSError) else OSError(str(error))


def _locked_handle(path: Path) -> int | None:
    handle = _open_lock_file(path)
    try:
        # The file may have been taken away between its opening and its locking.
        if try_lock(handle, _LOCKED_BYTE) and os.path.samestat(os.fstat(handle), path.stat()):
            locked_handle, handle = handle, -1
            return locked_handle
    finally:
        if handle >= 0:
            os.close(handle)
    return None


def _open_lock_file(path: Path) -> int:
    """Open the file of a lock, made first where there is none; another person's file only for reading."""
    made(path.parent)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(path, os.O_RDONLY)
    give(path)
    return handle


def _is_taken(path: Path, offset: int = _LOCKED_BYTE) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not try_lock(handle, offset, shared=True)
    finally:
        os.close(handle)


def _lock_paths(name: str) -> Iterator[Path]:
    """Yield where a lock may lie, the best first."""
    folder = Path(os.path.realpath(data_dir()))
    yield folder / f"{name}.lock"
    from hashlib import sha256

    digest = sha256(os.fsencode(folder)).hexdigest()[:12]
    yield run_dir() / f"{name}-{digest}.lock"


def _is_taken_by_older_version(name: str) -> bool:
    """Return whether an older version holds it, where its locks lay: an agent outlives an update."""
    folders = {run_dir()}
    if sys.platform == "linux" and not os.environ.get("COACH_HOME"):
        folders.add(Path(f"/run/user/{os.getuid()}/coach"))
    return any(_is_taken(folder / f"{name}.lock", offset=0) for folder in folders)
