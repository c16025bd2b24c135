"""The sessions that were done, in the person's database.

Moments come in aware, in the zone where the person is, and are kept in UTC.

Errors: `CoachError` of the database, for every reason the file can give.
"""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from coach.errors import UsageError
from coach.history import queries
from coach.history.database import Database
from coach.history.model import SessionRecord, StepRecord
from coach.session.events import StepEnded
from coach.time.units import Seconds

_RESUMABLE_FOR: Final = timedelta(hours=12)


class Sessions(Database):
    """The sessions that were done."""

    def begin(self, routine: str, name: str, at: datetime, *, planned: int = 0) -> int:
        """Note that a session of `planned` steps has begun; return its number."""
        values = (routine, name, _text(at), at.date().isoformat(), _text(at), planned)
        with self.change() as connection:
            return int(connection.execute(queries.BEGIN, values).fetchone()[0])

    def step_begun(self, session: int, step: int, at: datetime) -> None:
        """Note the step that is under way: the one to resume at."""
        with self.change() as connection:
            connection.execute(queries.TOUCH, (step, _text(at), session))

    def step_done(self, session: int, ended: StepEnded, at: datetime) -> None:
        """Note a step as it ended; the step to resume at is now the next one."""
        identity = (ended.step, ended.title, ended.exercise)
        outcome = (ended.worked, ended.planned, ended.skipped, ended.way)
        with self.change() as connection:
            connection.execute(queries.STEP, (session, *identity, *outcome))
            connection.execute(queries.TOUCH, (ended.step + 1, _text(at), session))

    def answer(self, session: int, name: str, value: int) -> None:
        """Keep an answer with its session; the later of two stays."""
        with self.change() as connection:
            connection.execute(queries.ANSWER, (session, name, value))

    def end(self, session: int, at: datetime, *, finished: bool) -> None:
        """Note that a session is over, and whether it came to its end."""
        with self.change() as connection:
            connection.execute(queries.END, (_text(at), _text(at), finished, session))

    def add(self, routine: str, name: str, on: date, at: datetime | None = None) -> int:
        """Note a routine that was done without coach, entered at a moment; return its number."""
        noon = _text(datetime.combine(on, time(12)).astimezone())
        entered = noon if at is None else _text(at)
        with self.change() as connection:
            row = connection.execute(
                queries.ADD, (routine, name, noon, on.isoformat(), entered, noon)
            ).fetchone()
            return int(row[0])

    def forget(self, session: int | None = None) -> int:
        """Remove one session, or all, so that the file holds no trace of them; return how many."""
        with self.change() as connection:
            if session is None:
                removed_count = connection.execute(queries.FORGET_ALL).rowcount
                for statement in queries.FORGET_REMINDED:
                    connection.execute(statement)
            else:
                removed_count = connection.execute(queries.FORGET_ONE, (session,)).rowcount
        if session is not None and not removed_count:
            raise UsageError(f"There is no session {session}. `coach log` shows their numbers.")
        self.scrub()
        return removed_count

    def recent(self, limit: int | None = None, since: date | None = None) -> tuple[SessionRecord, ...]:
        """Return the sessions since a day, the latest first."""
        values = ((since or date.min).isoformat(), -1 if limit is None else limit)
        with self.reading() as connection:
            ids = [int(row[0]) for row in connection.execute(queries.RECENT, values)]
            return tuple(_record(connection, session) for session in ids)

    def unfinished(self, at: datetime) -> SessionRecord | None:
        """Return the last unfinished session of the twelve hours before `at`.

        A session does not count if its routine was finished since.
        """
        with self.reading() as connection:
            row = connection.execute(queries.UNFINISHED, (_text(at - _RESUMABLE_FOR),)).fetchone()
            return None if row is None else _record(connection, int(row[0]))

    def last_done(self) -> Mapping[str, datetime]:
        """Return, for each routine's id, the moment at which its last finished session began."""
        with self.reading() as connection:
            rows = connection.execute(queries.LAST_DONE).fetchall()
        return MappingProxyType({routine: datetime.fromisoformat(began) for routine, began in rows})

    def first_today_after_other_day(self, at: datetime) -> bool:
        """Return whether a session at `at` is the first of its day, after work on an earlier day."""
        today = (at.date().isoformat(),)
        with self.reading() as connection:
            if connection.execute(queries.ANY_ON, today).fetchone():
                return False
            return connection.execute(queries.WORKED_BEFORE, today).fetchone() is not None


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _record(connection: sqlite3.Connection, session: int) -> SessionRecord:
    row = connection.execute(queries.SESSION, (session,)).fetchone()
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
        answers=MappingProxyType(dict(connection.execute(queries.ANSWERS, (session,)).fetchall())),
        steps=tuple(_step(*values) for values in connection.execute(queries.STEPS, (session,))),
    )


def _step(  # noqa: PLR0913 - one parameter a column, as the query gives them
    step: int, title: str, exercise: str, worked: float, planned: float, skipped: int, way: str
) -> StepRecord:
    return StepRecord(step, title, exercise, Seconds(worked), Seconds(planned), bool(skipped), way)
