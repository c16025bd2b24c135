"""Writes down what became of reminders: at once if possible, else together with the next write.

One thread at a time. A full disk, or a history that another program holds, loses no reminder:
what could not be written is known here, and is written later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from coach.errors import CoachError
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import DoneSession, LogEntry, OccurrenceRecord, ReminderSeen


class JournalBuffer:
    """The agent's view of the journal. `log` takes a line where the journal cannot be read or written."""

    def __init__(self, journal: Journal, log: Callable[[str], None]) -> None:
        self._journal, self._log = journal, log
        self._unwritten: list[tuple[tuple[OccurrenceRecord, ...], tuple[LogEntry, ...]]] = []
        self._occurrences: tuple[OccurrenceRecord, ...] = ()
        self._sessions: tuple[DoneSession, ...] = ()
        self._pauses: Mapping[str, datetime | None] = {}
        self._version = 0
        self._logged_errors: set[str] = set()

    def save_occurrences(self, records: Iterable[OccurrenceRecord], entries: Iterable[LogEntry] = ()) -> None:
        """Keep occurrences as they are now, and what happened to them."""
        change = (tuple(records), tuple(entries))
        if any(change):
            self._unwritten.append(change)
        for entry in change[1]:
            self._log(f"{entry.reminder}: {entry.what}{f', {entry.why}' if entry.why else ''}")
        self._write()

    def _write(self) -> None:
        """Write what is not written yet, as far as possible."""
        while self._unwritten:
            if not self._try(lambda: self._journal.save_occurrences(*self._unwritten[0])):
                return
            del self._unwritten[0]
            self._logged_errors.clear()

    def occurrences(self, since: datetime) -> tuple[OccurrenceRecord, ...]:
        """Return the occurrences that were due since a moment, and all that are still open."""

        def read() -> None:
            self._occurrences = self._journal.occurrences(since)

        self._try(read)
        by_key = {record.key: record for record in self._occurrences}
        for records, _ in self._unwritten:
            by_key |= {record.key: record for record in records}
        return tuple(by_key.values())

    def sessions(self, since: datetime) -> tuple[DoneSession, ...]:
        """Return the routines that were begun since a moment."""

        def read() -> None:
            self._sessions = self._journal.sessions(since)

        self._try(read)
        return self._sessions

    def pauses(self) -> Mapping[str, datetime | None]:
        """Return what is paused, and until when."""

        def read() -> None:
            self._pauses = self._journal.pauses()

        self._try(read)
        return self._pauses

    def delete_occurrences(self, records: Iterable[OccurrenceRecord], at: datetime, why: str) -> None:
        """Delete these occurrences, as if they had not come."""
        for record in records:
            self._try(lambda record=record: self._journal.delete_occurrence(record, at, why))  # type: ignore[misc]  # bound now, called now

    def last_closed(self, reminder: str, count: int) -> Sequence[OccurrenceRecord]:
        """Return a reminder's last occurrences that are over, the latest first."""
        records: list[OccurrenceRecord] = []
        self._try(lambda: records.extend(self._journal.last_closed(reminder, count)))
        return records

    def seen(self) -> Mapping[str, ReminderSeen]:
        """Return what is known of each reminder."""
        seen: dict[str, ReminderSeen] = {}
        self._try(lambda: seen.update(self._journal.seen()))
        return seen

    def save_seen(self, seen: Mapping[str, ReminderSeen]) -> None:
        """Keep what is known of reminders."""
        self._try(lambda: self._journal.save_seen(seen))

    def agent_state(self) -> Mapping[str, str]:
        """Return what the agent has noted about itself."""
        state: dict[str, str] = {}
        self._try(lambda: state.update(self._journal.agent_state()))
        return state

    def set_agent_state(self, **values: str) -> None:
        """Note something about the agent itself."""
        self._try(lambda: self._journal.set_agent_state(**values))

    def version(self) -> int:
        """Return a number that changes when another program has changed something."""

        def read() -> None:
            self._version = self._journal.version()

        self._try(read)
        return self._version

    def _try(self, action: Callable[[], object]) -> bool:
        """Do it; return whether it succeeded. Each error is logged once, until something is written again."""
        try:
            action()
        except CoachError as error:
            if str(error) not in self._logged_errors:
                self._logged_errors.add(str(error))
                self._log(str(error))
            return False
        return True
