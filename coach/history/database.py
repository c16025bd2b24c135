"""The person's database: one SQLite file that only its owner can read.

Only this module, `read_only` and `failures` import sqlite3. Each change is one transaction,
seen at once by every other reader; a killed process loses no change that was made. (A
power cut may lose the last few changes and damages nothing: no change waits for the disk,
because a session makes them.) One thread at a time.

Errors: `CoachError` with the mend, for every reason the file can give. A damaged
file, or one of a later coach, is never written to.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from coach.errors import CoachError
from coach.files.atomic import give, unwritable
from coach.files.paths import data_dir, made
from coach.history.failures import explain_errors
from coach.history.migrations import APPLICATION, MIGRATIONS, RECORD_MIGRATION, Migration

_PATIENCE_S: Final = 3
"""How long to wait at the start for another coach that makes the same file."""

_PATIENCE_IN_SESSION_MS: Final = 400
"""How long a change may wait for another change; less than the sound that is always laid ahead."""


def own_database() -> Path:
    """Return where the person's database is, or would be."""
    return data_dir() / "coach.db"


class Database:
    """The opened file. `open` makes it; `close` or the end of a `with` closes it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def open(
        cls, path: Path | None = None, migrations: Sequence[Migration] = MIGRATIONS, *, durable: bool = False
    ) -> Self:
        """Open the database, the person's own or at `path`. `durable`: a power cut loses no change."""
        path = own_database() if path is None else path
        _claim(path)
        with explain_errors(path):
            connection = sqlite3.connect(
                path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False
            )
            try:
                prepare(connection, path, migrations)
                if durable:
                    connection.execute("pragma synchronous = full")
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def scrub(self) -> None:
        """Rewrite the file without what was removed, and empty the log beside it."""
        try:
            self._connection.execute("vacuum")
            busy = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        except sqlite3.OperationalError:
            busy = 1
        if busy:
            raise CoachError(
                f"It is removed, but traces of it stay in {self._path}: another program is using that file."
                " They go with the next `coach log forget` while nobody else does."
            )

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, in one transaction that writes."""
        with explain_errors(self._path), _transaction(self._connection, "begin immediate"):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, in one transaction that only reads."""
        with explain_errors(self._path), _transaction(self._connection, "begin"):
            yield self._connection


def _claim(path: Path) -> None:
    """Create the file if it is missing, and let only its owner read it, before anything is written to it."""
    try:
        made(path.parent)
        if not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):  # closing it drops others' locks
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        give(path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise unwritable(path, error) from error


def prepare(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    """Check the file before anything is written, then bring it into the format of this coach."""
    version = _version(connection)
    application = connection.execute("pragma application_id").fetchone()[0]
    if version > len(migrations):
        raise CoachError(
            f"{path} was written by a later coach (format {version}; this one knows {len(migrations)})."
            " Nothing was changed. Install that coach again, or move the file away to begin a new history."
        )
    if application != APPLICATION and connection.execute("select 1 from sqlite_master").fetchone():
        raise CoachError(
            f"{path} belongs to another program, so nothing was changed. Move it away to begin a new history."
        )
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    for number, migration in enumerate(migrations, start=1):
        if number > version:
            _migrate(connection, number, migration)
    connection.execute(f"pragma busy_timeout = {_PATIENCE_IN_SESSION_MS}")


def _migrate(connection: sqlite3.Connection, number: int, migration: Migration) -> None:
    with _transaction(connection, "begin immediate"):
        if _version(connection) >= number:
            return  # another coach was faster
        for statement in migration.statements:
            connection.execute(statement)
        connection.execute(RECORD_MIGRATION, (number, migration.name))
        connection.execute(f"pragma application_id = {APPLICATION}")
        connection.execute(f"pragma user_version = {number}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
