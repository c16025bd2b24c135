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

_HIGHEST: Final = 2**31 - 10_000
"""A sequence that another program wrote leaves room for ours: RFC 5545 ends them at 2**31 - 1."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an event shows of a reminder: its title, how many minutes it takes, and the command."""

    title: str
    minutes: float
    command: str


@dataclass(frozen=True, slots=True)
class Times:
    """When an event is: its first time, its rule if it repeats, and the times taken out of that.

    `slot` is which of the reminder's events it is, `by_time` what tells it from the others by its time.
    """

    first: datetime
    slot: str = ""
    by_time: str = ""
    rule: dict[str, Any] | None = None
    without: tuple[datetime, ...] = ()


def event_of(times: Times, reminder: Reminder, shown: Shown) -> Event:
    """Return an event with all that a calendar shows of it, and an alarm at its time."""
    title = _title(shown.title)
    lines = [_plain(line) for line in reminder.note.splitlines()]
    event, alarm = Event(), Alarm()
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


def cancelling(known: Exported) -> Event:
    """Return what takes an event off a calendar; its rule and its alarm go in any case."""
    event = Event()
    event.add("summary", _title(known.title))
    event.add("dtstart", known.first.astimezone(UTC) if known.first.tzinfo else known.first)
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def numbered(event: Event, known: Exported, now: datetime, *, revision: bool = True) -> Event:
    """Return an event with its id, and by which a calendar tells the later of two."""
    event.add("uid", known.uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    if revision:
        event.add("sequence", known.sequence)
        event.add("last-modified", known.changed.astimezone(UTC).replace(microsecond=0))
    return event


def read_event(event: Component, now: datetime) -> Exported:
    """Return what a calendar's event says of itself. What its reminder was is not in it."""
    first: Any = event["DTSTART"]
    first = first.dt
    if not isinstance(first, datetime):
        raise TypeError
    rule: Any = event.get("RRULE")
    until: Any = () if rule is None else rule.get("UNTIL", ())
    last = first if rule is None else next((each for each in until if isinstance(each, datetime)), None)
    gone = event.get("STATUS") == "CANCELLED"
    return Exported(
        str(event["UID"]), "", "", str(event.get("SUMMARY", "")), first, last,
        min(max(0, int(str(event.get("SEQUENCE", 0)))), _HIGHEST), "", now, gone,
    )  # fmt: skip


def _title(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    r"""Return text that comes through: icalendar takes `\N` for the end of a line, and loses the N."""
    return for_terminal(text).replace("\\N", "\\ N")


def timezone_of(zone: tzinfo, ahead: Sequence[ZoneChange], now: datetime) -> Timezone:
    """Return the zone's changes as a calendar has them, for phones that do not know it by its name.

    icalendar's own would begin each summer time an hour late: it writes the clock after the change.
    """
    whole = Timezone()
    whole.add("tzid", str(getattr(zone, "key", "")))
    begin = datetime(now.year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = begin.utcoffset() or timedelta(0)
    whole.add_component(_observed(ZoneChange(begin.astimezone(UTC), offset, offset), (), zone))
    kinds: dict[tuple[timedelta, timedelta], list[ZoneChange]] = {}
    for change in ahead:
        kinds.setdefault((change.before, change.after), []).append(change)
    for first, *more in kinds.values():
        whole.add_component(_observed(first, [change.wall_before for change in more], zone))
    return whole


def _observed(
    change: ZoneChange, more: Sequence[datetime], zone: tzinfo
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.wall_before)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.moment.astimezone(zone).tzname() or "")
    for was in more:
        part.add("rdate", was)
    return part
