"""Keeping ALSA's own messages off the screen.

ALSA writes every trouble on its way to a device to the process's stderr. It takes a handler of
one's own, and ours writes nothing. What others write to stderr is left alone, so that no message
for the person is lost while devices are listed.
"""

import ctypes
import sys
from functools import cache
from typing import Final

_Handler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
"""File, line, function, error and format. The values for the format come after them, and are not read."""


_SAY_NOTHING: Final = _Handler(lambda *_: None)
"""ALSA keeps its address, so it lives as long as the process."""


@cache
def quieten_alsa() -> None:
    """Have ALSA write nothing from now on, where there is ALSA."""
    if sys.platform == "linux":
        try:
            alsa = ctypes.CDLL("libasound.so.2")
            alsa.snd_lib_error_set_handler(_SAY_NOTHING)
        except (OSError, AttributeError):
            return
