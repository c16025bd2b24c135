"""Ctrl-C, SIGTERM, a terminal that is closed and Ctrl-Z, as inputs of the session.

The handlers run on the main thread and only put on the queue. Use as a context; what
was there before is there after.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from coach.session.inputs import Input, Interrupted, Suspended, Tick


@contextmanager
def signals(put: Callable[[Input], None]) -> Iterator[None]:
    """Have the signals put on the queue while the block runs."""
    meanings: dict[int, Input] = {signal.SIGINT: Interrupted(), signal.SIGTERM: Interrupted()}
    if sys.platform == "win32":
        meanings[signal.SIGBREAK] = Interrupted()
    else:
        meanings |= {signal.SIGTSTP: Suspended(), signal.SIGCONT: Tick()}
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            # Else `nohup` started it, so that it outlives its terminal.
            meanings[signal.SIGHUP] = Interrupted()

    def handle(number: int, _: FrameType | None) -> None:
        put(meanings[number])

    before: dict[int, Any] = {number: signal.signal(number, handle) for number in meanings}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
