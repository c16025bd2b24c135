"""Where the person's desktop can be asked, for a program that was not started from it.

Reads the environment, and changes it only in `reach` and `reach_screen`. Cron starts a program without
the address of the session bus, but the bus is in a well-known place; systemd starts one before there is
a screen, and knows the screen once there is one.
"""

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
_SCREEN_VARIABLES: Final = (*_SCREENS, "XAUTHORITY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")
_BY_SYSTEMD: Final = "INVOCATION_ID"
_PATIENCE_S: Final = 0.5


def reach() -> None:
    """Give this process the address of the session bus, where it has none and there is one."""
    if not os.environ.get(ADDRESS) and (address := usual_address(os.environ)):
        os.environ[ADDRESS] = address


def reach_screen() -> None:
    """Give this process its screen, where systemd started it before there was one and there is one now."""
    if not os.environ.get(_BY_SYSTEMD) or any(os.environ.get(name) for name in _SCREENS):
        return
    with suppress(OSError, subprocess.SubprocessError):
        command = ["systemctl", "--user", "show-environment"]
        completed = subprocess.run(
            command, capture_output=True, timeout=_PATIENCE_S, check=True, encoding="utf-8"
        )
        variables = dict(line.split("=", 1) for line in completed.stdout.splitlines() if "=" in line)
        os.environ.update({name: variables[name] for name in _SCREEN_VARIABLES if variables.get(name)})


def usual_address(environ: Mapping[str, str]) -> str:
    """Return the address at which the system keeps the person's session bus; empty for none."""
    folder = environ.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else "")
    socket = Path(folder) / "bus"
    return f"unix:path={socket}" if folder and socket.is_socket() else ""
