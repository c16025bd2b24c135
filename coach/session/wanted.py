"""What the listener asked for of a session, and its first line: what must be known before it is prepared.

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
    """What the listener asked for of a routine. `keys`: there is a terminal with keys."""

    routine: str
    settings: Settings
    minutes: float | None = None
    without: tuple[str, ...] = ()
    keys: bool = False


def first_words(wanted: Wanted, library: Library) -> tuple[Spoken, ...]:
    """Return the line that can be made before the routine is read in full: the welcome's first.

    Empty where the length that it says is not the routine's own and has to be calculated.
    """
    opening = library.peek(wanted.routine) if own_length_holds(wanted) else None
    return () if opening is None else (Spoken(wording.welcome(*opening)),)


def own_length_holds(wanted: Wanted) -> bool:
    """Return whether the session is spoken as usual, so that the routine's own length in minutes holds."""
    settings = wanted.settings
    is_usual = (settings.rate, settings.detail, settings.level) == (rates.USUAL, "full", "")
    return is_usual and wanted.minutes is None and not wanted.without
