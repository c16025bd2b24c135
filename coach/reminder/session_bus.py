"""Where the person's desktop can be asked, for a program that was not started from it.

Reads the environment, and changes it in `reach` alone. Cron starts a program without the address
of the session bus, which stands in a well-known place all the same.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"


def reach() -> None:
    """Name the session bus to this process, where nobody has and there is one."""
    if not os.environ.get(ADDRESS) and (address := usual(os.environ)):
        os.environ[ADDRESS] = address


def usual(environ: Mapping[str, str]) -> str:
    """Return the address at which the system keeps the person's session bus; empty for none."""
    folder = environ.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else "")
    socket = Path(folder) / "bus"
    return f"unix:path={socket}" if folder and socket.is_socket() else ""
