"""What of a shell's environment moves coach's folders or its clock, or is a setting of its own.

Pure: the environment comes in. A program that the system starts has none of it, and would look for
the reminders elsewhere, or bring them at other hours. XDG_RUNTIME_DIR moves nothing: the system gives
each program its own.
"""

import re
from collections.abc import Mapping
from typing import Final

HOME: Final = "COACH_HOME"
FOLDERS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
CLOCK: Final = "TZ"
MOVERS: Final = (HOME, "HOME", *FOLDERS, CLOCK)
"""All but the settings."""
_SETTING: Final = re.compile(r"COACH_[A-Z_]+")
_UNHEEDED: Final = ("PYTHONUNBUFFERED", "XDG_STATE_HOME")


def moving(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what moves coach's folders, its clock or its settings, as it stands there.

    A folder that is not absolute is left out, as the standard has it. A clock by no name is UTC's.
    """
    settings = sorted(name for name in environ if _SETTING.fullmatch(name) and name != HOME)
    names = (HOME, *settings, *(name for name in FOLDERS if environ.get(name, "").startswith("/")), CLOCK)
    return {name: environ[name] for name in names if environ.get(name) or (name == CLOCK and name in environ)}


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what differs between two environments, as far as coach heeds it."""
    without = {*_UNHEEDED, *((*FOLDERS, "HOME") if HOME in there and HOME in here else ())}
    names = sorted(name for name in {*there, *here} - without if there.get(name) != here.get(name))
    return tuple(f"{name} is {_value(there, name)} there and {_value(here, name)} here" for name in names)


def _value(environ: Mapping[str, str], name: str) -> str:
    return repr(environ[name]) if name in environ else "not set"
