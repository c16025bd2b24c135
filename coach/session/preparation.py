"""What was asked for of a session, and its first line: all that has to be known before it is made.

Imports nothing that costs time: the sound is opened, and the line is made, before the routine is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coach import rates
from coach.config import Settings
from coach.cue import wording
from coach.cue.model import Spoken
from coach.routine.library import Library

if TYPE_CHECKING:
    from coach.session.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the listener asked for, of a routine.

    `keys`: there is a terminal to press them on.
    """

    routine: str
    settings: Settings
    minutes: float | None = None
    without: tuple[str, ...] = ()
    keys: bool = False


def first_words(wanted: Wanted, library: Library) -> tuple[Spoken, ...]:
    """Return the line that can be made before the routine is read in full: the welcome's first.

    Empty where the length that it tells is not the routine's own, and has to be reckoned.
    """
    found = library.peek(wanted.routine) if as_promised(wanted) else None
    return () if found is None else (Spoken(wording.welcome(*found)),)


def as_promised(wanted: Wanted) -> bool:
    """Return whether the routine is told in the manner that its own length in minutes is a promise for."""
    usual = (wanted.settings.rate, wanted.settings.detail, wanted.settings.level) == (rates.USUAL, "full", "")
    return usual and wanted.minutes is None and not wanted.without


class Preparation:
    """A session that is made ready once: its first words at once, and the whole when it is asked for.

    `kept` says whether there is a history to write to; it is asked for the whole.
    """

    def __init__(self, wanted: Wanted, library: Library, kept: Callable[[], bool]) -> None:
        self.wanted, self._library, self._kept = wanted, library, kept

    @cached_property
    def first_words(self) -> tuple[Spoken, ...]:
        """The line that can be made before the routine is read in full; empty where there is none."""
        return first_words(self.wanted, self._library)

    @cached_property
    def whole(self) -> "Prepared":
        """The script. `UsageError` where nothing of the routine is left."""
        from coach.session.prepare import prepare

        return prepare(self.wanted, self._library, kept=self._kept())
