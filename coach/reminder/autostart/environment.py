"""Which variables of a shell move coach's folders or its clock, or are its settings.

Pure: the environment comes in. A program that the system starts has none of them, and would look for
the reminders elsewhere, or bring them at other hours. XDG_RUNTIME_DIR moves nothing: the system gives
each program its own.
"""

import re
from collections.abc import Mapping
from typing import Final

HOME: Final = "COACH_HOME"
FOLDERS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
CLOCK: Final = "TZ"
MOVING_NAMES: Final = (HOME, "HOME", *FOLDERS, CLOCK)
"""All of them but the settings."""
_SETTING_NAME: Final = re.compile(r"COACH_[A-Z_]+")
_IGNORED: Final = ("PYTHONUNBUFFERED", "XDG_STATE_HOME")


def moving_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that move coach's folders or its clock, or are settings.

    A folder that is not absolute is left out, as the standard says. A clock without a name is UTC's.
    """
    settings = sorted(name for name in environ if _SETTING_NAME.fullmatch(name) and name != HOME)
    names = (HOME, *settings, *(name for name in FOLDERS if environ.get(name, "").startswith("/")), CLOCK)
    return {name: environ[name] for name in names if environ.get(name) or (name == CLOCK and name in environ)}


def differences(file_variables: Mapping[str, str], shell_variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what differs between a file's variables and this shell's, as far as coach uses them."""
    ignored = {*_IGNORED, *((*FOLDERS, "HOME") if HOME in file_variables and HOME in shell_variables else ())}
    names = sorted(
        name
        for name in {*file_variables, *shell_variables} - ignored
        if file_variables.get(name) != shell_variables.get(name)
    )
    return tuple(
        f"{name} is {_value(file_variables, name)} there and {_value(shell_variables, name)} here"
        for name in names
    )


def _value(variables: Mapping[str, str], name: str) -> str:
    return repr(variables[name]) if name in variables else "not set"
