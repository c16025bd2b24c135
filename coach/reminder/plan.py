"""When a reminder comes: the moments of a rule, through clock changes and time zones.

Pure: the zone and the moment come in. A wall time that does not exist on its day comes at the
next moment that does; one that exists twice comes the first time. Two wall times that fall on
one moment are one occurrence, the earlier one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from coach.reminder.model import Occurrence, Rule

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def next_occurrence(rule: Rule, after: datetime, zone: tzinfo) -> Occurrence | None:
    """Return the first occurrence after a moment; `None` where there is none any more."""
    return next(occurrences(rule, after, zone), None)


def occurrences(
    rule: Rule, after: datetime, zone: tzinfo, to: datetime | None = None
) -> Iterator[Occurrence]:
    """Yield the occurrences after one moment, up to and with another, in order."""
    last = after.astimezone(UTC)
    for day in _days(rule, last.astimezone(zone).date()):
        for clock in rule.at:
            wall = datetime.combine(day, clock)
            moment = moment_of(wall, zone)
            if to is not None and moment > to:
                return
            if moment > last:
                yield Occurrence(moment, wall)
                last = moment


def moment_of(wall: datetime, zone: tzinfo) -> datetime:
    """Return the moment at which a clock in the zone first shows this wall time, or has passed over it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _leap(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _leap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between two at which the zone's clock leaps forward; to the second."""
    was = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == was:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _days(rule: Rule, here: date) -> Iterator[date]:
    """Yield the rule's days from the one before `here` on: a day that was left out comes on the next."""
    day = max(here - _DAY, rule.first) if rule.first else here - _DAY
    last = rule.until or date.max - _DAY
    while day <= last:
        if day.weekday() in rule.days:
            yield day
        day += _DAY
