"""What macOS and Windows tell of the person. Nothing here was ever tried on either.

`tell` takes the name of a field of `Around` and what it is. Errors: many; whoever asks takes them for
no answer.
"""

import asyncio
import plistlib
import re
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from typing import Final

from coach.time.units import Seconds

Tell = Callable[[str, object], None]

_AWAY, _BUSY, _FULL_SCREEN, _PRESENTING, _QUIET = 1, 2, 3, 4, 6
"""What Windows calls QUERY_USER_NOTIFICATION_STATE."""
_TICKS: Final = 1 << 32
"""Milliseconds after which the count of Windows begins anew."""


async def mac(tell: Tell) -> None:
    """Ask macOS whether the screen is locked, and for how long nobody has typed."""
    tree = await _said("ioreg", "-n", "Root", "-d1", "-a")
    tell("locked", bool(plistlib.loads(tree).get("IOConsoleLocked", False)))
    typed = re.search(rb'"HIDIdleTime" = (\d+)', await _said("ioreg", "-c", "IOHIDSystem"))
    if typed:
        tell("idle", Seconds(int(typed[1]) / 1e9))


async def windows(tell: Tell) -> None:
    """Ask Windows whether a notification would be welcome, and for how long nobody has typed."""
    import ctypes

    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))

    dlls = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    state = ctypes.c_int()
    if dlls.shell32.SHQueryUserNotificationState(ctypes.byref(state)) == 0:
        tell("locked", state.value == _AWAY)
        tell("full_screen", state.value in (_BUSY, _FULL_SCREEN, _PRESENTING))
        tell("undisturbed", state.value in (_PRESENTING, _QUIET))
    last = LastInput(ctypes.sizeof(LastInput), 0)
    if dlls.user32.GetLastInputInfo(ctypes.byref(last)):
        tell("idle", Seconds((dlls.kernel32.GetTickCount() - last.tick) % _TICKS / 1000))


async def _said(*command: str) -> bytes:
    child = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    try:
        said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
    return said
