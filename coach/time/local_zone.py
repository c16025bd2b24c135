"""The time zone that the variable `TZ` names, read as the system's own C library reads it.

Reads files of the system's table of zones, and nothing else.

A name of that table, with `posix/` before it or not; the path of a file of it; or a rule of POSIX,
such as `CET-1CEST,M3.5.0,M10.5.0/3`. Each may have a colon before it. Empty is UTC.

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
"""The path of a zone's file: the name comes after the folder of the table."""
_LETTERS: Final = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_OFFSET: Final = r"[+-]?\d{1,2}(?::[0-5]\d){0,2}"
_POSIX: Final = re.compile(
    rf"(?P<name>{_LETTERS}){_OFFSET}(?P<summer>{_LETTERS}(?:{_OFFSET})?)?(?P<rule>,.+)?", re.ASCII
)
_ZONE_OF_LETTERS: Final = {
    "CET": "Europe/Berlin", "MEZ": "Europe/Berlin", "CEST": "Europe/Berlin", "EET": "Europe/Athens",
    "WET": "Europe/Lisbon", "GMT": "Europe/London", "BST": "Europe/London", "MSK": "Europe/Moscow",
    "EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles", "AKST": "America/Anchorage", "AST": "America/Halifax",
    "NST": "America/St_Johns", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "IST": "Asia/Kolkata",
    "AWST": "Australia/Perth", "ACST": "Australia/Adelaide", "AEST": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZT": "Pacific/Auckland",
}  # fmt: skip
"""Zones that people call by letters alone, and where most of those people live."""
_FROM_UTC: Final = re.compile(r"[+-]\d")
_SHOWN: Final = 40
_FEWEST_LETTERS: Final = 5
"""Letters of a name from which on one can be near to another."""


def named_zone(text: str) -> ZoneInfo:
    """Return the zone that a value of `TZ` means."""
    value = text.removeprefix(":")
    name = re.sub(r"^(posix|right)/", "", value) or "UTC"
    try:
        return _zone_of_file(Path(value)) if Path(value).is_absolute() else ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no such name is a KeyError
        pass
    match = _POSIX.fullmatch(value)
    # A summer time without its rule, or a rule without it, differs by system.
    if match is not None and bool(match["summer"]) is bool(match["rule"]):
        try:
            return _zone_of_rule(value, text)
        except ValueError:
            pass
    letters = name[:_SHOWN] if match is None else match["name"]
    suggestion = nearest(letters) or _ZONE_OF_LETTERS.get(letters.upper(), "Europe/Berlin")
    raise ValueError(
        f'TZ is "{text[:_SHOWN]}", which names no time zone; write a name, such as TZ="{suggestion}"'
    )


def nearest(text: str) -> str:
    """Return the zone whose last part is nearest to the text; empty where none is near."""
    city = text.replace(" ", "_").rpartition("/")[2].lower()
    if _FROM_UTC.search(city):  # +1 is ahead of UTC in one notation and behind it in another
        return ""
    cities = get_close_matches(city, _places(), 1, 0.7) if len(city) >= _FEWEST_LETTERS else []
    return _places()[cities[0]] if cities else ""


@cache
def _places() -> dict[str, str]:
    """Return each zone by its last part in small letters: 600 small files are looked at."""
    return {zone.rpartition("/")[2].lower(): zone for zone in sorted(available_timezones())}


def _zone_of_file(path: Path) -> ZoneInfo:
    """Return the zone of a file, by its name where the table has it."""
    match = _TABLE.fullmatch(str(path.resolve()))
    if match is not None:
        return ZoneInfo(match[1])
    with path.open("rb") as file:
        return ZoneInfo.from_file(file, str(path))


def _zone_of_rule(rule: str, name: str) -> ZoneInfo:
    """Return the zone that keeps to a rule of POSIX at all times.

    A zone's file ends in such a rule, for the time after the last change that it lists. The file that
    is made here lists none.
    """
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    kind = struct.pack(">lbB4s", 0, 0, 0, b"UTC\0")
    zone = ZoneInfo.from_file(BytesIO((header + kind) * 2 + f"\n{rule}\n".encode("ascii")), name)
    for month in (1, 7):  # an offset of a whole day raises `ValueError` only here
        datetime(2000, month, 1, tzinfo=zone).utcoffset()
    return zone
