"""Ctrl-C, SIGTERM, a terminal that is closed and Ctrl-Z, as inputs of the session.

The handlers run on the main thread and only put on the queue. The handlers from before a
context are set again after it.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

from coach.session.inputs import Continued, Input, Interrupted, Suspended

if TYPE_CHECKING:
    from coach.control.controller import Put


def in_foreground(terminal: int = 0) -> bool:
    """Return whether this process may read and set a terminal, which can change at any time.

    It may where the terminal does not control its jobs. Raises `OSError` where the terminal is gone.
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
def signals(put: "Put") -> Iterator[None]:
    """Put the signals on the queue while the block runs: a controller."""
    meanings: dict[int, Callable[[], Input]] = {signal.SIGINT: Interrupted, signal.SIGTERM: Interrupted}
    if sys.platform == "win32":
        meanings[signal.SIGBREAK] = Interrupted
    else:
        meanings |= {signal.SIGTSTP: Suspended, signal.SIGCONT: _continued}
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            # Else `nohup` started it, so that it outlives its terminal.
            meanings[signal.SIGHUP] = Interrupted

    def handle(number: int, _: FrameType | None) -> None:
        put(meanings[number]())

    old_handlers: dict[int, Any] = {number: signal.signal(number, handle) for number in meanings}
    try:
        yield
    finally:
        _restore(old_handlers)


@contextmanager
def not_stopped() -> Iterator[None]:
    """Keep a terminal from stopping this process while the block runs.

    Another process may get the terminal between the check who has it and its use; and a terminal may
    be set to stop whatever writes to it from the background, but a session only has to be heard.
    """
    old_handlers: dict[int, Any] = {}
    if sys.platform != "win32":
        old_handlers = {
            number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTTIN, signal.SIGTTOU)
        }
    try:
        yield
    finally:
        _restore(old_handlers)


def stop_process() -> None:
    """Stop the process as Ctrl-Z does; returns when it is continued."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)


def _restore(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _continued() -> Continued:
    """Return whether the process goes on in the background: the shell kept the terminal then."""
    with suppress(OSError):
        return Continued(background=not all(map(in_foreground, (0, 1, 2))))
    return Continued(background=False)
