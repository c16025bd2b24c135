"""What came of reminders, written down: at once where that can be, else with the next that can.

One thread at a time. A disk that is full, or a history that another program holds, loses no
reminder: what could not be written is known here, and is written later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from coach.errors import CoachError
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import DoneSession, LogEntry, OccurrenceRecord, ReminderSeen


class JournalBuffer:
    """The agent's view of what is kept. `told` takes a line for its log when something cannot be."""

    def __init__(self, reminded: Journal, told: Callable[[str], None]) -> None:
        self._journal, self._told = reminded, told
        self._unwritten: list[tuple[tuple[OccurrenceRecord, ...], tuple[LogEntry, ...]]] = []
        self._last: tuple[OccurrenceRecord, ...] = ()
        self._did: tuple[DoneSession, ...] = ()
        self._pauses: Mapping[str, datetime | None] = {}
        self._version = 0
        self._troubles: set[str] = set()

    def save_occurrences(self, rows: Iterable[OccurrenceRecord], happened: Iterable[LogEntry] = ()) -> None:
        """Keep occurrences as they are now, and what happened to them."""
        change = (tuple(rows), tuple(happened))
        if any(change):
            self._unwritten.append(change)
        for each in change[1]:
            self._told(f"{each.reminder}: {each.what}{f', {each.why}' if each.why else ''}")
        self._write()

    def _write(self) -> None:
        """Write what is not written yet, as far as that can be done."""
        while self._unwritten:
            if not self._tried(lambda: self._journal.save_occurrences(*self._unwritten[0])):
                return
            del self._unwritten[0]
            self._troubles.clear()

    def occurrences(self, since: datetime) -> tuple[OccurrenceRecord, ...]:
        """Return the occurrences that were due since a moment, and all that are still open."""

        def read() -> None:
            self._last = self._journal.occurrences(since)

        self._tried(read)
        found = {kept.key: kept for kept in self._last}
        for rows, _ in self._unwritten:
            found |= {kept.key: kept for kept in rows}
        return tuple(found.values())

    def did(self, since: datetime) -> tuple[DoneSession, ...]:
        """Return the routines that were begun since a moment."""

        def read() -> None:
            self._did = self._journal.did(since)

        self._tried(read)
        return self._did

    def pauses(self) -> Mapping[str, datetime | None]:
        """Return what is paused, and until when."""

        def read() -> None:
            self._pauses = self._journal.pauses()

        self._tried(read)
        return self._pauses

    def take_back(self, rows: Iterable[OccurrenceRecord], at: datetime, why: str) -> None:
        """Forget that these came."""
        for row in rows:
            self._tried(lambda row=row: self._journal.unkeep(row, at, why))  # type: ignore[misc]  # bound now, called now

    def last(self, reminder: str, count: int) -> Sequence[OccurrenceRecord]:
        """Return a reminder's last occurrences that are over, the latest first."""
        found: list[OccurrenceRecord] = []
        self._tried(lambda: found.extend(self._journal.last(reminder, count)))
        return found

    def known(self) -> Mapping[str, ReminderSeen]:
        """Return what is known of each reminder."""
        found: dict[str, ReminderSeen] = {}
        self._tried(lambda: found.update(self._journal.known()))
        return found

    def save_seen(self, known: Mapping[str, ReminderSeen]) -> None:
        """Keep what is known of reminders."""
        self._tried(lambda: self._journal.save_seen(known))

    def noted(self) -> Mapping[str, str]:
        """Return what the agent has noted of itself."""
        found: dict[str, str] = {}
        self._tried(lambda: found.update(self._journal.agent()))
        return found

    def set_agent_state(self, **values: str) -> None:
        """Note something of the agent itself."""
        self._tried(lambda: self._journal.set_agent_state(**values))

    def version(self) -> int:
        """Return a number that is another once another program has changed something."""

        def read() -> None:
            self._version = self._journal.version()

        self._tried(read)
        return self._version

    def _tried(self, what: Callable[[], object]) -> bool:
        """Do it; each trouble is told once, until something was written again."""
        try:
            what()
        except CoachError as error:
            if str(error) not in self._troubles:
                self._troubles.add(str(error))
                self._told(str(error))
            return False
        return True
