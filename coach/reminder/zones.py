"""The time zones that there are, by name.

Reads the system's own table of zones, and nothing else.

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+/-]{0,79}")
_SHOWN: Final = 40


def read_zone(value: object) -> str:
    """Return the name of a zone that there is, such as `Europe/Berlin`."""
    if not isinstance(value, str):
        raise ValueError('this is not a time zone; write its name, such as "Europe/Berlin"')
    if _NAME.fullmatch(value):
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise ValueError(f'there is no time zone "{value[:_SHOWN]}"; {_mend(value[:_SHOWN])}')


@cache
def _places() -> dict[str, str]:
    """Return each zone by its last part in small letters: 600 small files are looked at."""
    return {zone.rpartition("/")[2].lower(): zone for zone in sorted(available_timezones())}


def _mend(given: str) -> str:
    place = given.replace(" ", "_").rpartition("/")[2].lower()
    near = get_close_matches(place, _places(), 1, 0.7)
    found = _places()[near[0]] if near else ""
    return f'write "{found}"' if found else 'write it such as "Europe/Berlin"'
