"""The values that each setting may have, in one table, and the readers of these values.

Pure. The defaults and their meaning are in `config.toml`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from coach.language import rates, telephone
from coach.language.grammar import listed
from coach.time.clock_times import HOURS_PATTERN, Hours, read_hours, time_text
from coach.time.durations import DURATION, parse_seconds
from coach.time.units import Seconds


@dataclass(frozen=True, slots=True)
class Key:
    """The values that a setting may have. `read` gives one or raises `ValueError`; `mend` says what to write.

    `shape` is the JSON Schema of the value in a file; `read` takes a variable's text as well. `write`
    turns a value into the form that a file has.
    """

    read: Callable[[object], object]
    mend: str
    shape: Mapping[str, object]
    write: Callable[[Any], object] = lambda value: value


def _whole_number(least: int, most: int) -> Key:
    def read(value: object) -> int:
        number = int(value, 10) if isinstance(value, str) and value.isascii() else value
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise ValueError
        return number

    shape = {"type": "integer", "minimum": least, "maximum": most}
    return Key(read, f"Write a whole number from {least} to {most}.", shape)


def _one_of(*words: str) -> Key:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    quoted = [f'"{word}"' for word in words]
    return Key(read, f"Write {listed(quoted, 'or')}.", {"enum": list(words)})


def _text(least: int, most: int, mend: str) -> Key:
    def read(value: object) -> str:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not least <= len(text.strip()) <= most or not text.isprintable():
            raise ValueError
        return text.strip()

    return Key(read, mend, {"type": "string", "minLength": least, "maxLength": most})


_LONGEST_BARE: Final = 99_999
"""A longer number without quotes may have had a plus, which TOML drops."""


def _number_to_call() -> Key:
    def read(value: object) -> str:
        short = isinstance(value, int) and not isinstance(value, bool) and value <= _LONGEST_BARE
        text = str(value) if short else value
        if not isinstance(text, str):
            raise ValueError
        telephone.parse(text)
        return text.strip()

    mend = 'Write the one number to call, in figures and in quotes, such as "112".'
    return Key(read, mend, {"type": "string", "pattern": telephone.PATTERN})


def _yes_or_no() -> Key:
    known_words = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
        ("false", "no", "off", "0"), False
    )

    def read(value: object) -> bool:
        flag = value if isinstance(value, bool) else known_words.get(str(value).lower())
        if flag is None:
            raise ValueError
        return flag

    return Key(read, "Write true or false.", {"type": "boolean"})


def _seconds(most: float) -> Key:
    def read(value: object) -> Seconds:
        duration = parse_seconds(value)
        if duration > most:
            raise ValueError
        return duration

    number, text = {"type": "number", "minimum": 0, "maximum": most}, {"type": "string", "pattern": DURATION}
    return Key(read, f"Write a number of seconds from 0 to {most:g}.", {"anyOf": [number, text]})


def _hours(mend: str) -> Key:
    def read(value: object) -> Hours | None:
        return None if isinstance(value, str) and not value.strip() else read_hours(value)

    shape = {"anyOf": [{"const": ""}, {"type": "string", "pattern": HOURS_PATTERN}]}
    return Key(read, mend, shape, lambda hours: time_text(hours) if hours else "")


def _minutes(least: int, most: int) -> Key:
    """Return a length of time in whole minutes, from `least` to `most`."""

    def read(value: object) -> Seconds:
        duration = parse_seconds(value)
        if not least * 60 <= duration <= most * 60 or duration % 60:
            raise ValueError
        return duration

    number = {"type": "number", "minimum": least * 60, "maximum": most * 60}
    mend = f'Write such as "15 min": whole minutes, from {least} to {most}.'
    shape = {"anyOf": [number, {"type": "string", "pattern": DURATION}]}
    return Key(read, mend, shape, lambda value: f"{value / 60:g} min")


SPEC: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "voice": _text(1, 300, 'Write "auto", or a name that `coach voices` lists.'),
        "rate": _whole_number(rates.SLOWEST, rates.FASTEST),
        "detail": _one_of("full", "short", "quiet"),
        "level": _one_of("", "gentle", "moderate", "strong"),
        "device": _text(0, 300, 'Write "", or a name that `coach devices` lists.'),
        "volume": _whole_number(0, 100),
        "quiet_before": _seconds(10),
        "ask": _yes_or_no(),
        "emergency": _number_to_call(),
        "plain": _yes_or_no(),
        "reminders.speak": _one_of("ask", "yes", "no"),
        "reminders.quiet": _hours('Write hours such as "22:00-7:00", or "" for none.'),
        "reminders.snooze": _minutes(1, 720),
        "reminders.terminal": _text(1, 300, 'Write "auto", or the command that opens a terminal.'),
        "reminders.chime": _yes_or_no(),
        "reminders.session": _yes_or_no(),
        "reminders.microphone": _yes_or_no(),
        "reminders.full_screen": _yes_or_no(),
        "reminders.do_not_disturb": _yes_or_no(),
        "reminders.away": _yes_or_no(),
        "reminders.done": _yes_or_no(),
        "reminders.move": _yes_or_no(),
    }
)
"""Every setting; one of a table has the table's name and a point before its own."""
TABLES: Final = tuple(dict.fromkeys(key.partition(".")[0] for key in SPEC if "." in key))
