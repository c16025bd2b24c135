"""Reminders as a calendar for the phone: iCalendar, RFC 5545.

Pure: the present moment and the zone come in. A reminder is one event for each of its times of the
day, each with a rule of its own: several times in one rule (BYHOUR) are lost on some phones. An
event has the same UID each time, so that a second import replaces it (`icalendar_revisions` says which, and
what is cancelled). There is no METHOD: PUBLISH wants an ORGANIZER, and others make it an invitation.

A time that does not exist on its day comes at different moments: in a calendar an hour later by the
new clock (RFC 5545), as a reminder at the first moment that exists. So for the next `YEARS` such days
are taken out of the event's rule (EXDATE), and an event for that one moment is added, where there is
none yet.

A calendar differs from the agent in four ways. What is paused, snoozed, skipped or held back by a
rule comes there in any case. After those years, a time that does not exist comes when RFC 5545 says.
The times stay in the zone of the export, even if the person travels; where that zone has no name,
they follow any clock. And the table of zones may have changed since. (No table foretells a whole day
that is left out, as in Samoa in 2011.)
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
    EventTimes,
    cancellation_of,
    event_of,
    read_event,
    timezone_of,
    with_id,
)
from coach.reminder.icalendar_parts import (
    Shown as Shown,
)
from coach.reminder.icalendar_revisions import PreviousExports, cancellations, event_id, with_sequence
from coach.reminder.model import EVERY_DAY, Reminder, Rule
from coach.reminder.recurrence import moment_of, next_occurrence, occurrences, zone_of
from coach.time.clock_changes import ZoneChange, changes
from coach.time.zones import read_zone

PRODUCT: Final = "-//coach//reminders//EN"
YEARS: Final = 10
"""Years for which the changes of the clock are written out."""
MOST_EVENTS: Final = 5_000
"""Events; phones are slow with more."""
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMELESS_ZONES: Final = ("local", "localtime", "Factory", "posixrules")
"""Names under which some systems keep their own zone; elsewhere they mean nothing."""


@dataclass(frozen=True, slots=True)
class Export:
    """A calendar, and what the next export must know of it: its events, and those that it cancels."""

    data: bytes
    events: tuple[Exported, ...]
    cancelled: tuple[Exported, ...]


def calendar(
    reminders: Iterable[Reminder], details_of: Callable[[Reminder], Shown], now: datetime, here: tzinfo
) -> bytes:
    """Return the calendar of the reminders from now on. `here` is the zone where the person is.

    Raises `UsageError` where it has more than `MOST_EVENTS` events.
    """
    return export(reminders, details_of, now, here).data


def export(
    reminders: Iterable[Reminder],
    details_of: Callable[[Reminder], Shown],
    now: datetime,
    here: tzinfo,
    *,
    previous: PreviousExports | None = None,
) -> Export:
    """Return the calendar, and its events as they will be known at the next export.

    A calendar without events has only a time zone: RFC 5545 wants something in it.
    """
    reminders = tuple(reminders)
    if sum(len(reminder.rule.at) for reminder in reminders) > MOST_EVENTS:
        raise UsageError(
            f"These are more than {MOST_EVENTS:,} events. Take some times out: coach remind edit"
        )
    changes_by_zone = {
        zone: _changes_ahead(zone, now)
        for zone in dict.fromkeys(_event_zone(reminder, here) for reminder in reminders)
        if zone
    }
    ical = _new_calendar(changes_by_zone, now)
    is_revision = previous is not None
    previous, events = previous or PreviousExports(), list[Exported]()
    for reminder in reminders:
        zone, details = _event_zone(reminder, here), details_of(reminder)
        for times in _times_of(reminder, zone, changes_by_zone.get(zone, ()) if zone else (), now):
            event = with_sequence(_export_of(times, reminder, details, now, previous), previous)
            events.append(event)
            component = event_of(times, reminder, details)
            ical.add_component(with_id(component, event, now, revision=is_revision))
    cancelled = cancellations(events, previous, now)
    for event in cancelled:
        ical.add_component(with_id(cancellation_of(event), event, now))
    if not ical.subcomponents:
        ical.add_component(timezone_of(ZoneInfo("UTC"), (), now))
    return Export(bytes(ical.to_ical()), tuple(events), cancelled)


def _new_calendar(changes_by_zone: Mapping[tzinfo, Sequence[ZoneChange]], now: datetime) -> Calendar:
    """Return a calendar with the zones of its events, and no events yet."""
    ical = Calendar()
    ical.add("prodid", PRODUCT)
    ical.add("version", "2.0")
    ical.add("x-wr-calname", "Coach")
    for zone, clock_changes in changes_by_zone.items():
        if zone is not UTC:
            ical.add_component(timezone_of(zone, clock_changes, now))
    return ical


def exported_in(data: bytes, now: datetime) -> tuple[Exported, ...]:
    """Return the events of a calendar that coach wrote; none where it cannot be read."""
    try:
        components = Calendar.from_ical(data).walk("VEVENT")
        return tuple(read_event(component, now) for component in components)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def has_name(zone: tzinfo) -> bool:
    """Return whether a zone has a name that means the same on a phone."""
    name = getattr(zone, "key", "")
    try:
        return name not in _NAMELESS_ZONES and bool(read_zone(name))
    except ValueError:
        return False


def _event_zone(reminder: Reminder, here: tzinfo) -> tzinfo | None:
    """Return the zone of a reminder's events; `None` where it has no name: then any clock's times serve."""
    zone = zone_of(reminder, here)
    if not has_name(zone):
        return None
    name = str(getattr(zone, "key", ""))
    return UTC if name == "UTC" else ZoneInfo(name)


def _changes_ahead(zone: tzinfo, now: datetime) -> tuple[ZoneChange, ...]:
    start = datetime(now.year, 1, 1, tzinfo=UTC)
    return tuple(changes(zone, start, start.replace(year=now.year + YEARS + 1)))


def _times_of(
    reminder: Reminder, zone: tzinfo | None, clock_changes: Sequence[ZoneChange], now: datetime
) -> Iterator[EventTimes]:
    """Yield the times of a reminder's events. `clock_changes` are those of the zone to come."""
    rule = reminder.rule
    for number, clock in enumerate(rule.at):
        times = _repeated_times(replace(rule, at=(clock,)), zone, clock_changes, now)
        if times is not None:
            yield replace(times, slot=f"#{number}", by_time=f"{clock:%H%M}")
    for change in clock_changes:
        if zone is not None and change.moment > now and _needs_own_event(rule, change, zone):
            first = change.wall_after.replace(tzinfo=zone)
            yield EventTimes(first, slot := f"{first:%Y%m%dT%H%M}", slot)


def _repeated_times(
    rule: Rule, zone: tzinfo | None, clock_changes: Sequence[ZoneChange], now: datetime
) -> EventTimes | None:
    """Return the event times of a rule with one time of the day, without a slot yet."""
    [clock] = rule.at
    rule_zone = zone or UTC  # of a zone without a name, UTC's days are near enough
    walls = (
        occurrence.wall
        for occurrence in occurrences(rule, now, rule_zone)
        if _exists(occurrence.wall, clock_changes)
    )
    first = next(walls, None)
    if first is None:
        return None
    rrule: dict[str, Any] = {"FREQ": "DAILY"}
    if rule.days != EVERY_DAY:
        rrule = {"FREQ": "WEEKLY", "BYDAY": [_BYDAY[day] for day in sorted(rule.days)]}
    if rule.until is not None:
        last = datetime.combine(rule.until, clock)
        rrule["UNTIL"] = last if zone is None else moment_of(last, zone)
    excluded = tuple(
        wall.replace(tzinfo=zone)
        for change in clock_changes
        for wall in _skipped_times(rule, change)
        if wall > first
    )
    return EventTimes(first.replace(tzinfo=zone), rule=rrule, excluded=excluded)


def _exists(wall: datetime, clock_changes: Sequence[ZoneChange]) -> bool:
    return not any(change.wall_before <= wall < change.wall_after for change in clock_changes)


def _skipped_times(rule: Rule, change: ZoneChange) -> Iterator[datetime]:
    """Yield the times of a rule that do not exist because of a change of the clock."""
    day, last = change.wall_before.date(), change.wall_after.date()
    while day <= last:
        for clock in rule.at:
            wall = datetime.combine(day, clock)
            if change.wall_before <= wall < change.wall_after and _falls_on(rule, wall):
                yield wall
        day += timedelta(days=1)


def _falls_on(rule: Rule, wall: datetime) -> bool:
    day = wall.date()
    in_dates = (rule.first is None or rule.first <= day) and (rule.until is None or day <= rule.until)
    return in_dates and day.weekday() in rule.days


def _needs_own_event(rule: Rule, change: ZoneChange, zone: tzinfo) -> bool:
    """Return whether a reminder comes at a clock change only because one of its times does not exist."""
    if change.wall_after <= change.wall_before or not any(_skipped_times(rule, change)):
        return False
    occurrence = next_occurrence(rule, change.moment - timedelta(seconds=1), zone)
    is_own_time = change.wall_after.time() in rule.at and _falls_on(rule, change.wall_after)
    return occurrence is not None and occurrence.moment == change.moment and not is_own_time


def _export_of(
    times: EventTimes, reminder: Reminder, details: Shown, now: datetime, previous: PreviousExports
) -> Exported:
    """Return what the next export must know of an event; its sequence is not set yet."""
    uid = event_id(previous, reminder.name, times.slot, times.by_time)
    rule = replace(reminder.rule, at=())
    # This text's digest is kept: renaming `Rule`, `Shown` or one of their fields would change every event.
    content = repr((times.by_time, rule, str(times.first.tzinfo), reminder.note, details))
    last = times.first if times.rule is None else times.rule.get("UNTIL")
    digest = sha256(content.encode(errors="replace")).hexdigest()[:16]
    return Exported(
        uid, reminder.name, times.slot, details.title, times.first, last, 0, digest, now.astimezone(UTC)
    )
