"""The keys of a Windows console, read one by one.

Not tried on Windows yet; what the bytes mean is shared with the other systems.
"""

import sys
from collections.abc import Callable
from threading import Event
from typing import Final

from coach.screen.keys import decode
from coach.session.inputs import Asked, Command, Input

ARROWS: Final = {"M": Command.NEXT, "K": Command.BACK, "H": Command.LOUDER, "P": Command.SOFTER}
"""What follows the sign of a special key."""

if sys.platform == "win32":
    import msvcrt

    def read(put: Callable[[Input], None], stop: Event) -> None:
        """Put what is typed, until told to stop."""
        while not stop.wait(0.03):
            while msvcrt.kbhit():
                char = msvcrt.getwch()
                if char in ("\x00", "\xe0"):
                    command = ARROWS.get(msvcrt.getwch())
                    if command is not None:
                        put(Asked(command))
                    continue
                for one in decode(char.encode())[0]:
                    put(one)
