"""What macOS and Windows tell of the person. Nothing here was ever tried on either.

`tell` takes the name of a field of `Presence` and its value. Errors: many; the caller takes them as
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
"""Milliseconds after which the count of Windows starts again."""


async def mac(tell: Tell) -> None:
    """Ask macOS whether the screen is locked, and for how long nobody has typed."""
    registry = await _output_of("ioreg", "-n", "Root", "-d1", "-a")
    tell("locked", bool(plistlib.loads(registry).get("IOConsoleLocked", False)))
    match = re.search(rb'"HIDIdleTime" = (\d+)', await _output_of("ioreg", "-c", "IOHIDSystem"))
    if match:
        tell("idle", Seconds(int(match[1]) / 1e9))


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
    last_input = LastInput(ctypes.sizeof(LastInput), 0)
    if dlls.user32.GetLastInputInfo(ctypes.byref(last_input)):
        tell("idle", Seconds((dlls.kernel32.GetTickCount() - last_input.tick) % _TICKS / 1000))


async def _output_of(*command: str) -> bytes:
    child = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    try:
        output, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
    return output
