"""What was asked for of a session, and its first line: all that has to be known before it is made.

Imports nothing that costs time: the line is made before the routine is read in full.
"""

from dataclasses import dataclass

from coach.config.settings import Settings
from coach.cue import wording
from coach.cue.model import Spoken
from coach.language import rates
from coach.routine.library.library import Library


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
