"""What is kept of reminders, as frozen values.

Pure. Moments are aware `datetime`s in UTC. A *wall* time is a naive one: what a clock on the wall
shows where the reminder lives.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class OccurrenceState(StrEnum):
    """What has become of an occurrence whose time has come."""

    WAITING = "waiting"
    """A rule holds it back for now."""
    FIRING = "firing"
    """About to be shown: after a crash, nobody knows whether it was."""
    SHOWN = "shown"
    SNOOZED = "snoozed"
    STARTED = "started"
    SKIPPED = "skipped"
    DISMISSED = "dismissed"
    IGNORED = "ignored"
    MISSED = "missed"
    DONE = "done"
    """Done before its time, so it did not come."""

    @property
    def open(self) -> bool:
        """Whether something may still come of it."""
        return self in (
            OccurrenceState.WAITING,
            OccurrenceState.FIRING,
            OccurrenceState.SHOWN,
            OccurrenceState.SNOOZED,
        )


@dataclass(frozen=True, slots=True)
class OccurrenceRecord:
    """An occurrence of a reminder. `due` is when it came, or comes again after a snooze.

    `why` is the reason for its state, in words; `tries` counts how often it was about to be shown;
    `routine` is the suggested one; `shown` is when it was shown.
    """

    reminder: str
    wall: datetime
    due: datetime
    state: OccurrenceState
    why: str = ""
    routine: str = ""
    shown: datetime | None = None
    tries: int = 0

    @property
    def key(self) -> tuple[str, datetime]:
        """What identifies the occurrence, whatever its state."""
        return self.reminder, self.wall

    def log_entry(self, at: datetime) -> "LogEntry":
        """Return the log's entry that it has reached its state, at a moment."""
        return LogEntry(at, self.reminder, self.wall, self.state, self.why)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that happened to a reminder: `what` is a word, `why` the reason in words."""

    at: datetime
    reminder: str
    wall: datetime
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class DoneSession:
    """A routine that was begun, and finished or not. `touched` is when it was last continued.

    One done `elsewhere`, without coach, has a day; `touched` is when it was added.
    """

    routine: str
    began: datetime
    day: date
    touched: datetime
    finished: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class ReminderSeen:
    """The rule of a reminder, since when it counts, and when the person was asked whether to move it."""

    rule: str
    since: datetime
    asked: datetime | None = None
