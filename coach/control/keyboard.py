"""Reads what the listener types: keys of a terminal, or words on a pipe.

`keys_of_stdin` returns the controller, a thread that puts inputs on a queue; a terminal is always left
as it was found.
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
    while_stopped: Callable[[], AbstractContextManager[object]] = nullcontext
    """The context in which to stop the process: meanwhile the terminal is as it was found."""


def keys_of_stdin(report: Callable[[str], None]) -> Keys:
    """Return what reads stdin, a terminal or a pipe. Unknown words go to `report`."""
    if sys.stdin is None or sys.stdin.closed:
        return Keys(lambda _: nullcontext())
    if not sys.stdin.isatty():
        return Keys(partial(_word_controller, report))
    if sys.platform == "win32":
        from coach.control.keys_windows import Keyboard
    else:
        from coach.control.keys_posix import Keyboard
    keyboard = Keyboard(sys.stdin.fileno())
    return Keys(partial(_key_controller, keyboard.read), keyboard.while_stopped)


@contextmanager
def _key_controller(read: Callable[[Put, Event], None], put: Put) -> Iterator[None]:
    """Read the keys on a thread while the block runs."""
    stop = Event()
    thread = Thread(target=read, args=(put, stop), daemon=True, name="keys")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(1)


@contextmanager
def _word_controller(report: Callable[[str], None], put: Put) -> Iterator[None]:
    """Put the words of a pipe. A thread that waits for a line cannot be ended, and holds nothing up."""
    Thread(target=_read_words, args=(put, report), daemon=True, name="words").start()
    yield


def _read_words(put: Put, report: Callable[[str], None]) -> None:
    """Read words; the end of the pipe stops nothing."""
    with suppress(OSError, ValueError):
        for line in sys.stdin:
            command = word(line)
            if command is not None:
                put(command)
            elif line.strip():
                report(f"There is no word {line.strip()[:40]!r}. There are: {' '.join(WORDS)}.")
