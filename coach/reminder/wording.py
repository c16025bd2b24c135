"""Moments, spans and rules in words; and moments as people type them.

Pure: the present moment and the zone come in. Days are named in British English, and times of the
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
_NEAR_DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOST_LISTED: Final = 6
"""At most so many times of the day are named one by one."""
_FEWEST_IN_PATTERN: Final = 3
"""From so many times on, equal distances are a pattern."""
_MOST_SHOWN: Final = 40

_UNITS: Final = {"minute": _MINUTE, "hour": timedelta(hours=1), "day": _DAY, "week": 7 * _DAY}
_DAY_AND_TIME: Final = re.compile(r"(\S+?)(?:\s+at\s+|\s+|[tT](?=\d))(\S+)")

_UNIT_FROM: Final = (
    ("week", timedelta(days=21)),
    ("day", timedelta(hours=48)),
    ("hour", timedelta(hours=2)),
    ("minute", timedelta(0)),
)
"""The unit of a distance, and the least for which it is used: 90 minutes, 26 hours, 3 days, 4 weeks."""


def when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a moment as people say it: `tomorrow at 10:30`, `Monday at 10:30`, `3 February 2027 at 10:30`.

    A day of the coming week is called by its name, any other by its date, with the year where that
    is not this one.
    """
    local, local_now = moment.astimezone(zone), now.astimezone(zone)
    return f"{_day(local.date(), local_now.date())} at {local:%H:%M}"


def how_long(moment: datetime, now: datetime) -> str:
    """Return how far off a moment is: `in 25 minutes`, `in 4 hours`, `3 days ago`, `now`."""
    span = moment - now
    if abs(span) < _MINUTE / 2:
        return "now"
    size = abs(span)
    unit = next(unit for unit, least in _UNIT_FROM if size >= least)
    amount = counted(max(1, round(size / _UNITS[unit])), unit)
    return f"in {amount}" if span > timedelta(0) else f"{amount} ago"


def lasting(span: timedelta) -> str:
    """Return a span to the minute: `15 minutes`, `1 hour 30 minutes`, `2 days`."""
    minutes, parts = max(0, round(span / _MINUTE)), []
    for unit in ("day", "hour", "minute"):
        count, minutes = divmod(minutes, round(_UNITS[unit] / _MINUTE))
        parts += [f"{count} {of_many(count, unit)}"] if count else []  # as it is read, without a comma
    return " ".join(parts) or "0 minutes"


def in_words(rule: Rule) -> str:
    """Return when a rule comes: `at 10:30 and 15:00, Monday to Friday, until 31 December 2026`."""
    parts = [_times(rule.at), _weekdays(rule.days)]
    parts += [f"from {_date(rule.first)}"] if rule.first else []
    parts += [f"until {_date(rule.until)}"] if rule.until else []
    return ", ".join(parts)


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Read a future moment: `18:00`, `tomorrow`, `friday`, `2026-12-31`, `friday 18:00`; in UTC.

    A day alone means its beginning, a time alone the next time that clocks show it. A day of the week
    is the next of that name, not today; a date may be past.
    """
    local_now = now.astimezone(zone)
    words = text.strip()
    if ":" in words and " " not in words and "T" not in words.upper():
        clock = read_time(words)
        today = moment_of(datetime.combine(local_now.date(), clock), zone)
        return today if today > now else moment_of(datetime.combine(local_now.date() + _DAY, clock), zone)
    match = _DAY_AND_TIME.fullmatch(words)
    clock = read_time(match[2]) if match else time()
    day = read_day(match[1] if match else words, local_now.date())
    try:
        return moment_of(datetime.combine(day, clock), zone)
    except OverflowError:
        raise ValueError(f"{day} is too far off; write an earlier date") from None


def read_day(text: str, today: date) -> date:
    """Read a day: `today`, `tomorrow`, `friday` (the next, not today), `2026-12-31`."""
    word = text.strip().lower()
    if word in _NEAR_DAYS:
        return today + _NEAR_DAYS[word] * _DAY
    if word[:1].isdigit():
        return read_date(word)
    try:
        [number] = read_days(word)
    except ValueError:
        mend = _day_mend(word[:_MOST_SHOWN])
        raise ValueError(f'"{text.strip()[:_MOST_SHOWN]}" is not a day; {mend}') from None
    return today + _DAY * ((number - today.weekday() - 1) % 7 + 1)


def _day_mend(word: str) -> str:
    """Return how to write a day: the one that was probably meant, if there is a guess."""
    from coach.language.day_names import days_meant, near_day_meant

    names = tuple(map(str.lower, _WEEKDAYS))
    abbreviation = days_meant(word) or ""
    name = near_day_meant(word) or next((weekday for weekday in names if weekday[:3] == abbreviation), None)
    closest = [name] if name else get_close_matches(word, (*_NEAR_DAYS, *names), 1)
    return f'write "{closest[0]}"' if closest else "write it such as tomorrow, friday, 18:00 or 2026-12-31"


def _day(day: date, today: date) -> str:
    """Return a day as people call it today."""
    days_ahead = (day - today).days
    if days_ahead in _NEAR_DAYS.values():
        return next(word for word, days in _NEAR_DAYS.items() if days == days_ahead)
    if 1 < days_ahead < 7:
        return _WEEKDAYS[day.weekday()]
    return _date(day) if day.year != today.year else f"{day.day} {_MONTHS[day.month - 1]}"


def _date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _times(at: Sequence[time]) -> str:
    """Return the times of a day: one by one, as a pattern, or only their number where there are many."""
    minutes = [clock.hour * 60 + clock.minute for clock in at]
    gaps = {after - before for before, after in pairwise(minutes)}
    if len(at) >= _FEWEST_IN_PATTERN and len(gaps) == 1:
        [gap] = gaps
        distance = _every(timedelta(minutes=gap))
        return f"every {distance} from {at[0]:%H:%M} to {at[-1]:%H:%M}"
    if len(at) > _MOST_LISTED:
        return f"at {counted(len(at), 'time')} from {at[0]:%H:%M} to {at[-1]:%H:%M}"
    return f"at {listed(f'{clock:%H:%M}' for clock in at)}"


def _every(span: timedelta) -> str:
    return lasting(span).removeprefix("1 ") if span in _UNITS.values() else lasting(span)


def _weekdays(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "every day"
    names = [_WEEKDAYS[day] for day in sorted(days)]
    if len(days) >= _FEWEST_IN_PATTERN and max(days) - min(days) == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return listed(names)
