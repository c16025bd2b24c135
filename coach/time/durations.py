"""Durations as people write them: in files as seconds, on the command line as spans of a minute or more.

Pure. Both are numbers with units, read by one scanner. They differ in their units, and a person who
types may also write "a week" and "2 days and 3 hours".

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Final

from coach.time.units import Seconds

LONGEST: Final = timedelta(days=3660)
"""The longest span that may be typed: ten years."""

_NUMBER: Final = r"[0-9]+(\.[0-9]+)?\s*"
_UNIT: Final = (
    "([hH]([oO][uU][rR][sS]?)?|[mM]([iI][nN]([uU][tT][eE])?[sS]?)?|[sS]([eE][cC]([oO][nN][dD])?[sS]?)?)"
)
DURATION: Final = rf"^\s*({_NUMBER}{_UNIT}\s*|{_NUMBER.removesuffix('*')}+)*{_NUMBER}({_UNIT}\s*)?$"
"""Every text that is a duration, as a pattern for other programs: ECMA's, with no flags.

No repeat in it can match the same text in two ways, so that it takes linear time.
"""

_SHORTEST: Final = timedelta(minutes=1)
_SHOWN: Final = 40
_LARGEST: Final = 1e300
"""A larger whole number may be no float."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What a piece of a duration looks like (a number, then its unit), and the seconds of each unit."""

    piece: re.Pattern[str]
    units: Mapping[str, int]


_IN_FILES: Final = _Grammar(
    re.compile(r"(\d+(?:\.\d+)?)(?![\d.])\s*([a-z]*)(?=[\s\d]|$)\s*", re.IGNORECASE),
    dict.fromkeys(("", *["s", "sec", "secs", "second", "seconds"]), 1)
    | dict.fromkeys(["m", "min", "mins", "minute", "minutes"], 60)
    | dict.fromkeys(["h", "hour", "hours"], 3600),
)
_TYPED: Final = _Grammar(
    re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?|an?(?=\s))\s*([a-z]+)(?=[\s\d,]|$)[\s,]*(?:and\s+)?"),
    dict.fromkeys(["m", "min", "mins", "minute", "minutes"], 60)
    | dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], 3600)
    | dict.fromkeys(["d", "day", "days"], 86_400)
    | dict.fromkeys(["w", "wk", "wks", "week", "weeks"], 604_800),
)
_HALF: Final = re.compile(r"\bhalf an? hour\b")


def parse_seconds(value: object) -> Seconds:
    """Read a duration as files have it: `30`, `"30 s"`, `"1 min 30 s"`, `"1.5 min"`.

    Raises `ValueError` for anything else, and for a bare word or a negative number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError('this is not a duration; write it as seconds or text, such as 30 or "1 min 30 s"')
    if not isinstance(value, str):
        return _positive(float(value) if abs(value) < _LARGEST else float("inf"))
    text = value.strip()
    if not text:
        raise ValueError('a duration is empty; write it such as "30 s"')
    total = _total(text, _IN_FILES)
    if total is None:
        raise ValueError(f'"{text[:_SHOWN]}" is not a duration; {_mend(text[:_SHOWN])}')
    return _positive(total)


def read_span(text: str) -> timedelta:
    """Read a span as people type it: `15m`, `2h`, `1h 30m`, `half an hour`, `2 days`, `a week`."""
    typed = _HALF.sub("30 min", text.strip().lower())
    total = _total(typed, _TYPED)
    if total is None:
        raise ValueError(f'"{text.strip()[:_SHOWN]}" is not a span of time; {_span_mend(typed[:_SHOWN])}')
    if total > LONGEST.total_seconds():
        raise ValueError("that is more than ten years; write a shorter span, such as 2d")
    if total < _SHORTEST.total_seconds():
        raise ValueError("a span is a minute at least; write it such as 15m")
    return timedelta(seconds=total)


def _total(text: str, grammar: _Grammar) -> float | None:
    """Return the seconds of all pieces together; `None` where part of the text is no piece."""
    total, position = 0.0, 0
    while position < len(text):
        match = grammar.piece.match(text, position)
        unit = grammar.units.get(match[2].lower()) if match else None
        if match is None or unit is None:
            return None
        total += unit * (1.0 if match[1].startswith("a") else float(match[1]))
        position = match.end()
    return total


def _mend(text: str) -> str:
    """Return how to write a duration in a file: the one that is meant, where that is clear."""
    plain_text = text.lower().strip()
    for pattern, mend in _LOOSE_DURATIONS:
        match = re.fullmatch(pattern, plain_text)
        if match is not None:
            return mend.format(*(group or "" for group in match.groups()))
    return _near_unit(plain_text, _IN_FILES) or 'write it such as "30 s" or "1 min 30 s"'


def _span_mend(text: str) -> str:
    """Return how to type a span: the one that is meant, where that is clear."""
    if len(text) < _SHOWN and text.replace(".", "", 1).isdecimal():
        return f"write {text}m for minutes, or {text}h for hours"
    return _near_unit(text, _TYPED) or "write it such as 15m, 2h, 1h 30m or 2d"


def _near_unit(text: str, grammar: _Grammar) -> str | None:
    """Return the mend for a unit that is misspelt, in small letters."""
    for word in re.findall(r"[a-z]+", text):
        near_units = get_close_matches(word, filter(None, grammar.units), 1, 0.7)
        if near_units and near_units[0] != word:
            return f'write "{near_units[0]}" for "{word}"'
    return None


_AMOUNT: Final = r"(\d+(?:\.\d+)?)"
_ANY_UNIT: Final = r"(h|hours?|min(?:ute)?s?|m|s|secs?|seconds?)?"
_LOOSE_DURATIONS: Final = (
    (r"(\d+),(\d+)\s*([a-z]*)", 'write a point for the comma, such as "{0}.{1} {2}"'),
    (r"(\d{1,2}):([0-5]\d)(?:\s*min(?:ute)?s?)?", 'write "{0} min {1} s"'),
    (r"(\d{1,3})\s*(?:\"|''|”|″)", 'write "{0} s"'),
    (r"(\d{1,3})\s*(?:'|’|′)", 'write "{0} min"'),
    (
        rf"{_AMOUNT}\s*{_ANY_UNIT}\s*(?:-|–|—|to|or)\s*\d+(?:\.\d+)?\s*([a-z]*)\.?",
        'write one time, such as "{0} {2}"',
    ),
    (
        rf"{_AMOUNT}\s*{_ANY_UNIT}\.?\s*(?:x|×|\*)\s*(\d+)(?:\s*(?:reps?|times))?",
        'write "{0} {1}" alone, and reps = {2} on a line of its own',
    ),
    (
        rf"(\d+)\s*(?:x|×|\*)\s*{_AMOUNT}\s*{_ANY_UNIT}",
        'write "{1} {2}" alone, and reps = {0} on a line of its own',
    ),
    (r"half an? (min(?:ute)?|hour)", 'write "0.5 {0}"'),
    (r"an? (min(?:ute)?|hour|sec(?:ond)?)", 'write "1 {0}"'),
    (rf"(?:~|about|approx\.?|ca\.?|for)\s*{_AMOUNT}\s*{_ANY_UNIT}", 'write "{0} {1}"'),
    (rf"{_AMOUNT}\s*{_ANY_UNIT}\.?\s+(?:each|per|on|a|holds?|both|every|times).*", 'write "{0} {1}" alone'),
    (rf"{_AMOUNT}\s*{_ANY_UNIT}\.", 'write "{0} {1}"'),
)
"""How people write a duration, in small letters, and the mend: compiled only when a mistake is made."""


def _positive(value: float) -> Seconds:
    if not 0 <= value < float("inf"):
        raise ValueError("a duration is nought or more seconds; write it such as 30")
    return Seconds(value)
