"""The keys of a POSIX terminal, read one by one; the terminal is left as it was found."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event

from coach.screen.keys import decode
from coach.session.events import Input

if sys.platform != "win32":
    import os
    import select
    import termios
    import tty

    def read(put: Callable[[Input], None], stop: Event) -> None:
        """Put what is typed on stdin, until told to stop."""
        descriptor = sys.stdin.fileno()
        with _raw(descriptor) as again:
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

        A shell that the process was stopped in gives the terminal back as it was.
        """
        before = termios.tcgetattr(descriptor)

        def again() -> None:
            with suppress(termios.error):
                if termios.tcgetattr(descriptor)[3] & (termios.ICANON | termios.ECHO):
                    tty.setcbreak(descriptor, termios.TCSADRAIN)

        try:
            again()
            yield again
        finally:
            with suppress(termios.error):
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
