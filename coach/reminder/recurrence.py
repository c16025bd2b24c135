"""When a reminder comes: the moments of a rule, through clock changes and time zones.

Pure: the zone and the moment come in. A wall time that does not exist on its day comes at the
next moment that does; one that exists twice comes the first time. Two wall times that fall on
one moment are one occurrence, the earlier one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from coach.reminder.model import Occurrence, Reminder, Rule
from coach.time.clock_changes import change_moment

_DAY = timedelta(days=1)
_LAST = date.max - 2 * _DAY
"""A later day may have no moment in UTC."""


def next_occurrence(rule: Rule, after: datetime, zone: tzinfo) -> Occurrence | None:
    """Return the first occurrence after a moment; `None` where there are no more."""
    return next(occurrences(rule, after, zone), None)


def occurrences(
    rule: Rule, after: datetime, zone: tzinfo, to: datetime | None = None
) -> Iterator[Occurrence]:
    """Yield the occurrences after one moment, up to and including another, in order."""
    latest = after.astimezone(UTC)
    local = latest.astimezone(zone).replace(tzinfo=None)
    for wall in _walls(rule, local):
        moment = moment_of(wall, zone)
        if to is not None and moment > to:
            return
        if moment > latest:
            yield Occurrence(moment, wall)
            latest = moment


def zone_of(reminder: Reminder, here: tzinfo) -> tzinfo:
    """Return the zone whose clock a reminder follows: its own, else the one where the person is."""
    return ZoneInfo(reminder.zone) if reminder.zone else here


def moment_of(wall: datetime, zone: tzinfo) -> datetime:
    """Return the moment when a clock in the zone first shows this wall time, or skips it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return change_moment(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _walls(rule: Rule, local: datetime) -> Iterator[datetime]:
    """Yield the rule's wall times after what the clock shows, in order."""
    day = max(local.date(), rule.first) if rule.first else local.date()
    last = min(rule.until, _LAST) if rule.until else _LAST
    while day <= last:
        if day.weekday() in rule.days:
            for clock in rule.at:
                wall = datetime.combine(day, clock)
                if wall > local:
                    yield wall
        day += _DAY
