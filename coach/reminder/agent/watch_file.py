"""The reminders in force: read anew when their file has changed, the last good ones while it is broken.

Touches disk. One thread at a time.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from coach.errors import CoachError
from coach.reminder.file.store import load, stamp
from coach.reminder.model import Reminder


class WatchedFile:
    """The reminders. `told` hears of a file that cannot be used, once for each time it was saved, and
    `mended` of one that can."""

    def __init__(self, told: Callable[[CoachError], None], mended: Callable[[], None] = lambda: None) -> None:
        self._told, self._mended = told, mended
        self._stamp: object = object()
        self.reminders: tuple[Reminder, ...] = ()
        self.written: datetime | None = None
        """When the file was last saved, as far as that is known."""

    def is_news(self) -> bool:
        """Return whether the file was saved since it was read."""
        return stamp() != self._stamp

    def read(self) -> bool:
        """Read the file if it was saved since; return whether it was."""
        now = stamp()
        if now == self._stamp:
            return False
        self._stamp = now
        loaded = load()
        self.reminders = loaded.reminders
        self.written = None if now is None else datetime.fromtimestamp(now[0] / 1e9, UTC)
        if loaded.broken is not None:
            self._told(loaded.broken)
        else:
            self._mended()
        return True
