"""Locks between processes, which end with whoever holds them, however it ends.

Touches disk. A lock is a file of the person's own run folder that is never removed: another
may just be taking hold of it.

Errors: `CoachError` where the file cannot be made, before the lock is entered.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from coach.atomic import give, unwritable
from coach.errors import CoachError
from coach.paths import made, run_dir

AGENT: Final = "remind"
SESSION: Final = "session"
_PATIENCE: Final = 0.2
"""Seconds: whoever only looks lets go at once."""
_LOOK: Final = 10.0
"""Seconds between two looks of one who waits."""


def held(name: str, *, wait: bool = False) -> AbstractContextManager[bool]:
    """Hold a lock for as long as the context lasts; it gives false where another has it.

    `wait` does so until the other lets go.
    """
    lock = _lock(name)
    try:
        lock.acquire(timeout=-1 if wait else _PATIENCE, poll_interval=_LOOK if wait else _PATIENCE / 4)
    except Timeout:
        return _holding(None)
    except OSError as error:
        raise unwritable(Path(lock.lock_file), error) from error
    give(Path(lock.lock_file))
    return _holding(lock)


@contextmanager
def _holding(lock: FileLock | None) -> Iterator[bool]:
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def taken(name: str) -> bool:
    """Return whether somebody holds a lock. What cannot be told is taken for no."""
    try:
        lock = _lock(name)
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except (CoachError, OSError):
        return False
    give(Path(lock.lock_file))
    lock.release()
    return False


def _lock(name: str) -> FileLock:
    return FileLock(made(run_dir()) / f"{name}.lock", thread_local=False)
