"""One change at a time to a person's file: read, edited, and written where nobody else wrote meanwhile.

Touches disk. All who change a file of the person's go through here. Two guards stand together:
no two coaches are at the files of one folder at once, and what any other program wrote in the
meantime (an editor asks nobody) is never written over.

The lock is on the folder that holds the real file. So it is the same one however the folder is
come by (a link, another home, root), it leaves nothing behind, and it needs no right to write.
It ends with whoever holds it.

Errors: `CoachError` where another coach does not let go in time, where a file changes again and
again, and from the disk.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final

from coach import atomic
from coach.errors import CoachError
from coach.paths import made
from coach.source import read_bytes, shown

PATIENCE_S: Final = 20.0
"""How long to wait for other coaches; a change takes a tenth of a second."""
_LOOK_S: Final = 0.005 + os.getpid() % 25 / 1000
"""Between two looks; not the same for all, so that two do not keep step."""
_TRIES: Final = 5

_Release = Callable[[], object]


def edit(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Put in the file what `change` makes of its bytes, and return that. A missing file has none.

    `change` may be called again, where another program wrote meanwhile; what it raises leaves the
    file as it was. The folder is made where it is missing.
    """
    with alone(path):
        for _ in range(_TRIES):
            old = bytes_of(path)
            new = change(old or b"")
            if new == old or replaced(path, old, new):
                return new
    raise CoachError(f"{shown(path)} is being written by another program, and is as that left it. Try again.")


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes; `None` where there is none, or a link to none."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # what is wrong is told by reading it
    return read_bytes(path)


def replaced(path: Path, old: bytes | None, new: bytes) -> bool:
    """Write the file if it is still as it was; false where somebody else wrote meanwhile.

    For one who is `alone` with it.
    """
    if old is None and not path.is_symlink():
        return atomic.create(made(path.parent) / path.name, new)
    if bytes_of(path) != old:
        return False
    atomic.write(path, new)
    return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let no other coach change what lies beside the file at `path`, for as long as the context lasts.

    It does not nest. The folder is made where it is missing.
    """
    if not path.is_symlink():
        made(path.parent)
    folder = Path(os.path.realpath(path)).parent
    release = _held(folder)
    try:
        yield
    finally:
        release()


def _held(folder: Path) -> _Release:
    """Take hold of a folder; return what lets it go again."""
    try:
        taken = _by_folder(folder)
        return _by_file(folder) if taken is None else taken
    except TimeoutError:
        raise CoachError(
            f"Another coach has been changing {shown(folder)} for {PATIENCE_S:g} seconds, so nothing was "
            "changed. Try again when it is done, or end it."
        ) from None


def _by_file(folder: Path) -> _Release:
    """Lock a hidden file in the folder, where the folder itself cannot be locked.

    Where that cannot be either, comparing before writing is all the guard there is.
    """
    from filelock import FileLock, Timeout

    path = folder / ".coach.lock"
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE_S, poll_interval=_LOOK_S)
    except Timeout:
        raise TimeoutError from None
    except (OSError, NotImplementedError):
        return lambda: None
    atomic.give(path)
    return lock.release


if sys.platform == "win32":

    def _by_folder(folder: Path) -> _Release | None:  # noqa: ARG001 - as POSIX has it
        """Return nothing: folders have no locks here."""
        return None

else:
    import fcntl

    def _by_folder(folder: Path) -> _Release | None:
        """Lock the folder itself; `None` where it may not be read, or the disk has no such locks."""
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None
        try:
            taken = _waited(handle)
        except BaseException:
            os.close(handle)
            raise
        if not taken:
            os.close(handle)
            return None
        return lambda: os.close(handle)

    def _waited(handle: int) -> bool:
        """Wait for the lock; false where there are no such locks. Raises `TimeoutError`."""
        for _ in range(round(PATIENCE_S / _LOOK_S)):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                Event().wait(_LOOK_S)
            except OSError:
                return False
            else:
                return True
        raise TimeoutError
