"""The reminders in force: read again when their file has changed, the last good ones while it is broken.

Touches disk. One thread at a time.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from coach.errors import CoachError
from coach.reminder.file.store import load, stamp
from coach.reminder.model import Reminder


class WatchedFile:
    """The reminders. `on_broken` is called for a file that cannot be used, once each time it was saved, and
    `on_mended` for one that can."""

    def __init__(
        self, on_broken: Callable[[CoachError], None], on_mended: Callable[[], None] = lambda: None
    ) -> None:
        self._on_broken, self._on_mended = on_broken, on_mended
        self._stamp: object = object()
        self.reminders: tuple[Reminder, ...] = ()
        self.saved_at: datetime | None = None
        """When the file was last saved, as far as that is known."""

    def is_news(self) -> bool:
        """Return whether the file was saved since it was read."""
        return stamp() != self._stamp

    def read(self) -> bool:
        """Read the file if it was saved since; return whether it was."""
        new_stamp = stamp()
        if new_stamp == self._stamp:
            return False
        self._stamp = new_stamp
        loaded = load()
        self.reminders = loaded.reminders
        self.saved_at = None if new_stamp is None else datetime.fromtimestamp(new_stamp[0] / 1e9, UTC)
        if loaded.broken is not None:
            self._on_broken(loaded.broken)
        else:
            self._on_mended()
        return True
