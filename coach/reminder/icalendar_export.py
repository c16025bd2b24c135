"""Reminders as a calendar for the phone: iCalendar, RFC 5545.

Pure: the moment it is and the zone come in. A reminder is one event for each of its times of the
day, each with a rule of its own: several times in one rule (BYHOUR) are lost on some phones. An
event has the same UID each time, so that a second import replaces it (`icalendar_revisions` says which, and
what is cancelled). There is no METHOD: PUBLISH wants an ORGANIZER, and others make it an invitation.

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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar

from coach.errors import UsageError
from coach.history.model import Exported
from coach.reminder.icalendar_parts import (
    Shown as Shown,
)
from coach.reminder.icalendar_parts import (
    Times,
    cancelling,
    event_of,
    numbered,
    read_event,
    timezone_of,
)
from coach.reminder.icalendar_revisions import Given, cancelled, chosen_id, revised
from coach.reminder.model import EVERY_DAY, Reminder, Rule
from coach.reminder.recurrence import moment_of, next_occurrence, occurrences, zone_of
from coach.time.clock_changes import ZoneChange, changes
from coach.time.zones import read_zone

PRODUCT: Final = "-//coach//reminders//EN"
YEARS: Final = 10
"""Years for which the changes of the clock are written out."""
MOST: Final = 5_000
"""Events; phones are slow with more."""
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMELESS: Final = ("local", "localtime", "Factory", "posixrules")
"""Names under which some systems keep their own zone; elsewhere they mean nothing."""


@dataclass(frozen=True, slots=True)
class Export:
    """A calendar, and what is to be known of it at the next: its events, and those that it cancels."""

    data: bytes
    events: tuple[Exported, ...]
    cancelled: tuple[Exported, ...]


def calendar(
    reminders: Iterable[Reminder], shown: Callable[[Reminder], Shown], now: datetime, here: tzinfo
) -> bytes:
    """Return the calendar of what the reminders come to from now on. `here` is where the person is.

    Raises `UsageError` where that is more than `MOST` events.
    """
    return export(reminders, shown, now, here).data


def export(
    reminders: Iterable[Reminder],
    shown: Callable[[Reminder], Shown],
    now: datetime,
    here: tzinfo,
    *,
    given: Given | None = None,
) -> Export:
    """Return the calendar, and what calendars have been given with it beside what was `given` before.

    One without events has a time zone alone: RFC 5545 wants something in it.
    """
    some = tuple(reminders)
    if sum(len(reminder.rule.at) for reminder in some) > MOST:
        raise UsageError(f"These are more than {MOST:,} events. Take some times out: coach remind edit")
    ahead = {zone: _ahead(zone, now) for zone in dict.fromkeys(_zone(each, here) for each in some) if zone}
    whole = _begun(ahead, now)
    before, events = given or Given(), list[Exported]()
    for reminder in some:
        zone, said = _zone(reminder, here), shown(reminder)
        for times in _events(reminder, zone, ahead.get(zone, ()) if zone else (), now):
            event = revised(_exported(times, reminder, said, now, before), before)
            events.append(event)
            part = event_of(times, reminder, said)
            whole.add_component(numbered(part, event, now, revision=given is not None))
    gone = cancelled(events, before, now)
    for event in gone:
        whole.add_component(numbered(cancelling(event), event, now))
    if not whole.subcomponents:
        whole.add_component(timezone_of(ZoneInfo("UTC"), (), now))
    return Export(bytes(whole.to_ical()), tuple(events), gone)


def _begun(ahead: Mapping[tzinfo, Sequence[ZoneChange]], now: datetime) -> Calendar:
    """Return a calendar that has the zones of its events alone."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("x-wr-calname", "Coach")
    for zone, coming in ahead.items():
        if zone is not UTC:
            whole.add_component(timezone_of(zone, coming, now))
    return whole


def exported_in(data: bytes, now: datetime) -> tuple[Exported, ...]:
    """Return the events of a calendar of coach; none of one that cannot be read."""
    try:
        parts = Calendar.from_ical(data).walk("VEVENT")
        return tuple(read_event(part, now) for part in parts)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


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


def _ahead(zone: tzinfo, now: datetime) -> tuple[ZoneChange, ...]:
    begin = datetime(now.year, 1, 1, tzinfo=UTC)
    return tuple(changes(zone, begin, begin.replace(year=now.year + YEARS + 1)))


def _events(
    reminder: Reminder, zone: tzinfo | None, ahead: Sequence[ZoneChange], now: datetime
) -> Iterator[Times]:
    """Yield a reminder's events. `ahead`: the changes of the zone's clock."""
    rule = reminder.rule
    for number, clock in enumerate(rule.at):
        event = _repeated(replace(rule, at=(clock,)), zone, ahead, now)
        if event is not None:
            yield replace(event, slot=f"#{number}", by_time=f"{clock:%H%M}")
    for change in ahead:
        if zone is not None and change.moment > now and _alone(rule, change, zone):
            first = change.wall_after.replace(tzinfo=zone)
            yield Times(first, slot := f"{first:%Y%m%dT%H%M}", slot)


def _repeated(rule: Rule, zone: tzinfo | None, ahead: Sequence[ZoneChange], now: datetime) -> Times | None:
    """Return the event of a rule with one time of the day; its slot is still to come."""
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
    return Times(first.replace(tzinfo=zone), rule=said, without=without)


def _exists(wall: datetime, ahead: Sequence[ZoneChange]) -> bool:
    return not any(change.wall_before <= wall < change.wall_after for change in ahead)


def _lost(rule: Rule, change: ZoneChange) -> Iterator[datetime]:
    """Yield the times of a rule that do not exist because of a change of the clock."""
    day, last = change.wall_before.date(), change.wall_after.date()
    while day <= last:
        for clock in rule.at:
            wall = datetime.combine(day, clock)
            if change.wall_before <= wall < change.wall_after and _on(rule, wall):
                yield wall
        day += timedelta(days=1)


def _on(rule: Rule, wall: datetime) -> bool:
    day = wall.date()
    inside = (rule.first is None or rule.first <= day) and (rule.until is None or day <= rule.until)
    return inside and day.weekday() in rule.days


def _alone(rule: Rule, change: ZoneChange, zone: tzinfo) -> bool:
    """Return whether a reminder comes at a change only because a time of it does not exist."""
    if change.wall_after <= change.wall_before or not any(_lost(rule, change)):
        return False
    coming = next_occurrence(rule, change.moment - timedelta(seconds=1), zone)
    its_own = change.wall_after.time() in rule.at and _on(rule, change.wall_after)
    return coming is not None and coming.moment == change.moment and not its_own


def _exported(times: Times, reminder: Reminder, shown: Shown, now: datetime, given: Given) -> Exported:
    """Return what is to be known of an event; its sequence is still to come."""
    uid = chosen_id(given, reminder.name, times.slot, times.by_time)
    rule = replace(reminder.rule, at=())
    content = repr((times.by_time, rule, str(times.first.tzinfo), reminder.note, shown))
    last = times.first if times.rule is None else times.rule.get("UNTIL")
    digest = sha256(content.encode(errors="replace")).hexdigest()[:16]
    return Exported(
        uid, reminder.name, times.slot, shown.title, times.first, last, 0, digest, now.astimezone(UTC)
    )
