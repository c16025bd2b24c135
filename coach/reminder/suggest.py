"""Which routine a reminder suggests: asked of the library and of what was done and suggested.

Touches disk.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from coach.errors import CoachError
from coach.routine.library import Library, default
from coach.routine.model import Category

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Suggestions:
    """The routines as they are now. `last` gives when each was last done or suggested."""

    def __init__(self, last: Callable[[], Mapping[str, datetime]]) -> None:
        self._library: Library = default()
        self._last = last

    def title(self, routine: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes; `None` where there is no such routine that can be used."""
        found = self._library.peek(routine) if routine else None
        if found is not None or not routine:
            return found
        try:
            whole = self._library.routine(routine)
        except CoachError:
            return None
        return whole.name, whole.minutes

    def choose(self, category: str) -> str | None:
        """Return the routine of a category that was done or suggested longest ago."""
        entries = self._library.entries(Category(category))
        if not entries:
            return None
        last = self._last()
        return min(entries, key=lambda entry: last.get(entry.id, _NEVER)).id

    def of(self, category: str) -> frozenset[str]:
        """Return the ids of a category's routines."""
        return frozenset(entry.id for entry in self._library.entries(Category(category)))
