"""The keys of a Windows console, read one by one.

Not tried on Windows yet; what the bytes mean is shared with the other systems.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Event
from typing import Final

from coach.control.bindings import NOTHING, decode
from coach.session.inputs import Input
from coach.time.clock import Clock

ARROWS: Final = {"M": "\x1b[C", "K": "\x1b[D", "H": "\x1b[A", "P": "\x1b[B"}
"""What other terminals send for an arrow key, by the character that follows the key's sign here."""

if sys.platform == "win32":
    import msvcrt

    class Keyboard:
        """The console. `read` is for a thread of its own."""

        def __init__(self, _descriptor: int) -> None:
            self.while_stopped: Callable[[], AbstractContextManager[object]] = nullcontext

        def read(self, put: Callable[[Input], None], stop: Event) -> None:
            """Put what is typed, until told to stop."""
            rest, clock = NOTHING, Clock()
            last = clock.monotonic()
            while not stop.wait(0.03):
                text = ""
                while msvcrt.kbhit():
                    char = msvcrt.getwch()
                    text += ARROWS.get(msvcrt.getwch(), "") if char in ("\x00", "\xe0") else char
                if text:
                    now = clock.monotonic()
                    # A character beyond the first 65,536 comes in halves.
                    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
                    inputs, rest = decode(joined.encode(), rest, now - last)
                    last = now
                    for received in inputs:
                        put(received)
