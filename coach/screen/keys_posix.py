"""The keys of a POSIX terminal, read one by one; the terminal is left as it was found."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event

from coach.screen.keys import decode
from coach.session.inputs import Input

if sys.platform != "win32":
    import os
    import select
    import termios

    _INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
    """Where a terminal's modes of these kinds stand in the list of them."""

    def read(put: Callable[[Input], None], stop: Event) -> None:
        """Put what is typed on stdin, until told to stop or until the terminal is gone."""
        descriptor = sys.stdin.fileno()
        with _raw(descriptor) as again, suppress(OSError):
            rest = b""
            while not stop.is_set():
                ready, _, _ = select.select([descriptor], [], [], 0.1)
                again()
                if not ready:
                    rest = b""
                    continue
                data = os.read(descriptor, 1024)
                if not data:
                    return
                inputs, rest = decode(rest + data)
                for one in inputs:
                    put(one)

    @contextmanager
    def _raw(descriptor: int) -> Iterator[Callable[[], None]]:
        """Read key by key, signals kept; what is yielded sees to it that it stays so.

        A shell that the process was stopped in gives the terminal back as it was. Ctrl-S is no
        signal here: a session that waits for its screen would fall silent.
        """
        before = termios.tcgetattr(descriptor)

        def again() -> None:
            with suppress(termios.error):
                now = termios.tcgetattr(descriptor)
                if now[_LOCAL] & (termios.ICANON | termios.ECHO) or now[_INPUT] & termios.IXON:
                    now[_INPUT] &= ~termios.IXON
                    now[_LOCAL] &= ~(termios.ICANON | termios.ECHO)
                    now[_CHARACTERS][termios.VMIN], now[_CHARACTERS][termios.VTIME] = 1, 0
                    termios.tcsetattr(descriptor, termios.TCSANOW, now)

        try:
            again()
            yield again
        finally:
            with suppress(termios.error):
                termios.tcsetattr(
                    descriptor, termios.TCSANOW, before
                )  # one that stands still is not waited for
