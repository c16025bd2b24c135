"""Locks between processes, which end with whoever holds them, however it ends.

Touches disk. A lock is a file of the person's own run folder that is never removed: another
may just be taking hold of it.

Errors: `CoachError` where the file cannot be made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from coach.atomic import unwritable
from coach.paths import made, run_dir

AGENT: Final = "remind"
SESSION: Final = "session"
_PATIENCE: Final = 0.2
"""Seconds: whoever only looks lets go at once."""


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Hold a lock; gives false where another has it."""
    lock = _lock(name)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        yield False
        return
    except OSError as error:
        raise unwritable(Path(lock.lock_file), error) from error
    try:
        yield True
    finally:
        lock.release()


def taken(name: str) -> bool:
    """Return whether somebody holds a lock. What cannot be told is taken for no."""
    lock = _lock(name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _lock(name: str) -> FileLock:
    return FileLock(made(run_dir()) / f"{name}.lock", thread_local=False)
