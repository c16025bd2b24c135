"""Reminders as values: when they come, and what goes on around the person.

Pure. A *wall* time is a naive `datetime`: what a clock on the wall shows where the reminder lives.
Moments are aware `datetime`s in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from coach.errors import Place
from coach.time.clock_times import Hours
from coach.time.units import Seconds

WINDOW: Final = timedelta(hours=2)
"""How long after its time a reminder is still useful, unless it says otherwise."""
EVERY_DAY: Final = frozenset(range(7))
MOST_REMINDERS: Final = 10_000
"""Reminders of one file."""
USUAL_HOURS: Final[Hours] = (time(9), time(18))
"""From when to when a reminder with `every` comes, unless it says otherwise."""
NOWHERE: Final = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """When a reminder comes: at each of these times on each of these days (0 is Monday).

    `at` is in order, without repeats, in whole minutes. It comes on the days `first` and `until`, too.
    """

    at: tuple[time, ...]
    days: frozenset[int] = EVERY_DAY
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A routine, or a category from which one is chosen each time, and when to suggest it.

    `zone` is an IANA name; empty, the reminder follows the clock where the person is. `speak` is
    `None` where the setting decides; `voice` is empty for the voice in the settings.
    """

    name: str
    rule: Rule
    routine: str = ""
    category: str = ""
    zone: str = ""
    speak: bool | None = None
    voice: str = ""
    note: str = ""
    window: timedelta = WINDOW
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One occurrence of a reminder: the moment, and the wall time that the rule names.

    The two differ only where that wall time does not exist, or comes twice. By its wall time an
    occurrence stays the same in another zone, or after the clock was set.
    """

    moment: datetime
    wall: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """What goes on at the computer now; `None` where the system does not tell."""

    session: bool = False
    locked: bool | None = None
    full_screen: bool | None = None
    microphone: bool | None = None
    undisturbed: bool | None = None
    """Whether the person has asked their desktop not to disturb."""
    idle: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notification shows. A button is its id and its label."""

    title: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
