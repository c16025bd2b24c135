"""Reminders as a calendar for the phone: iCalendar, RFC 5545.

Pure: the moment it is and the zone come in. A reminder is one event for each of its times of the
day, each with a rule of its own: several times in one rule (BYHOUR) are lost on some phones. An
event has the same UID each time, so that a second import replaces it.

What a calendar does with a time that does not exist on its day is not what a reminder does: RFC 5545
has it an hour later by the new clock, a reminder comes at the first moment there is. So for the
coming `YEARS` such days are taken out of the event's rule (EXDATE), and an event for that one
moment stands beside it, where none does yet.

A calendar comes at other moments than the agent in four ways: what is paused, snoozed, skipped or
held back by a rule comes there all the same; after those years a time that does not exist comes
when RFC 5545 has it; the times stay those of the zone at the export, wherever the person goes,
unless that zone has no name: then they are any clock's; and what the table of zones says may
have changed since. (A whole day that is left out, as in Samoa in 2011, is not foretold anywhere.)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from coach.errors import UsageError
from coach.reminder.changes import Change, changes
from coach.reminder.model import EVERY_DAY, Reminder, Rule
from coach.reminder.plan import moment_of, next_occurrence, occurrences, zone_of
from coach.reminder.zones import read_zone
from coach.text import for_terminal

PRODUCT: Final = "-//coach//reminders//EN"
YEARS: Final = 10
"""Years for which the changes of the clock are written out."""
MOST: Final = 5_000
"""Events; phones are slow with more."""
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMELESS: Final = ("local", "localtime", "Factory", "posixrules")
"""Names under which some systems keep their own zone; elsewhere they mean nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an event shows of a reminder: its title, how many minutes it takes, and the command."""

    title: str
    minutes: float
    command: str


def calendar(
    reminders: Iterable[Reminder], shown: Callable[[Reminder], Shown], now: datetime, here: tzinfo
) -> bytes:
    """Return the calendar of what the reminders come to from now on. `here` is where the person is.

    Raises `UsageError` where that is more than `MOST` events.
    """
    some = tuple(reminders)
    if sum(len(reminder.rule.at) for reminder in some) > MOST:
        raise UsageError(f"These are more than {MOST:,} events. Take some times out: coach remind edit")
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("x-wr-calname", "Coach")
    ahead = {zone: _ahead(zone, now) for zone in dict.fromkeys(_zone(each, here) for each in some) if zone}
    for known, coming in ahead.items():
        if known is not UTC:
            whole.add_component(_timezone(known, coming, now))
    for reminder in some:
        zone, said = _zone(reminder, here), shown(reminder)
        for event in _events(reminder, zone, ahead.get(zone, ()) if zone else (), now):
            whole.add_component(_dressed(event, reminder, said, now))
    return bytes(whole.to_ical())


def named(zone: tzinfo) -> bool:
    """Return whether a zone has a name that means the same on a phone."""
    name = getattr(zone, "key", "")
    try:
        return name not in _NAMELESS and bool(read_zone(name))
    except ValueError:
        return False


def _zone(reminder: Reminder, here: tzinfo) -> tzinfo | None:
    """Return the zone of a reminder's events; `None` where it has no name, and any clock's times serve."""
    zone = zone_of(reminder, here)
    if not named(zone):
        return None
    name = str(getattr(zone, "key", ""))
    return UTC if name == "UTC" else ZoneInfo(name)


def _ahead(zone: tzinfo, now: datetime) -> tuple[Change, ...]:
    begin = datetime(now.year, 1, 1, tzinfo=UTC)
    return tuple(changes(zone, begin, begin.replace(year=now.year + YEARS + 1)))


@dataclass(frozen=True, slots=True)
class _Times:
    """When an event is: its first time, its rule if it repeats, the times taken out of that, and its id."""

    first: datetime
    id: str
    rule: dict[str, Any] | None = None
    without: tuple[datetime, ...] = ()


def _events(
    reminder: Reminder, zone: tzinfo | None, ahead: Sequence[Change], now: datetime
) -> Iterator[_Times]:
    """Yield a reminder's events. `ahead`: the changes of the zone's clock."""
    rule = reminder.rule
    for clock in rule.at:
        event = _repeated(replace(rule, at=(clock,)), zone, ahead, now)
        if event is not None:
            yield replace(event, id=_id(reminder, f"{clock:%H%M}"))
    for change in ahead:
        if zone is not None and change.moment > now and _alone(rule, change, zone):
            first = change.becomes.replace(tzinfo=zone)
            yield _Times(first, _id(reminder, f"{first:%Y%m%dT%H%M}"))


def _repeated(rule: Rule, zone: tzinfo | None, ahead: Sequence[Change], now: datetime) -> _Times | None:
    """Return the event of a rule with one time of the day; its id is still to come."""
    [clock] = rule.at
    by = zone or UTC  # of a zone without a name, UTC's days are near enough
    begins = (o.wall for o in occurrences(rule, now, by) if _exists(o.wall, ahead))
    first = next(begins, None)
    if first is None:
        return None
    said: dict[str, Any] = {"FREQ": "DAILY"}
    if rule.days != EVERY_DAY:
        said = {"FREQ": "WEEKLY", "BYDAY": [_BYDAY[day] for day in sorted(rule.days)]}
    if rule.until is not None:
        last = datetime.combine(rule.until, clock)
        said["UNTIL"] = last if zone is None else moment_of(last, zone)
    without = tuple(
        wall.replace(tzinfo=zone) for change in ahead for wall in _lost(rule, change) if wall > first
    )
    return _Times(first.replace(tzinfo=zone), "", said, without)


def _exists(wall: datetime, ahead: Sequence[Change]) -> bool:
    return not any(change.was <= wall < change.becomes for change in ahead)


def _lost(rule: Rule, change: Change) -> Iterator[datetime]:
    """Yield the times of a rule that do not exist because of a change of the clock."""
    day, last = change.was.date(), change.becomes.date()
    while day <= last:
        for clock in rule.at:
            wall = datetime.combine(day, clock)
            if change.was <= wall < change.becomes and _on(rule, wall):
                yield wall
        day += timedelta(days=1)


def _on(rule: Rule, wall: datetime) -> bool:
    day = wall.date()
    inside = (rule.first is None or rule.first <= day) and (rule.until is None or day <= rule.until)
    return inside and day.weekday() in rule.days


def _alone(rule: Rule, change: Change, zone: tzinfo) -> bool:
    """Return whether a reminder comes at a change only because a time of it does not exist."""
    if change.becomes <= change.was or not any(_lost(rule, change)):
        return False
    coming = next_occurrence(rule, change.moment - timedelta(seconds=1), zone)
    its_own = change.becomes.time() in rule.at and _on(rule, change.becomes)
    return coming is not None and coming.moment == change.moment and not its_own


def _id(reminder: Reminder, which: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"coach:reminder:{reminder.name}:{which}"))


def _dressed(times: _Times, reminder: Reminder, shown: Shown, now: datetime) -> Event:
    """Return an event with all that a calendar shows of it, and an alarm at its time."""
    title = " ".join(_plain(shown.title).split())
    lines = [_plain(line) for line in reminder.note.splitlines()]
    event, alarm = Event(), Alarm()
    event.add("uid", times.id)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", title)
    event.add("description", "\n".join([*lines, f"To begin: {_plain(shown.command)}"]))
    event.add("dtstart", times.first)
    event.add("duration", timedelta(minutes=max(1, ceil(shown.minutes))))
    if times.rule is not None:
        event.add("rrule", times.rule)
    for wall in times.without:
        event.add("exdate", wall)
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", "PT0S", encode=False)  # icalendar's P0D is right as well, and rarer on phones
    event.add_component(alarm)
    return event


def _plain(text: str) -> str:
    r"""Return text that comes through: icalendar takes `\N` for the end of a line, and loses the N."""
    return for_terminal(text).replace("\\N", "\\ N")


def _timezone(zone: tzinfo, ahead: Sequence[Change], now: datetime) -> Timezone:
    """Return the zone's changes as a calendar has them, for phones that do not know it by its name.

    icalendar's own would begin each summer time an hour late: it writes the clock after the change.
    """
    whole = Timezone()
    whole.add("tzid", str(getattr(zone, "key", "")))
    begin = datetime(now.year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = begin.utcoffset() or timedelta(0)
    whole.add_component(_observed(Change(begin.astimezone(UTC), offset, offset), (), zone))
    kinds: dict[tuple[timedelta, timedelta], list[Change]] = {}
    for change in ahead:
        kinds.setdefault((change.before, change.after), []).append(change)
    for first, *more in kinds.values():
        whole.add_component(_observed(first, [change.was for change in more], zone))
    return whole


def _observed(change: Change, more: Sequence[datetime], zone: tzinfo) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.was)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.moment.astimezone(zone).tzname() or "")
    for was in more:
        part.add("rdate", was)
    return part
