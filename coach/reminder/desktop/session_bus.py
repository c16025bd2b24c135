"""Where the person's desktop can be asked, for a program that was not started from it.

Reads the environment, and changes it in `reach` and `reach_screen` alone. Cron starts a program without
the address of the session bus, which stands in a well-known place all the same; systemd starts one before
there is a screen, and knows the screen once there is.
"""

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
_OF_A_SCREEN: Final = (*_SCREENS, "XAUTHORITY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")
_BY_SYSTEMD: Final = "INVOCATION_ID"
_PATIENCE_S: Final = 0.5


def reach() -> None:
    """Name the session bus to this process, where nobody has and there is one."""
    if not os.environ.get(ADDRESS) and (address := usual(os.environ)):
        os.environ[ADDRESS] = address


def reach_screen() -> None:
    """Name the screen to this process, where systemd started it before there was one and there is now."""
    if not os.environ.get(_BY_SYSTEMD) or any(os.environ.get(name) for name in _SCREENS):
        return
    with suppress(OSError, subprocess.SubprocessError):
        ask = ["systemctl", "--user", "show-environment"]
        ran = subprocess.run(ask, capture_output=True, timeout=_PATIENCE_S, check=True, encoding="utf-8")
        known = dict(line.split("=", 1) for line in ran.stdout.splitlines() if "=" in line)
        os.environ.update({name: known[name] for name in _OF_A_SCREEN if known.get(name)})


def usual(environ: Mapping[str, str]) -> str:
    """Return the address at which the system keeps the person's session bus; empty for none."""
    folder = environ.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else "")
    socket = Path(folder) / "bus"
    return f"unix:path={socket}" if folder and socket.is_socket() else ""
