"""What became of reminders, on disk: in the history's database.

Moments come in aware and are kept in UTC; wall times are naive. One thread at a time.

Errors: `CoachError` of the database, for every reason the file can give.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from coach.history.database import Database
from coach.reminder.journal import queries
from coach.reminder.journal.records import (
    DoneSession,
    LogEntry,
    OccurrenceRecord,
    OccurrenceState,
    ReminderSeen,
)

_KEEP_FOR: Final = timedelta(days=400)


class Journal:
    """What became of reminders, in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_occurrences(self, records: Iterable[OccurrenceRecord], entries: Iterable[LogEntry] = ()) -> None:
        """Keep occurrences as they are now, and what happened to them, all or nothing."""
        with self._database.change() as connection:
            connection.executemany(queries.SAVE_OCCURRENCE, [_values(record) for record in records])
            rows = [
                (_text(entry.at), entry.reminder, entry.wall.isoformat(), entry.what, entry.why)
                for entry in entries
            ]
            connection.executemany(queries.ADD_LOG_ENTRY, rows)

    def delete_occurrence(self, record: OccurrenceRecord, at: datetime, why: str) -> None:
        """Delete an occurrence, as if it had not come."""
        with self._database.change() as connection:
            connection.execute(queries.DELETE_OCCURRENCE, (record.reminder, record.wall.isoformat()))
            row = (_text(at), record.reminder, record.wall.isoformat(), "taken back", why)
            connection.execute(queries.ADD_LOG_ENTRY, row)

    def occurrences(self, since: datetime) -> tuple[OccurrenceRecord, ...]:
        """Return the occurrences that were due since a moment, and all that are still open."""
        with self._database.reading() as connection:
            return tuple(
                _record(values) for values in connection.execute(queries.OCCURRENCES, (_text(since),))
            )

    def last_closed(self, reminder: str, count: int) -> tuple[OccurrenceRecord, ...]:
        """Return the last occurrences of a reminder that are over, the latest first."""
        with self._database.reading() as connection:
            return tuple(
                _record(values) for values in connection.execute(queries.LAST_CLOSED, (reminder, count))
            )

    def suggested(self) -> Mapping[str, datetime]:
        """Return when each routine was last suggested, by its id."""
        with self._database.reading() as connection:
            return MappingProxyType({r: _moment(at) for r, at in connection.execute(queries.SUGGESTED)})

    def log(self, limit: int | None = None, reminder: str = "") -> tuple[LogEntry, ...]:
        """Return what happened, to one reminder or to all, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(queries.LOG, (reminder, -1 if limit is None else limit)).fetchall()
        return tuple(
            LogEntry(_moment(at), r, datetime.fromisoformat(w), what, why) for at, r, w, what, why in rows
        )

    def pauses(self) -> Mapping[str, datetime | None]:
        """Return what is paused and until when: `None` until it is resumed; "" stands for all."""
        with self._database.reading() as connection:
            return MappingProxyType({r: _moment_or_none(u) for r, u in connection.execute(queries.PAUSES)})

    def pause(self, reminder: str, until: datetime | None) -> None:
        """Let no occurrence come, of one reminder or of all ("")."""
        with self._database.change() as connection:
            connection.execute(queries.PAUSE, (reminder, None if until is None else _text(until)))

    def resume(self, reminder: str) -> int:
        """Let them come again; for "" all of them. Return how many pauses that ended."""
        with self._database.change() as connection:
            return connection.execute(queries.RESUME, (reminder,)).rowcount

    def seen(self) -> Mapping[str, ReminderSeen]:
        """Return what is known of each reminder."""
        with self._database.reading() as connection:
            rows = connection.execute(queries.SEEN).fetchall()
        return MappingProxyType(
            {r: ReminderSeen(rule, _moment(s), _moment_or_none(a)) for r, rule, s, a in rows}
        )

    def save_seen(self, seen: Mapping[str, ReminderSeen]) -> None:
        """Keep what is known of reminders."""
        rows = [
            (name, entry.rule, _text(entry.since), None if entry.asked is None else _text(entry.asked))
            for name, entry in seen.items()
        ]
        with self._database.change() as connection:
            connection.executemany(queries.SAVE_SEEN, rows)

    def agent_state(self) -> Mapping[str, str]:
        """Return what the agent has noted about itself."""
        with self._database.reading() as connection:
            return MappingProxyType(dict(connection.execute(queries.AGENT_STATE).fetchall()))

    def set_agent_state(self, **values: str) -> None:
        """Note something about the agent itself."""
        with self._database.change() as connection:
            connection.executemany(queries.SET_AGENT_STATE, list(values.items()))

    def sessions(self, since: datetime) -> tuple[DoneSession, ...]:
        """Return the routines that were begun, continued or added since a moment."""
        with self._database.reading() as connection:
            rows = connection.execute(queries.SESSIONS, (_text(since),)).fetchall()
        return tuple(
            DoneSession(
                routine,
                _moment(began),
                date.fromisoformat(day),
                _moment(touched),
                bool(done),
                bool(elsewhere),
            )
            for routine, began, touched, day, done, elsewhere in rows
        )

    def tidy(self, now: datetime) -> None:
        """Delete what is more than a year old."""
        with self._database.change() as connection:
            for statement in queries.TIDY:
                connection.execute(statement, (_text(now - _KEEP_FOR),))

    def version(self) -> int:
        """Return a number that changes when another program has changed something."""
        with self._database.reading() as connection:
            return int(connection.execute("pragma data_version").fetchone()[0])


def _values(record: OccurrenceRecord) -> tuple[object, ...]:
    shown = None if record.shown is None else _text(record.shown)
    return (
        record.reminder, record.wall.isoformat(), _text(record.due), record.state,
        record.why, record.routine, shown, record.tries,
    )  # fmt: skip


def _record(values: Sequence[Any]) -> OccurrenceRecord:
    reminder, wall, due, state, why, routine, shown, tries = values
    moments = (datetime.fromisoformat(wall), _moment(due))
    return OccurrenceRecord(
        reminder, *moments, OccurrenceState(state), why, routine, _moment_or_none(shown), tries
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
