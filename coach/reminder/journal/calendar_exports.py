"""The events of exported calendars, on disk: in the history's database.

Errors: `CoachError` of the database, for every reason the file can give.
"""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from typing import Any

from coach.history.database import Database
from coach.history.model import Exported
from coach.reminder.journal import queries


class Exports:
    """The events of exported calendars, in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Exported, ...]:
        """Return each event as it was last exported."""
        with self._database.reading() as connection:
            return tuple(_export_from(*values) for values in connection.execute(queries.EXPORTS))

    def save(self, events: Iterable[Exported]) -> None:
        """Keep events as they are exported now."""
        with self._database.change() as connection:
            connection.executemany(
                queries.SAVE_EXPORT, [tuple(map(_column, astuple(event))) for event in events]
            )

    def may_be_incomplete(self) -> bool:
        """Return whether an older coach may have exported events that are not known here."""
        with self._database.reading() as connection:
            return connection.execute(queries.OLDER_THAN_EXPORTS).fetchone() is not None


def _column(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _export_from(  # noqa: PLR0913 - one parameter a column, as the query gives them
    uid: str,
    reminder: str,
    slot: str,
    title: str,
    first: str,
    last: str | None,
    sequence: int,
    content: str,
    changed: str,
    cancelled: Any,  # noqa: ANN401 - a column
) -> Exported:
    moments = (datetime.fromisoformat(first), None if last is None else datetime.fromisoformat(last))
    return Exported(
        uid,
        reminder,
        slot,
        title,
        *moments,
        sequence,
        content,
        datetime.fromisoformat(changed),
        bool(cancelled),
    )
