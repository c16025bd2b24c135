"""Locks between processes, which end with whoever holds them, however it ends.

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
"""Whoever only looks lets go at once."""
_BETWEEN_S: Final = 0.05
"""Seconds between two tries."""
_LOOK_S: Final = 10.0
"""Seconds between two looks of one who waits."""
_TEXT: Final = 4_000
"""Bytes of a holder's text that are read."""

_BEHIND: Final = 1 << 30
"""The byte that Windows locks: one that is locked cannot be read, and the text stands before it."""


def held(name: str, *, wait: bool = False, text: str = "") -> AbstractContextManager[bool]:
    """Hold a lock for as long as the context lasts; it gives false where another has it.

    `wait` does so until the other lets go. `text` is what `holder` tells others meanwhile.
    """
    try:
        handle = _acquired(name, wait=wait)
    except OSError as error:
        raise unwritable(next(_places(name)), error) from error
    if handle is not None:
        with suppress(OSError):  # a full disk: the lock holds without its text
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, text.encode(errors="replace"))
    return _holding(handle)


def taken(name: str) -> bool:
    """Return whether somebody holds a lock. What cannot be told is taken for no; nothing is made."""
    with suppress(CoachError, OSError):
        return any(map(_taken, _places(name))) or _taken_before(name)
    return False


def holder(name: str) -> str:
    """Return the text of whoever holds a lock; empty where nobody does, or it cannot be read."""
    with suppress(CoachError, OSError):
        for place in filter(_taken, _places(name)):
            with place.open("rb") as file:
                return file.read(_TEXT).decode(errors="replace")
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


def _acquired(name: str, *, wait: bool) -> int | None:
    """Return the open file of a lock that is ours now; `None` where another has it."""
    for _ in count() if wait else range(_TRIES):
        handle = None if _taken_before(name) else _locked(name)
        if handle is not None:
            return handle
        Event().wait(_LOOK_S if wait else _BETWEEN_S)
    return None


def _locked(name: str) -> int | None:
    """Try once, at the first place that can have the lock. Raises `OSError` where none can."""
    trouble: OSError | None = None
    for place in _places(name):
        try:
            return _locked_at(place)
        except (CoachError, OSError) as error:
            trouble = trouble or (error if isinstance(error, OSError) else _cause(error))
    raise trouble or OSError("there is no place for it")


def _cause(error: CoachError) -> OSError:
    return error.__cause__ if isinstance(error.__cause__, OSError) else OSError(str(error))


def _locked_at(place: Path) -> int | None:
    handle = _opened(place)
    try:
        # The file may have been taken away between its opening and its locking.
        if try_lock(handle, _BEHIND) and os.path.samestat(os.fstat(handle), place.stat()):
            kept, handle = handle, -1
            return kept
    finally:
        if handle >= 0:
            os.close(handle)
    return None


def _opened(place: Path) -> int:
    """Open the file of a lock, made first where there is none; one that is another's only to read."""
    made(place.parent)
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(place, os.O_RDONLY)
    give(place)
    return handle


def _taken(place: Path, at: int = _BEHIND) -> bool:
    try:
        handle = os.open(place, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not try_lock(handle, at, shared=True)
    finally:
        os.close(handle)


def _places(name: str) -> Iterator[Path]:
    """Yield where a lock may lie, the best first."""
    folder = Path(os.path.realpath(data_dir()))
    yield folder / f"{name}.lock"
    from hashlib import sha256

    mark = sha256(os.fsencode(folder)).hexdigest()[:12]
    yield run_dir() / f"{name}-{mark}.lock"


def _taken_before(name: str) -> bool:
    """Return whether a coach from before holds it, where locks lay then: an agent outlives an update."""
    places = {run_dir()}
    if sys.platform == "linux" and not os.environ.get("COACH_HOME"):
        places.add(Path(f"/run/user/{os.getuid()}/coach"))
    return any(_taken(place / f"{name}.lock", at=0) for place in places)
