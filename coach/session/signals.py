"""Ctrl-C, SIGTERM, a terminal that is closed and Ctrl-Z, as inputs of the session.

The handlers run on the main thread and only put on the queue. Use as a context; what
was there before is there after.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from coach.session.inputs import Continued, Input, Interrupted, Suspended


def in_foreground(terminal: int = 0) -> bool:
    """Return whether a terminal is this process's to read and to set, which changes at any time.

    One that rules over no jobs of this process is. Raises `OSError` where it is gone.
    """
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError as error:
        if error.errno == errno.ENOTTY:
            return True
        raise


@contextmanager
def signals(put: Callable[[Input], None]) -> Iterator[None]:
    """Have the signals put on the queue while the block runs."""
    meanings: dict[int, Callable[[], Input]] = {signal.SIGINT: Interrupted, signal.SIGTERM: Interrupted}
    ignored: tuple[int, ...] = ()
    if sys.platform == "win32":
        meanings[signal.SIGBREAK] = Interrupted
    else:
        meanings |= {signal.SIGTSTP: Suspended, signal.SIGCONT: _continued}
        # Another may be given the terminal between a look at whose it is and the use of it.
        ignored = (signal.SIGTTIN, signal.SIGTTOU)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            # Else `nohup` started it, so that it outlives its terminal.
            meanings[signal.SIGHUP] = Interrupted

    def handle(number: int, _: FrameType | None) -> None:
        put(meanings[number]())

    before: dict[int, Any] = {number: signal.signal(number, handle) for number in meanings}
    before |= {number: signal.signal(number, signal.SIG_IGN) for number in ignored}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _continued() -> Continued:
    """Say in what the process goes on: a shell has given it the terminal by now, or keeps that."""
    with suppress(OSError):
        return Continued(background=not all(map(in_foreground, (0, 1, 2))))
    return Continued(background=False)
