"""When several reminders come in a span of time, one after the other.

Pure: the zone where the person is comes in.

Errors: `UsageError` for a span that is too long, or too far off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from heapq import merge
from typing import Final

from coach.errors import UsageError
from coach.language.grammar import counted
from coach.reminder.model import Occurrence, Reminder
from coach.reminder.recurrence import moment_of, occurrences, zone_of

MOST_LISTED: Final = 100_000
"""Occurrences that are listed at once."""
_DAY: Final = timedelta(days=1)
_YEARS: Final = range(2000, 2200)
"""Zones are known for these; a day near the calendar's ends has no moment."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One occurrence of one reminder, and the zone whose clock it follows."""

    occurrence: Occurrence
    reminder: Reminder
    zone: tzinfo

    @property
    def zone_name(self) -> str:
        """The zone's name in the table of zones, or its offset."""
        return str(getattr(self.zone, "key", self.zone))


def days(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return when the first day begins in a zone, and when the last one is over."""
    for day in (first, last):
        if day.year not in _YEARS:
            raise UsageError(f"{day} is too far off. Name a day from {_YEARS[0]} to {_YEARS[-1]}.")
    if last < first:
        raise UsageError(f"{last} is before {first}. Name the earlier day first.")
    return _day_start(first, zone), _day_start(last + _DAY, zone)


def comings(reminders: Iterable[Reminder], begin: datetime, end: datetime, here: tzinfo) -> Iterator[Coming]:
    """Yield what comes from one moment until another, in order; at the same moment, by name.

    `here` is the zone of the reminders that have none of their own.
    """
    reminders = tuple(reminders)
    count = sum(most_occurrences(reminder, begin, end) for reminder in reminders)
    if count > MOST_LISTED:
        raise UsageError(
            f"That could be {counted(count, 'time')}, more than {MOST_LISTED:,}. Name a shorter span."
        )
    return merge(*(_comings_of(reminder, begin, end, here) for reminder in reminders), key=_order)


def most_occurrences(reminder: Reminder, begin: datetime, end: datetime) -> int:
    """Return a number that the occurrences in a span do not exceed, without computing them."""
    rule = reminder.rule
    # A day on either side: there it may be another day than in UTC.
    first = max(begin.date() - _DAY, rule.first or date.min)
    last = min(end.date() + _DAY, rule.until or date.max)
    return max(0, (last - first).days + 1) * len(rule.at)


def _comings_of(reminder: Reminder, begin: datetime, end: datetime, here: tzinfo) -> Iterator[Coming]:
    zone = zone_of(reminder, here)
    just_before = datetime.resolution
    for occurrence in occurrences(reminder.rule, begin - just_before, zone, end - just_before):
        yield Coming(occurrence, reminder, zone)


def _order(coming: Coming) -> tuple[datetime, str]:
    return coming.occurrence.moment, coming.reminder.name


def _day_start(day: date, zone: tzinfo) -> datetime:
    return moment_of(datetime.combine(day, time()), zone)
