"""Moments, spans and rules in words; and moments as people type them.

Pure: the moment it is and the zone come in. Days are named in British English, and times of the
day by the clock of 24 hours.

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from coach.language.grammar import counted, listed, of_many
from coach.reminder.model import EVERY_DAY, Rule
from coach.reminder.recurrence import moment_of
from coach.time.clock_times import read_date, read_days, read_time

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LISTED: Final = 6
"""Times of the day that are named one by one."""
_REGULAR: Final = 3
"""Times from which on equal distances are a pattern."""
_SHOWN: Final = 40

_UNITS: Final = {"minute": _MINUTE, "hour": timedelta(hours=1), "day": _DAY, "week": 7 * _DAY}
_DAY_AND_TIME: Final = re.compile(r"(\S+?)(?:\s+at\s+|\s+|[tT](?=\d))(\S+)")

_FROM_HERE: Final = (
    ("week", timedelta(days=21)),
    ("day", timedelta(hours=48)),
    ("hour", timedelta(hours=2)),
    ("minute", timedelta(0)),
)
"""The unit in which a distance is said, from so much on: 90 minutes, 26 hours, 3 days, 4 weeks."""


def when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a moment as one says it: `tomorrow at 10:30`, `Monday at 10:30`, `3 February 2027 at 10:30`.

    A day of the coming week is called by its name, any other by its date, with the year where it
    is another one.
    """
    there, here = moment.astimezone(zone), now.astimezone(zone)
    return f"{_day(there.date(), here.date())} at {there:%H:%M}"


def how_long(moment: datetime, now: datetime) -> str:
    """Return how far off a moment is: `in 25 minutes`, `in 4 hours`, `3 days ago`, `now`."""
    span = moment - now
    if abs(span) < _MINUTE / 2:
        return "now"
    size = abs(span)
    unit = next(unit for unit, least in _FROM_HERE if size >= least)
    said = counted(max(1, round(size / _UNITS[unit])), unit)
    return f"in {said}" if span > timedelta(0) else f"{said} ago"


def lasting(span: timedelta) -> str:
    """Return a span to the minute: `15 minutes`, `1 hour 30 minutes`, `2 days`."""
    left, parts = max(0, round(span / _MINUTE)), []
    for unit in ("day", "hour", "minute"):
        count, left = divmod(left, round(_UNITS[unit] / _MINUTE))
        parts += [f"{count} {of_many(count, unit)}"] if count else []  # as it is read, without a comma
    return " ".join(parts) or "0 minutes"


def in_words(rule: Rule) -> str:
    """Return when a rule comes: `at 10:30 and 15:00, Monday to Friday, until 31 December 2026`."""
    parts = [_times(rule.at), _weekdays(rule.days)]
    parts += [f"from {_date(rule.first)}"] if rule.first else []
    parts += [f"until {_date(rule.until)}"] if rule.until else []
    return ", ".join(parts)


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Read a moment to come: `18:00`, `tomorrow`, `friday`, `2026-12-31`, `friday 18:00`; in UTC.

    A day alone is its beginning. A time alone is its next coming. A day of the week is the next
    of that name, not today; a date may be past.
    """
    here = now.astimezone(zone)
    words = text.strip()
    if ":" in words and " " not in words and "T" not in words.upper():
        clock = read_time(words)
        today = moment_of(datetime.combine(here.date(), clock), zone)
        return today if today > now else moment_of(datetime.combine(here.date() + _DAY, clock), zone)
    both = _DAY_AND_TIME.fullmatch(words)
    clock = read_time(both[2]) if both else time()
    day = read_day(both[1] if both else words, here.date())
    try:
        return moment_of(datetime.combine(day, clock), zone)
    except OverflowError:
        raise ValueError(f"{day} is too far off; write an earlier date") from None


def read_day(text: str, today: date) -> date:
    """Read a day: `today`, `tomorrow`, `friday` (the next, not today), `2026-12-31`."""
    word = text.strip().lower()
    if word in _NEAR:
        return today + _NEAR[word] * _DAY
    if word[:1].isdigit():
        return read_date(word)
    try:
        [number] = read_days(word)
    except ValueError:
        mend = _mend_of_day(word[:_SHOWN])
        raise ValueError(f'"{text.strip()[:_SHOWN]}" is not a day; {mend}') from None
    return today + _DAY * ((number - today.weekday() - 1) % 7 + 1)


def _mend_of_day(word: str) -> str:
    """Return how to write a day: the one that is meant, where that can be told."""
    from coach.language.day_names import days_meant, near_day_meant

    names = tuple(map(str.lower, _WEEKDAYS))
    short = days_meant(word) or ""
    meant = near_day_meant(word) or next((name for name in names if name[:3] == short), None)
    near = [meant] if meant else get_close_matches(word, (*_NEAR, *names), 1)
    return f'write "{near[0]}"' if near else "write it such as tomorrow, friday, 18:00 or 2026-12-31"


def _day(day: date, today: date) -> str:
    """Return a day as one calls it today."""
    ahead = (day - today).days
    if ahead in _NEAR.values():
        return next(word for word, days in _NEAR.items() if days == ahead)
    if 1 < ahead < 7:
        return _WEEKDAYS[day.weekday()]
    return _date(day) if day.year != today.year else f"{day.day} {_MONTHS[day.month - 1]}"


def _date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _times(at: Sequence[time]) -> str:
    """Return the times of a day: one by one, as a pattern, or only how many where they are many."""
    minutes = [clock.hour * 60 + clock.minute for clock in at]
    gaps = {after - before for before, after in pairwise(minutes)}
    if len(at) >= _REGULAR and len(gaps) == 1:
        [gap] = gaps
        every = _every(timedelta(minutes=gap))
        return f"every {every} from {at[0]:%H:%M} to {at[-1]:%H:%M}"
    if len(at) > _LISTED:
        return f"at {counted(len(at), 'time')} from {at[0]:%H:%M} to {at[-1]:%H:%M}"
    return f"at {listed(f'{clock:%H:%M}' for clock in at)}"


def _every(span: timedelta) -> str:
    return lasting(span).removeprefix("1 ") if span in _UNITS.values() else lasting(span)


def _weekdays(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "every day"
    names = [_WEEKDAYS[day] for day in sorted(days)]
    if len(days) >= _REGULAR and max(days) - min(days) == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return listed(names)
