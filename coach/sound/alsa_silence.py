"""Keeping ALSA's own noise off the screen.

ALSA writes what it meets on its way to a device to the process's stderr, whatever anybody
says. It has a place for a handler of one's own, and ours says nothing. What others write to
stderr is left alone, so that no word for the person is lost while a device is looked for.
"""

import ctypes
import sys
from functools import cache
from typing import Final

_Handler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
"""File, line, function, error and format. What the format takes comes after them, and is not read."""


_SAY_NOTHING: Final = _Handler(lambda *_: None)
"""ALSA keeps its address, so it lives as long as the process."""


@cache
def quieten_alsa() -> None:
    """Have ALSA say nothing from now on, where there is one."""
    if sys.platform == "linux":
        try:
            alsa = ctypes.CDLL("libasound.so.2")
            alsa.snd_lib_error_set_handler(_SAY_NOTHING)
        except (OSError, AttributeError):
            return
