"""What the listener types, read: keys of a terminal, or words on a pipe.

`of_stdin` gives the controller, a thread that puts inputs on a queue; a terminal is always left as it
was found.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread

from coach.control.bindings import WORDS, word
from coach.control.controller import Controller, Put


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys or words, as a controller."""

    controller: Controller
    stopped: Callable[[], AbstractContextManager[object]] = nullcontext
    """What the process is stopped in: meanwhile the terminal is as it was found."""


def of_stdin(complain: Callable[[str], None]) -> Keys:
    """Return what reads stdin, whatever that is. Words that are not known go to `complain`."""
    if sys.stdin is None or sys.stdin.closed:
        return Keys(lambda _: nullcontext())
    if not sys.stdin.isatty():
        return Keys(partial(_words, complain))
    if sys.platform == "win32":
        from coach.control.keys_windows import Keyboard
    else:
        from coach.control.keys_posix import Keyboard
    keyboard = Keyboard(sys.stdin.fileno())
    return Keys(partial(_pressed, keyboard.read), keyboard.stopped)


@contextmanager
def _pressed(read: Callable[[Put, Event], None], put: Put) -> Iterator[None]:
    """Have the keys read on a thread of its own while the block runs."""
    stop = Event()
    thread = Thread(target=read, args=(put, stop), daemon=True, name="keys")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(1)


@contextmanager
def _words(complain: Callable[[str], None], put: Put) -> Iterator[None]:
    """Put the words of a pipe. What waits for a line of it cannot be ended, and holds nothing up."""
    Thread(target=_pipe, args=(put, complain), daemon=True, name="words").start()
    yield


def _pipe(put: Put, complain: Callable[[str], None]) -> None:
    """Read words; the end of the pipe stops nothing."""
    with suppress(OSError, ValueError):
        for line in sys.stdin:
            asked = word(line)
            if asked is not None:
                put(asked)
            elif line.strip():
                complain(f"There is no word {line.strip()[:40]!r}. There are: {' '.join(WORDS)}.")
