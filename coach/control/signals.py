"""Ctrl-C, SIGTERM, a terminal that is closed and Ctrl-Z, as inputs of the session.

The handlers run on the main thread and only put on the queue. What was there before a
context is there after it.
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
def signals(put: "Put") -> Iterator[None]:
    """Have the signals put on the queue while the block runs: a controller."""
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

    before: dict[int, Any] = {number: signal.signal(number, handle) for number in meanings}
    try:
        yield
    finally:
        _put_back(before)


@contextmanager
def not_stopped() -> Iterator[None]:
    """Let the use of a terminal that another has stop nothing while the block runs.

    It may be given to another between a look at whose it is and its use; and a terminal may be set
    to stop whatever writes to it from the background, though what is said is not written.
    """
    before: dict[int, Any] = {}
    if sys.platform != "win32":
        before = {n: signal.signal(n, signal.SIG_IGN) for n in (signal.SIGTTIN, signal.SIGTTOU)}
    try:
        yield
    finally:
        _put_back(before)


def stop_process() -> None:
    """Stop as Ctrl-Z would have; returns when the process is let go on."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)


def _put_back(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _continued() -> Continued:
    """Say in what the process goes on: a shell has given it the terminal by now, or keeps that."""
    with suppress(OSError):
        return Continued(background=not all(map(in_foreground, (0, 1, 2))))
    return Continued(background=False)
