"""A session made ready once: its first line, and then the whole, each when it is needed.

Imports nothing that costs time: the sound is opened, and the line is made, before the routine is read.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from coach.cue.model import Spoken
from coach.routine.library.library import Library
from coach.session.wanted import Wanted, first_words

if TYPE_CHECKING:
    from coach.prepare import Prepared


class Preparation:
    """A session that is made ready once: its first words, and the whole when it is needed.

    `has_history` returns whether there is one to write to; it is called for the whole only.
    """

    def __init__(self, wanted: Wanted, library: Library, has_history: Callable[[], bool]) -> None:
        self.wanted, self._library, self._has_history = wanted, library, has_history

    @cached_property
    def first_words(self) -> tuple[Spoken, ...]:
        """The line that can be made before the routine is read in full; empty where there is none."""
        return first_words(self.wanted, self._library)

    @cached_property
    def whole(self) -> "Prepared":
        """The script. `UsageError` where nothing of the routine is left."""
        from coach.prepare import prepare

        return prepare(self.wanted, self._library, saved=self._has_history())
