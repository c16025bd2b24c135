"""The two measures of time, and the way between them.

Pure. `Samples` count sound at the one rate that everything inside is reckoned
in; `Seconds` exist in files, settings and on the screen.

Errors: `ValueError` with the mend in its words, for a duration nobody can read.
"""

import re
from difflib import get_close_matches
from typing import Final, NewType

Samples = NewType("Samples", int)
"""Sound at `RATE` samples a second, mono."""

Seconds = NewType("Seconds", float)

RATE: Final = 48_000
"""Samples a second, in every timeline, clip and stream."""

_PIECE: Final = re.compile(
    r"(\d+(?:\.\d+)?)(?![\d.])\s*(h|hours?|min(?:ute)?s?|m|s|sec(?:ond)?s?)?(?=[\s\d]|$)\s*", re.IGNORECASE
)
_UNITS: Final = ("seconds", "second", "sec", "minutes", "minute", "min", "hours", "hour")
_LARGEST: Final = 1e300
"""A larger whole number may be no float."""
_IN_SECONDS: Final = {"h": 3600, "m": 60, "s": 1}

_NUMBER: Final = r"[0-9]+(\.[0-9]+)?\s*"
_UNIT: Final = (
    "([hH]([oO][uU][rR][sS]?)?|[mM]([iI][nN]([uU][tT][eE])?[sS]?)?|[sS]([eE][cC]([oO][nN][dD])?[sS]?)?)"
)
DURATION: Final = rf"^\s*({_NUMBER}{_UNIT}\s*|{_NUMBER.removesuffix('*')}+)*{_NUMBER}({_UNIT}\s*)?$"
"""Every text that is a duration, as a pattern for other programs: ECMA's, with no flags.

No repeat in it can match the same text in two ways, so that it takes linear time.
"""


def samples(seconds: float) -> Samples:
    """Return the nearest whole number of samples."""
    return Samples(round(seconds * RATE))


def seconds(count: Samples | int) -> Seconds:
    """Return `count` samples in seconds."""
    return Seconds(count / RATE)


def parse_seconds(value: object) -> Seconds:
    """Read a duration as people write it: `30`, `"30 s"`, `"1 min 30 s"`, `"1.5 min"`.

    Raises `ValueError` for anything else, and for a bare word or a negative number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError('this is not a duration; write it as seconds or text, such as 30 or "1 min 30 s"')
    if not isinstance(value, str):
        return _positive(float(value) if abs(value) < _LARGEST else float("inf"))
    text, at, total = value.strip(), 0, 0.0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise ValueError(f'"{value[:40]}" is not a duration; {_mend(value[:40])}')
        total += float(piece[1]) * _IN_SECONDS[(piece[2] or "s")[0].lower()]
        at = piece.end()
    if not text:
        raise ValueError('a duration is empty; write it such as "30 s"')
    return _positive(total)


def _mend(text: str) -> str:
    """Return how to write a duration: the one that is meant, where that can be told."""
    plain = text.lower().strip()
    for pattern, mend in _MEANT:
        found = re.fullmatch(pattern, plain)
        if found is not None:
            return mend.format(*(group or "" for group in found.groups()))
    for word in re.findall(r"[a-z]+", plain):
        near = get_close_matches(word, _UNITS, 1, 0.7)
        if near and near[0] != word:
            return f'write "{near[0]}" for "{word}"'
    return 'write it such as "30 s" or "1 min 30 s"'


_AMOUNT: Final = r"(\d+(?:\.\d+)?)"
_ANY_UNIT: Final = r"(h|hours?|min(?:ute)?s?|m|s|secs?|seconds?)?"
_MEANT: Final = (
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
"""How people write a duration, in small letters, and the mend: compiled once a mistake was made."""


def _positive(value: float) -> Seconds:
    if not 0 <= value < float("inf"):
        raise ValueError("a duration is nought or more seconds; write it such as 30")
    return Seconds(value)
