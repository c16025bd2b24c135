"""The names of time zones.

Reads the system's own table of zones, and nothing else.

Errors: `ValueError` with what is wrong and, after a semicolon, the mend.
"""

import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.time.local_zone import nearest

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+/-]{0,79}")
_SHOWN: Final = 40


def read_zone(value: object) -> str:
    """Return the name of an existing zone, such as `Europe/Berlin`."""
    if not isinstance(value, str):
        raise ValueError('this is not a time zone; write its name, such as "Europe/Berlin"')
    if _NAME.fullmatch(value):
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise ValueError(f'there is no time zone "{value[:_SHOWN]}"; {_mend(value[:_SHOWN])}')


def _mend(text: str) -> str:
    suggestion = nearest(text)
    return f'write "{suggestion}"' if suggestion else 'write it such as "Europe/Berlin"'
