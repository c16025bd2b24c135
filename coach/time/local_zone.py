"""The time zone that the variable `TZ` names, read as the system's own C library reads it.

Reads files of the system's table of zones, and nothing else.

A name of that table, with `posix/` before it or not; the path of a file of it; or a rule of POSIX,
such as `CET-1CEST,M3.5.0,M10.5.0/3`. A colon may stand before each. Empty is UTC.

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
import struct
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_TABLE: Final = re.compile(r".*/zoneinfo(?:\.default)?/(?:posix/|right/)?(.+)")
"""What stands before the name in the path of a zone's file."""
_LETTERS: Final = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_AHEAD: Final = r"[+-]?\d{1,2}(?::[0-5]\d){0,2}"
_POSIX: Final = re.compile(
    rf"(?P<name>{_LETTERS}){_AHEAD}(?P<summer>{_LETTERS}(?:{_AHEAD})?)?(?P<rule>,.+)?", re.ASCII
)
_USED: Final = {
    "CET": "Europe/Berlin", "MEZ": "Europe/Berlin", "CEST": "Europe/Berlin", "EET": "Europe/Athens",
    "WET": "Europe/Lisbon", "GMT": "Europe/London", "BST": "Europe/London", "MSK": "Europe/Moscow",
    "EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles", "AKST": "America/Anchorage", "AST": "America/Halifax",
    "NST": "America/St_Johns", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "IST": "Asia/Kolkata",
    "AWST": "Australia/Perth", "ACST": "Australia/Adelaide", "AEST": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZT": "Pacific/Auckland",
}  # fmt: skip
"""What is called by letters alone, and where most who write that are."""
_FROM_UTC: Final = re.compile(r"[+-]\d")
_SHOWN: Final = 40
_LEAST: Final = 5
"""Letters of a name from which on one can be near to another."""


def named_zone(text: str) -> ZoneInfo:
    """Return the zone that a value of `TZ` means."""
    given = text.removeprefix(":")
    name = re.sub(r"^(posix|right)/", "", given) or "UTC"
    try:
        return _of_file(Path(given)) if Path(given).is_absolute() else ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no such name is a KeyError
        pass
    rule = _POSIX.fullmatch(given)
    if rule is not None and bool(rule["summer"]) is bool(rule["rule"]):  # else each system has its own summer
        try:
            return _of_rule(given, text)
        except ValueError:
            pass
    letters = name[:_SHOWN] if rule is None else rule["name"]
    near = nearest(letters) or _USED.get(letters.upper(), "Europe/Berlin")
    raise ValueError(f'TZ is "{text[:_SHOWN]}", which names no time zone; write a name, such as TZ="{near}"')


def nearest(given: str) -> str:
    """Return the zone whose last part is nearest to what was given; empty where none is near."""
    place = given.replace(" ", "_").rpartition("/")[2].lower()
    if _FROM_UTC.search(place):  # what is ahead in one way of writing is behind in another
        return ""
    near = get_close_matches(place, _places(), 1, 0.7) if len(place) >= _LEAST else []
    return _places()[near[0]] if near else ""


@cache
def _places() -> dict[str, str]:
    """Return each zone by its last part in small letters: 600 small files are looked at."""
    return {zone.rpartition("/")[2].lower(): zone for zone in sorted(available_timezones())}


def _of_file(path: Path) -> ZoneInfo:
    """Return the zone of a file, by its name where the table has it."""
    known = _TABLE.fullmatch(str(path.resolve()))
    if known is not None:
        return ZoneInfo(known[1])
    with path.open("rb") as file:
        return ZoneInfo.from_file(file, str(path))


def _of_rule(rule: str, name: str) -> ZoneInfo:
    """Return the zone that goes by a rule of POSIX from the beginning of time to its end.

    A file of a zone ends in such a rule, for what comes after the last change that it lists. This one
    lists none.
    """
    head = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    kind = struct.pack(">lbB4s", 0, 0, 0, b"UTC\0")
    zone = ZoneInfo.from_file(BytesIO((head + kind) * 2 + f"\n{rule}\n".encode("ascii")), name)
    for month in (1, 7):  # a whole day from UTC is told once it is asked for
        datetime(2000, month, 1, tzinfo=zone).utcoffset()
    return zone
