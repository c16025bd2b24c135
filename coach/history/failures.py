"""Why the history cannot be used, as a message with the mend."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from coach.errors import CoachError
from coach.history.recorder import Busy

_FULL: Final = "The disk is full. Free some space and try again."
_LEAST_FREE: Final = 1 << 16
"""Bytes that SQLite takes for its own files before it writes anything."""


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as `CoachError`, with a message and the mend."""
    try:
        yield
    except sqlite3.Error as error:
        error_type: type[CoachError] = CoachError
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                mend = "It is damaged. Move it away to begin a new history, or put a copy of it back."
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                error_type = Busy
                mend = "Another program is writing to it. Try again when that one is done."
            case sqlite3.SQLITE_FULL:
                mend = _FULL
            case sqlite3.SQLITE_IOERR if _is_full(path):
                mend = _FULL
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                mend = "Give yourself the right to write to it and to its folder, or set COACH_HOME."
            case _:
                mend = "Check the disk and try again."
        raise error_type(
            f"The history in {path} cannot be used ({error}). Nothing was changed. {mend}"
        ) from error


def _is_full(path: Path) -> bool:
    """Return whether nothing more fits on the disk, which SQLite may report as an error of the disk."""
    from shutil import disk_usage  # a session without errors does not need it

    with suppress(OSError):
        return disk_usage(path.parent).free < _LEAST_FREE
    return False
