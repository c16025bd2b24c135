"""The pieces of a calendar: events, and zones with their changes.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil
from typing import Any, Final

from icalendar import Alarm, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard

from coach.history.model import Exported
from coach.language.sanitize import for_terminal
from coach.reminder.model import Reminder
from coach.time.clock_changes import ZoneChange

_HIGHEST_SEQUENCE: Final = 2**31 - 10_000
"""A sequence that another program wrote leaves room for ours: RFC 5545 ends them at 2**31 - 1."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an event shows of a reminder: its title, how many minutes it takes, and the command."""

    title: str
    minutes: float
    command: str


@dataclass(frozen=True, slots=True)
class EventTimes:
    """When an event comes: its first time, and its rule if it repeats.

    `slot` says which of the reminder's events it is; `by_time` says it by the time, as older ids do.
    `excluded` are times taken out of the rule.
    """

    first: datetime
    slot: str = ""
    by_time: str = ""
    rule: dict[str, Any] | None = None
    excluded: tuple[datetime, ...] = ()


def event_of(times: EventTimes, reminder: Reminder, details: Shown) -> Event:
    """Return an event with all that a calendar shows of it, and an alarm at its time."""
    title = _title_line(details.title)
    lines = [_safe_text(line) for line in reminder.note.splitlines()]
    event, alarm = Event(), Alarm()
    event.add("summary", title)
    event.add("description", "\n".join([*lines, f"To begin: {_safe_text(details.command)}"]))
    event.add("dtstart", times.first)
    event.add("duration", timedelta(minutes=max(1, ceil(details.minutes))))
    if times.rule is not None:
        event.add("rrule", times.rule)
    for wall in times.excluded:
        event.add("exdate", wall)
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", "PT0S", encode=False)  # icalendar's P0D is right as well, and rarer on phones
    event.add_component(alarm)
    return event


def cancellation_of(export: Exported) -> Event:
    """Return the event that takes another off a calendar. It needs no rule and no alarm."""
    event = Event()
    event.add("summary", _title_line(export.title))
    event.add("dtstart", export.first.astimezone(UTC) if export.first.tzinfo else export.first)
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def with_id(event: Event, export: Exported, now: datetime, *, revision: bool = True) -> Event:
    """Return an event with its id, and with what tells a calendar which of two versions is the later."""
    event.add("uid", export.uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    if revision:
        event.add("sequence", export.sequence)
        event.add("last-modified", export.changed.astimezone(UTC).replace(microsecond=0))
    return event


def read_event(event: Component, now: datetime) -> Exported:
    """Return what a calendar's event says of itself. It does not name its reminder."""
    first: Any = event["DTSTART"]
    first = first.dt
    if not isinstance(first, datetime):
        raise TypeError
    rule: Any = event.get("RRULE")
    until_values: Any = () if rule is None else rule.get("UNTIL", ())
    last = (
        first
        if rule is None
        else next((moment for moment in until_values if isinstance(moment, datetime)), None)
    )
    is_cancelled = event.get("STATUS") == "CANCELLED"
    return Exported(
        str(event["UID"]), "", "", str(event.get("SUMMARY", "")), first, last,
        min(max(0, int(str(event.get("SEQUENCE", 0)))), _HIGHEST_SEQUENCE), "", now, is_cancelled,
    )  # fmt: skip


def _title_line(text: str) -> str:
    return " ".join(_safe_text(text).split())


def _safe_text(text: str) -> str:
    r"""Return text that icalendar keeps whole: it takes `\N` for the end of a line, and loses the N."""
    return for_terminal(text).replace("\\N", "\\ N")


def timezone_of(zone: tzinfo, clock_changes: Sequence[ZoneChange], now: datetime) -> Timezone:
    """Return the zone's changes as a calendar writes them, for phones that do not know the zone by name.

    icalendar's own function would begin each summer time an hour late: it writes the clock after the change.
    """
    timezone = Timezone()
    timezone.add("tzid", str(getattr(zone, "key", "")))
    year_start = datetime(now.year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = year_start.utcoffset() or timedelta(0)
    timezone.add_component(_observed(ZoneChange(year_start.astimezone(UTC), offset, offset), (), zone))
    by_offsets: dict[tuple[timedelta, timedelta], list[ZoneChange]] = {}
    for change in clock_changes:
        by_offsets.setdefault((change.before, change.after), []).append(change)
    for first, *others in by_offsets.values():
        timezone.add_component(_observed(first, [change.wall_before for change in others], zone))
    return timezone


def _observed(
    change: ZoneChange, other_times: Sequence[datetime], zone: tzinfo
) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    component.add("dtstart", change.wall_before)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.moment.astimezone(zone).tzname() or "")
    for other_time in other_times:
        component.add("rdate", other_time)
    return component
