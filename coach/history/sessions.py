"""The history on disk: one SQLite file that only its owner can read.

With `read_only` and `failures`, alone imports sqlite3. Each change is one transaction,
seen at once by every other reader; a killed process loses none that was made. (A
power cut may lose the last few and damages nothing: no change waits for the disk,
since the session's loop makes them.) One thread at a time. Moments come in aware, in the zone where the
person is, and are kept in UTC.

Errors: `CoachError` with the mend, for every reason the file can give. A damaged
file, or one of a later coach, is never written to.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from coach.errors import CoachError, UsageError
from coach.files.atomic import give, unwritable
from coach.files.paths import data_dir, made
from coach.history import queries
from coach.history.failures import in_words
from coach.history.migrations import APPLICATION, MIGRATIONS, Migration
from coach.history.model import SessionRecord, StepRecord
from coach.session.events import StepEnded
from coach.time.units import Seconds

_PATIENCE_S: Final = 3
"""How long to wait at the start for another coach that makes the same file."""

_PATIENCE_IN_SESSION_MS: Final = 400
"""How long a change may wait for another; less than the sound that is always laid ahead."""

_GOES_ON_FOR: Final = timedelta(hours=12)


def own_store() -> Path:
    """Return where the person's history is, or would be."""
    return data_dir() / "coach.db"


class Store:
    """The sessions that were done. Made by `open`; closed by `close` or at the end of a `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def open(
        cls, path: Path | None = None, migrations: Sequence[Migration] = MIGRATIONS, *, durable: bool = False
    ) -> Self:
        """Open the history, the person's own or at `path`; `durable`, a power cut loses no change."""
        path = own_store() if path is None else path
        _claim(path)
        with in_words(path):
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
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, routine: str, name: str, at: datetime, *, planned: int = 0) -> int:
        """Note that a session of `planned` steps has begun; return its number."""
        values = (routine, name, _text(at), at.date().isoformat(), _text(at), planned)
        with self.change() as run:
            return int(run.execute(queries.BEGIN, values).fetchone()[0])

    def step_begun(self, session: int, step: int, at: datetime) -> None:
        """Note the step that is under way: the one to resume at."""
        with self.change() as run:
            run.execute(queries.TOUCH, (step, _text(at), session))

    def step_done(self, session: int, ended: StepEnded, at: datetime) -> None:
        """Note a step as it ended; from now on the next one is the one to resume at."""
        what = (ended.step, ended.title, ended.exercise)
        how = (ended.worked, ended.planned, ended.skipped, ended.way)
        with self.change() as run:
            run.execute(queries.STEP, (session, *what, *how))
            run.execute(queries.TOUCH, (ended.step + 1, _text(at), session))

    def answer(self, session: int, name: str, value: int) -> None:
        """Keep an answer with its session; the later of two stays."""
        with self.change() as run:
            run.execute(queries.ANSWER, (session, name, value))

    def end(self, session: int, at: datetime, *, finished: bool) -> None:
        """Note that a session is over, and whether every step had its turn."""
        with self.change() as run:
            run.execute(queries.END, (_text(at), _text(at), finished, session))

    def add(self, routine: str, name: str, on: date, at: datetime | None = None) -> int:
        """Note a routine that was done without coach, as told at a moment; return its number."""
        noon = _text(datetime.combine(on, time(12)).astimezone())
        told = noon if at is None else _text(at)
        with self.change() as run:
            row = run.execute(queries.ADD, (routine, name, noon, on.isoformat(), told, noon)).fetchone()
            return int(row[0])

    def forget(self, session: int | None = None) -> int:
        """Remove one session, or all, so that the file holds no trace; return how many."""
        with self.change() as run:
            if session is None:
                gone = run.execute(queries.FORGET_ALL).rowcount
                for statement in queries.FORGET_REMINDED:
                    run.execute(statement)
            else:
                gone = run.execute(queries.FORGET_ONE, (session,)).rowcount
        if session is not None and not gone:
            raise UsageError(f"There is no session {session}. `coach log` shows their numbers.")
        self._scrub()
        return gone

    def sessions(self, limit: int | None = None, since: date | None = None) -> tuple[SessionRecord, ...]:
        """Return the sessions since a day, the latest first."""
        values = ((since or date.min).isoformat(), -1 if limit is None else limit)
        with self.reading() as run:
            ids = [int(row[0]) for row in run.execute(queries.RECENT, values)]
            return tuple(_record(run, session) for session in ids)

    def unfinished(self, at: datetime) -> SessionRecord | None:
        """Return the last session that was broken off in the twelve hours before `at`.

        One whose routine was finished since is not meant.
        """
        with self.reading() as run:
            row = run.execute(queries.UNFINISHED, (_text(at - _GOES_ON_FOR),)).fetchone()
            return None if row is None else _record(run, int(row[0]))

    def last_done(self) -> Mapping[str, datetime]:
        """Return for each routine's id when it was last finished."""
        with self.reading() as run:
            rows = run.execute(queries.LAST_DONE).fetchall()
        return MappingProxyType({routine: datetime.fromisoformat(began) for routine, began in rows})

    def first_today_after_other_day(self, at: datetime) -> bool:
        """Return whether a session begun at `at` is its day's first, after work on an earlier day."""
        today = (at.date().isoformat(),)
        with self.reading() as run:
            if run.execute(queries.ANY_ON, today).fetchone():
                return False
            return run.execute(queries.WORKED_BEFORE, today).fetchone() is not None

    def _scrub(self) -> None:
        """Write the file anew without what was removed, and empty the log beside it."""
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
        """Give what runs statements, in one transaction that writes."""
        with in_words(self._path), _transaction(self._connection, "begin immediate"):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give what runs statements, in one transaction that only reads."""
        with in_words(self._path), _transaction(self._connection, "begin"):
            yield self._connection


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _claim(path: Path) -> None:
    """Make the file, or the one that is there, its owner's alone before anything is in it."""
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
    """Look before anything is written, then make the file what this coach knows."""
    version = _version(connection)
    mark = connection.execute("pragma application_id").fetchone()[0]
    if version > len(migrations):
        raise CoachError(
            f"{path} was written by a later coach (format {version}; this one knows {len(migrations)})."
            " Nothing was changed. Install that coach again, or move the file away to begin a new history."
        )
    if mark != APPLICATION and connection.execute("select 1 from sqlite_master").fetchone():
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
        connection.execute(queries.RECORD_MIGRATION, (number, migration.name))
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


def _record(run: sqlite3.Connection, session: int) -> SessionRecord:
    row = run.execute(queries.SESSION, (session,)).fetchone()
    routine, name, began, day, ended, finished, elsewhere, planned, resume_at = row
    return SessionRecord(
        id=session,
        routine=routine,
        name=name,
        began=datetime.fromisoformat(began),
        day=date.fromisoformat(day),
        ended=None if ended is None else datetime.fromisoformat(ended),
        finished=bool(finished),
        elsewhere=bool(elsewhere),
        planned=planned,
        resume_at=resume_at,
        answers=MappingProxyType(dict(run.execute(queries.ANSWERS, (session,)).fetchall())),
        steps=tuple(_step(*values) for values in run.execute(queries.STEPS, (session,))),
    )


def _step(  # noqa: PLR0913 - one parameter a column, as the query gives them
    step: int, title: str, exercise: str, worked: float, planned: float, skipped: int, way: str
) -> StepRecord:
    return StepRecord(step, title, exercise, Seconds(worked), Seconds(planned), bool(skipped), way)
