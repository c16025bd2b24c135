"""How `1:30` is said: a time of the day, or how long something takes.

Pure. Each function takes a match of a row of `notation`; it returns the matched text itself where that
may be either.
"""

import re
from re import Match
from typing import Final

_AT: Final = re.compile(
    r"(?:^|[.!?;] |\b(?:at|by|from|to|until|till|before|after|around|about|since|between|and|or|past)) ?$",
    re.IGNORECASE,
)
_LONGEST: Final = 12
"""Characters before a time that are looked at."""


def clock_time(match: Match[str]) -> str:
    """Return a clock time: `7:05 am` is "7 oh 5 a m"."""
    hour, minute = int(match[1]), int(match[2])
    if match[3] is None and (hour == 0 or (minute == 0 and not _after_at(match))):
        return match[0]
    if minute:
        words = f"{hour} {minute}" if minute > 9 else f"{hour} oh {minute}"
    else:
        words = f"{hour} o'clock" if match[3] is None else f"{hour}"
    return words if match[3] is None else f"{words} {match[3].lower()} m"


def duration_words(match: Match[str]) -> str:
    """Return a length of time: `1:30 min` is "1 minute 30 seconds". The match begins with words before it."""
    words_before, first, second = match[1], int(match[2]), int(match[3])
    hours = (match[4] or "m")[0].lower() == "h"
    large_unit, small_unit = ("hour", "minute") if hours else ("minute", "second")
    parts = [
        f"{count} {name}{'s' * (count != 1)}"
        for count, name in ((first, large_unit), (second, small_unit))
        if count
    ]
    return f"{words_before}{' '.join(parts)}" if parts else match[0]


def _after_at(match: Match[str]) -> bool:
    return _AT.search(match.string[max(0, match.start() - _LONGEST) : match.start()]) is not None
