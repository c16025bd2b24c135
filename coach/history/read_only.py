"""Opens the history only to read it: also where nothing can be written, on a full or read-only disk.

Touches disk. A file that cannot be opened as usual is copied into memory, with the log beside it, and
the copy is brought into the present format; the file stays as it is.

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
from coach.history.failures import explain_errors
from coach.history.migrations import MIGRATIONS
from coach.history.sessions import Sessions

_LOG_SUFFIX: Final = "-wal"
"""What SQLite adds to the name of its file for the name of its log."""


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
            with explain_errors(path):
                prepare(memory, path, MIGRATIONS)
                memory.execute("pragma query_only = on")
        except CoachError:
            raise error from None
        return Sessions(path, memory)


def _refuse_unreadable(path: Path) -> None:
    """Raise `CoachError` for a file that this process may not read.

    The file is not opened: closing it would drop the locks that this process has on it elsewhere.
    """
    if there(path) and not os.access(path, os.R_OK):
        reason = os.strerror(errno.EACCES).lower()
        raise CoachError(f"{shown(path)} cannot be read ({reason}). Check that it is there and yours.")


def _in_memory(path: Path) -> sqlite3.Connection | None:
    """Return a copy of the history; an empty one where there is no file, `None` where it cannot be read."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if not path.exists():
        return memory
    for _ in filter(None, (_copy_into(uri, memory) for uri in _uris(path))):
        return memory
    memory.close()
    return None


def _uris(path: Path) -> Iterator[str]:
    """Yield the URIs by which to read the file, the best first.

    To read, SQLite needs a file of its own beside it, which may be missing and cannot be made here. Then
    the log can be read only in a copy. Without a log, or without a place for the copy, only the file is read.
    """
    name = f"file:{quote(str(path.absolute()))}"
    yield f"{name}?mode=ro"
    log = path.with_name(path.name + _LOG_SUFFIX)
    try:
        with TemporaryDirectory(prefix="coach-") as folder:
            copy = Path(folder, path.name)
            copyfile(log, copy.with_name(log.name))
            copyfile(path, copy)
            yield f"file:{quote(str(copy))}"
    except OSError:
        pass
    yield f"{name}?immutable=1"


def _copy_into(uri: str, memory: sqlite3.Connection) -> bool:
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
