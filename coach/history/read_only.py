"""The history opened only to be read: also where nothing can be written, on a disk that is full or read-only.

Touches disk. What could not be opened as usual is read into memory, with what the log beside it
has, and brought into the format of now there; the file stays as it is.

Errors: `CoachError` of the database.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from coach.errors import CoachError
from coach.files.document import shown, there
from coach.history.database import own_database, prepare
from coach.history.failures import in_words
from coach.history.migrations import MIGRATIONS
from coach.history.sessions import Sessions

_LOG: Final = "-wal"
"""What the name of SQLite's log has more than that of its file."""


def open_to_read(path: Path | None = None) -> Sessions:
    """Open the history, the person's own or at `path`; where it cannot be written, as a copy of it."""
    path = own_database() if path is None else path
    _refuse_unreadable(path)
    try:
        return Sessions.open(path)
    except CoachError as error:
        memory = _in_memory(path)
        if memory is None:
            raise
        try:
            with in_words(path):
                prepare(memory, path, MIGRATIONS)
                memory.execute("pragma query_only = on")
        except CoachError:
            raise error from None
        return Sessions(path, memory)


def _refuse_unreadable(path: Path) -> None:
    """Raise `CoachError` for a file that may not be read, or not even be seen.

    It is not opened: closing it would drop the locks of whatever else in this process reads it.
    """
    if there(path) and not os.access(path, os.R_OK):
        why = os.strerror(errno.EACCES).lower()
        raise CoachError(f"{shown(path)} cannot be read ({why}). Check that it is there and yours.")


def _in_memory(path: Path) -> sqlite3.Connection | None:
    """Return a copy of the history; an empty one where there is no file, `None` where it cannot be read."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if not path.exists():
        return memory
    for _ in filter(None, (_copied(uri, memory) for uri in _ways(path))):
        return memory
    memory.close()
    return None


def _ways(path: Path) -> Iterator[str]:
    """Yield the ways to the file, the best first.

    Reading takes a file of SQLite's own beside it, which may be missing and cannot be made. Then
    the log can be read in a copy alone; without a log, or a place for the copy, the file is all.
    """
    name = f"file:{quote(str(path.absolute()))}"
    yield f"{name}?mode=ro"
    log = path.with_name(path.name + _LOG)
    try:
        with TemporaryDirectory(prefix="coach-") as folder:
            copy = Path(folder, path.name)
            copyfile(log, copy.with_name(log.name))
            copyfile(path, copy)
            yield f"file:{quote(str(copy))}"
    except OSError:
        pass
    yield f"{name}?immutable=1"


def _copied(uri: str, memory: sqlite3.Connection) -> bool:
    try:
        source = sqlite3.connect(uri, uri=True)
    except sqlite3.Error:
        return False
    try:
        source.backup(memory)
    except sqlite3.Error:
        return False
    finally:
        source.close()
    return True
