"""How `1:30` is said: a time of the day, or how long something takes.

Pure. Each function takes what a row of `notation` has found, and returns what was found where it
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


def clock_time(found: Match[str]) -> str:
    """Return a clock time: `7:05 am` is "7 oh 5 a m"."""
    hour, minute = int(found[1]), int(found[2])
    if found[3] is None and (hour == 0 or (minute == 0 and not _after_at(found))):
        return found[0]
    if minute:
        words = f"{hour} {minute}" if minute > 9 else f"{hour} oh {minute}"
    else:
        words = f"{hour} o'clock" if found[3] is None else f"{hour}"
    return words if found[3] is None else f"{words} {found[3].lower()} m"


def lasting(found: Match[str]) -> str:
    """Return how long: `1:30 min` is "1 minute 30 seconds". Takes what stands before it, and the unit."""
    before, first, second = found[1], int(found[2]), int(found[3])
    hours = (found[4] or "m")[0].lower() == "h"
    large, small = ("hour", "minute") if hours else ("minute", "second")
    parts = [f"{many} {name}{'s' * (many != 1)}" for many, name in ((first, large), (second, small)) if many]
    return f"{before}{' '.join(parts)}" if parts else found[0]


def _after_at(found: Match[str]) -> bool:
    return _AT.search(found.string[max(0, found.start() - _LONGEST) : found.start()]) is not None
