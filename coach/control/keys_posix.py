"""The keys of a POSIX terminal, read one by one; the terminal is left as it was found.

It is touched only while this process is in its foreground. In the background it belongs to the shell:
to set its modes or to read from it would stop the process. Which it is can change at any time.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock
from typing import Any, Final

from coach.control.bindings import NOTHING, decode
from coach.control.signals import in_foreground
from coach.language.sanitize import UNABLE
from coach.session.inputs import Input
from coach.time.clock import Clock

if sys.platform != "win32":
    import os
    import select
    import termios

    _LOOK: Final = 0.1
    """Seconds between two looks at whose the terminal is."""
    _TOGETHER: Final = 0.01
    """Seconds within which bytes belong together: text that is pasted may come in pieces."""
    _PIECES: Final = 20
    """Pieces that are taken together at most; a mouse that reports its moves sends them without end."""
    _INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
    """Where a terminal's modes of these kinds stand in the list of them."""
    _MARK_PASTED, _MARK_NONE = b"\x1b[?2004h", b"\x1b[?2004l"
    """Have the terminal say what is pasted, and no more."""

    class Keyboard:
        """The terminal of a descriptor. `read` is for a thread of its own, `stopped` for another."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._lock = Lock()
            self._away = self._taken = False
            self._before: list[Any] | None = None
            """The modes as they were found."""

        def read(self, put: Callable[[Input], None], stop: Event) -> None:
            """Put what is typed, until told to stop or until the terminal is gone."""
            rest, clock = NOTHING, Clock()
            last = clock.monotonic()
            try:
                with suppress(OSError, EOFError, termios.error):
                    while not stop.is_set():
                        if not self._take():
                            stop.wait(_LOOK)
                            continue
                        data = self._typed()
                        if data:
                            now = clock.monotonic()
                            inputs, rest = decode(data, rest, now - last)
                            last = now
                            for one in inputs:
                                put(one)
            finally:
                self._give_back()

        @contextmanager
        def stopped(self) -> Iterator[None]:
            """Leave the terminal as it was found for as long as the process is stopped."""
            self._away = True
            self._give_back()
            try:
                yield
            finally:
                self._away = False
                with suppress(OSError, termios.error):
                    self._take()

        def _take(self) -> bool:
            """See to it that the terminal gives key by key, if it is this process's; return whether it is."""
            with self._lock:
                if self._away or not in_foreground(self._descriptor):
                    self._taken = False
                    return False
                now = termios.tcgetattr(self._descriptor)
                wanted = _key_by_key(now)
                if self._taken and now == wanted:
                    return True
                if self._before is None or now != wanted:
                    self._before = now
                termios.tcsetattr(self._descriptor, termios.TCSANOW, wanted)
                self._write(_MARK_PASTED)
                self._taken = True
                return True

        def _give_back(self) -> None:
            with self._lock, suppress(OSError, termios.error):
                if self._taken and self._before is not None and in_foreground(self._descriptor):
                    self._write(_MARK_NONE)
                    # Without waiting for what is still to be written, which may be held up for ever.
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)
                self._taken = False

        def _typed(self) -> bytes:
            """Return what was typed, with what comes at once after it; nothing if nothing was."""
            data = b""
            for _ in range(_PIECES):
                ready, _, _ = select.select([self._descriptor], [], [], _TOGETHER if data else _LOOK)
                if not ready or not in_foreground(self._descriptor):
                    break
                try:
                    more = os.read(self._descriptor, 4096)
                except OSError:
                    if in_foreground(self._descriptor):
                        raise
                    break  # it was given to another just now
                if not more:
                    raise EOFError
                data += more
            return data

        def _write(self, sequence: bytes) -> None:
            """Write to the terminal, if it takes it at once and knows what it means."""
            if os.environ.get("TERM", "") not in UNABLE:
                with suppress(OSError):
                    if select.select([], [self._descriptor], [], 0)[1]:
                        os.write(self._descriptor, sequence)

    def _key_by_key(modes: list[Any]) -> list[Any]:
        """Return a terminal's modes with each key given at once and unseen, signals kept.

        Ctrl-S is no signal here: a session that waits for its screen would fall silent.
        """
        wanted = [*modes[:_CHARACTERS], list(modes[_CHARACTERS])]
        wanted[_INPUT] &= ~termios.IXON
        wanted[_LOCAL] &= ~(termios.ICANON | termios.ECHO)
        wanted[_CHARACTERS][termios.VMIN], wanted[_CHARACTERS][termios.VTIME] = 1, 0
        return wanted
