"""How to get sound on a machine that has none, in a sentence.

Looks at what is installed; opens nothing.
"""

import ctypes
import shutil
import sys
from collections.abc import Callable
from typing import Final

LIBRARIES: Final = ("libpulse.so.0", "libasound.so.2")
"""The libraries through which miniaudio reaches a loudspeaker on Linux; one of them is enough."""


def how_to(
    platform: str = sys.platform,
    loads: Callable[[str], bool] | None = None,
    finds: Callable[[str], object] = shutil.which,
) -> str:
    """Return what a person can do. `loads` tells whether a library is there, `finds` a program."""
    if platform != "linux":
        return "Connect a loudspeaker or headphones, and choose them in the system's sound settings."
    if not any(map(loads or _loads, LIBRARIES)):
        return (
            "Neither PulseAudio's library nor ALSA's is installed. On Debian and Ubuntu: "
            "`sudo apt install pulseaudio`. On Fedora: `sudo dnf install pipewire-pulseaudio`."
        )
    if finds("pipewire-pulse"):
        return "No sound server answers. Start it with: systemctl --user start pipewire-pulse"
    if finds("pulseaudio"):
        return "No sound server answers. Start it with: pulseaudio --start"
    return (
        "No sound server is installed. On Debian and Ubuntu: `sudo apt install pulseaudio`, "
        "then `pulseaudio --start`."
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
