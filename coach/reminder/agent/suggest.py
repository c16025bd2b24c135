"""Which routine a reminder suggests, by the library and by what was done and suggested.

Touches disk.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from coach.errors import CoachError
from coach.routine.library.library import Library, default
from coach.routine.library.suggest import least_recent
from coach.routine.model import Category


class Suggestions:
    """The routines as they are now. `last_times` gives when each was last done or suggested."""

    def __init__(self, last_times: Callable[[], Mapping[str, datetime]]) -> None:
        self._library: Library = default()
        self._last_times = last_times
        self._titles: dict[str, tuple[str, float] | None] = {}

    def title(self, routine: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes; `None` where there is no such routine that can be used."""
        if routine and routine not in self._titles:
            self._titles[routine] = self._library.peek(routine) or self._full_title(routine)
        return self._titles.get(routine)

    def choose(self, category: str) -> str | None:
        """Return the routine of a category that was done or suggested longest ago."""
        entries = self._library.entries(Category(category))
        if not entries:
            return None
        try:
            last_times = self._last_times()
        except CoachError:  # a history that cannot be read; any of them is better than none
            last_times = {}
        return least_recent(entries, last_times).id

    def in_category(self, category: str) -> frozenset[str]:
        """Return the ids of a category's routines."""
        return frozenset(entry.id for entry in self._library.entries(Category(category)))

    def _full_title(self, routine: str) -> tuple[str, float] | None:
        """Read a routine in full, where a quick look at its file is not enough."""
        try:
            content = self._library.routine(routine)
        except CoachError:
            return None
        return content.name, content.minutes
