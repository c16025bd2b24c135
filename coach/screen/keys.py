"""What the listener types: keys of a terminal, or words on a pipe.

`decode` and `WORDS` are pure. `listen` starts a thread that puts inputs on a queue and
gives back what ends it; a terminal is always left as it was found.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Final

from coach.session.inputs import Asked, Command, Entered, Input, Typed

Put = Callable[[Input], None]

KEYS: Final = {
    b" ": Command.TOGGLE,
    b"\x1b[C": Command.NEXT,
    b"\x1b[D": Command.BACK,
    b"\x1bOC": Command.NEXT,
    b"\x1bOD": Command.BACK,
    b"\x1b[A": Command.LOUDER,
    b"\x1b[B": Command.SOFTER,
    b"\x1bOA": Command.LOUDER,
    b"\x1bOB": Command.SOFTER,
    b"r": Command.AGAIN,
    b"e": Command.EASIER,
    b"h": Command.HARDER,
    b"a": Command.MORE,
    b"w": Command.WAIT,
    b"m": Command.MUTE,
    b"q": Command.STOP,
    b"?": Command.KEYS,
}
WORDS: Final = {
    command.value: command
    for command in (
        *(Command.PAUSE, Command.RESUME, Command.NEXT, Command.BACK, Command.AGAIN),
        *(Command.EASIER, Command.HARDER, Command.MORE, Command.WAIT, Command.STOP),
    )
}


def decode(data: bytes) -> tuple[list[Input], bytes]:
    """Return what these bytes of a terminal ask for, and the beginning of a key that is not whole yet."""
    inputs: list[Input] = []
    while data:
        size = _size(data)
        if size > len(data):
            break
        key, data = data[:size], data[size:]
        known = _input(key)
        if known is not None:
            inputs.append(known)
    return inputs, data


def word(line: str) -> Input | None:
    """Return what a line of a pipe asks for; `None` for a word that is not known."""
    command = WORDS.get(line.strip().lower())
    return None if command is None else Asked(command)


def listen(put: Put, complain: Callable[[str], None]) -> Callable[[], None]:
    """Read what stdin is, until the function given back is called."""
    stop = Event()
    if sys.stdin is None or sys.stdin.closed:
        return stop.set
    if not sys.stdin.isatty():
        Thread(target=_pipe, args=(put, complain), daemon=True, name="words").start()
        return stop.set
    if sys.platform == "win32":
        from coach.screen.keys_windows import read
    else:
        from coach.screen.keys_posix import read
    thread = Thread(target=read, args=(put, stop), daemon=True, name="keys")
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(1)

    return end


def _size(data: bytes) -> int:
    """Return how many bytes the first key of the data takes."""
    if data[:1] != b"\x1b":
        return 1
    if len(data) == 1:
        return 2  # the rest of a key that came in pieces, or nothing more: a key is never this one byte
    if data[1:2] not in (b"[", b"O"):
        return 1
    end = next((i for i, b in enumerate(data[2:], start=2) if 0x40 <= b <= 0x7E), None)
    return len(data) + 1 if end is None and len(data) < 16 else (end or 1) + 1


def _input(key: bytes) -> Input | None:
    if key in (b"\r", b"\n"):
        return Entered()
    if key in (b"\x08", b"\x7f"):
        return Typed("\b")
    if key.isdigit():
        return Typed(key.decode())
    command = KEYS.get(key.lower() if len(key) == 1 else key)
    return None if command is None else Asked(command)


def _pipe(put: Put, complain: Callable[[str], None]) -> None:
    """Read words; the end of the pipe stops nothing."""
    with suppress(OSError, ValueError):
        for line in sys.stdin:
            asked = word(line)
            if asked is not None:
                put(asked)
            elif line.strip():
                complain(f"There is no word {line.strip()[:40]!r}. There are: {' '.join(WORDS)}.")
