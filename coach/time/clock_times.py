"""Times of the day, days of the week and dates as people write them, and the hours between two times.

Pure. A time of the day is that of a clock on the wall, in whole minutes. Each `…_PATTERN` has all
forms that may be written, for other programs: an ECMA pattern, with no flags.

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Final

Hours = tuple[time, time]
"""From one time of the day to another; past midnight where the second is the earlier one."""

_DAYS: Final = (
    "mon(day)?",
    "tue(s(day)?)?",
    "wed(nesday)?",
    "thu(r(s(day)?)?)?",
    "fri(day)?",
    "sat(urday)?",
    "sun(day)?",
)
"""How each day may be written, the first a Monday: patterns."""
_GROUPS: Final = {"daily": range(7), "every ?day": range(7), "weekdays?": range(5), "weekends?": range(5, 7)}
_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily", "weekdays", "weekends")
_RELATIVE_DAYS: Final = ("yesterday", "today", "tomorrow")
_SHOWN: Final = 40
"""Characters of a wrong text that are repeated."""
_LONGEST: Final = 200
"""Characters of all days together, and entries of a list of days."""
_CLOCK: Final = r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00(\.0+)?)?"
_LOOSE_TIME: Final = r"(?i)(\d{1,2})\s*[:.h ]?\s*(\d\d)?\s*([ap])?\.?\s?(?:m\.?)?"
"""Compiled when it is needed: the settings are read before the first word of a session."""


_ANY_DATE: Final = r"[0-9]{4,6}-[0-9]{2}-[0-9]{2}"


def _any_case(patterns: Iterable[str]) -> str:
    return f"({re.sub('[a-z]', lambda match: f'[{match[0]}{match[0].upper()}]', '|'.join(patterns))})"


_A_TIME: Final = _CLOCK
_A_DAY: Final = _any_case(_DAYS)
_A_GROUP: Final = _any_case(_GROUPS)
_SOME_DAYS: Final = rf"\s*({_A_DAY}(\s*[-–]\s*{_A_DAY})?|{_A_GROUP})\s*"

TIME_PATTERN: Final = rf"^\s*{_A_TIME}\s*$"
HOURS_PATTERN: Final = rf"^\s*{_A_TIME}\s*[-–]\s*{_A_TIME}\s*$"
DAYS_PATTERN: Final = rf"^{_SOME_DAYS}(,{_SOME_DAYS})*$"
DATE_PATTERN: Final = r"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$"


def read_time(value: object) -> time:
    """Read a time of the day: `"10:30"`, `"7:05"`, or TOML's own `10:30:00`."""
    if isinstance(value, time):
        if value.second or value.microsecond:
            raise ValueError(f"{value} is not in whole minutes; write {_clock_text(value)}")
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError('this is not a time of the day; write it such as "10:30"')
    text = value.strip() if isinstance(value, str) else ""
    match = re.fullmatch(_CLOCK, text)
    if match is None:
        value_text = f"{value:.2f}" if isinstance(value, float) else str(value)
        raise ValueError(
            f'"{value_text[:_SHOWN]}" is not a time of the day; {_mend(value_text[:_SHOWN].strip())}'
        )
    return time(int(match[1]), int(match[2]))


def read_hours(value: object) -> Hours:
    """Read the hours from one time to another: `"9:00-18:00"`, or `"22:00-7:00"` past midnight."""
    first, dash, last = value.replace("–", "-").partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        value_text = f'"{value[:_SHOWN]}"' if isinstance(value, str) else "this"
        raise ValueError(
            f'{value_text} is not hours from one time to another; write them such as "9:00-18:00"'
        )
    hours = read_time(first), read_time(last)
    if hours[0] == hours[1]:
        raise ValueError("these hours begin and end at one time; write two times that differ")
    return hours


def read_days(value: object) -> frozenset[int]:
    """Read days of the week: `"mon-fri"`, `"mon,wed"`, `"weekends"`, `"daily"`, or a list of these.

    0 is Monday. Days from one to another pass over the week's end: `"fri-mon"` is four days.
    """
    values = value if isinstance(value, list) else [value]
    parts = [part for part in values if isinstance(part, str)]
    if len(parts) < len(values):
        raise ValueError('this is not days of the week; write them such as "mon-fri"')
    if sum(map(len, parts)) > _LONGEST or len(parts) > _LONGEST:
        raise ValueError('these are more days than a week has; write them such as "mon-fri"')
    words = [word.strip().lower() for part in parts for word in part.replace("–", "-").split(",")]
    days = frozenset(day for word in words for day in _days_of(word))
    if not days:
        raise ValueError('no day is named here; write days such as "mon-fri", or leave the key out')
    return days


def read_date(value: object) -> date:
    """Read a date from 2000 to 2199: `"2026-12-31"`, or TOML's own `2026-12-31`."""
    day = isinstance(value, date) and not isinstance(value, datetime)
    text = str(value) if day or isinstance(value, str) else ""
    if re.fullmatch(DATE_PATTERN, text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"there is no {text} in the calendar; write a day that there is") from None
    if day:
        raise ValueError(f"{text} is too far away to plan for; write a day from 2000 to 2199")
    value_text = f'"{text[:_SHOWN]}"' if text else "this"
    range_text = " from 2000 to 2199" if re.fullmatch(_ANY_DATE, text) else ""
    raise ValueError(f"{value_text} is not a date; write year, month and day{range_text}, such as 2026-12-31")


def within(clock: time, hours: Hours) -> bool:
    """Return whether a time of the day is within the hours: the first time is, the last is not."""
    first, last = hours
    return first <= clock < last if first < last else clock >= first or clock < last


def times_every(span: timedelta, hours: Hours) -> Iterator[time]:
    """Yield the times from the first of the hours on that are `span` apart, up to the last at most.

    The hours must not pass midnight; `span` is in whole minutes, and at least one.
    """
    first, last = (_minutes(clock) for clock in hours)
    for minute in range(first, last + 1, int(span.total_seconds()) // 60):
        yield time(*divmod(minute, 60))


def time_text(value: time | Hours) -> str:
    """Return a time, or hours, as they are read."""
    return _clock_text(value) if isinstance(value, time) else "-".join(map(_clock_text, value))


def _clock_text(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02}"


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _days_of(word: str) -> Iterable[int]:
    for pattern, days in _GROUPS.items():
        if re.fullmatch(pattern, word):
            return days
    first, dash, last = (part.strip() for part in word.partition("-"))
    first_day = _day_number(first)
    last_day = _day_number(last) if dash else first_day
    return [day % 7 for day in range(first_day, last_day + 1 + (7 if last_day < first_day else 0))]


def _day_number(name: str) -> int:
    for number, pattern in enumerate(_DAYS):
        if re.fullmatch(pattern, name):
            return number
    names = name.replace(" and ", " ").replace("/", " ").replace(";", " ").split()
    if len(names) > 1 and all(any(re.fullmatch(day, part) for day in _DAYS) for part in names):
        raise ValueError(f'"{name[:_SHOWN]}" is not a day; write "{",".join(names)}"')
    raise ValueError(f'"{name[:_SHOWN]}" is not a day; {_mend_of_day(name[:_SHOWN])}')


def _mend_of_day(name: str) -> str:
    """Return how to write a day of the week: the one that is meant, where that is clear."""
    from coach.language.day_names import days_meant, near_day_meant

    if name in _RELATIVE_DAYS or near_day_meant(name):
        return 'write the day of the week, such as "mon"'
    days = days_meant(name)
    suggestions = [days] if days else get_close_matches(name, _NAMES, 1, 0.6)
    return f'write "{suggestions[0]}"' if suggestions else 'write such as "mon-fri", "mon,wed" or "weekends"'


def _mend(text: str) -> str:
    """Return how to write a time of the day: the one that is meant, where that is clear."""
    match = re.fullmatch(_LOOSE_TIME, text)
    if match is None or not text.isascii():
        return 'write it such as "10:30"'
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    hour = 0 if (hour, minute) == (24, 0) else hour
    if hour > 23:
        return "an hour is 0 to 23"
    return f'write "{hour}:{minute:02}"' if minute < 60 else "a minute is 0 to 59"
