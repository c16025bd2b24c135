"""What the listener types: keys of a terminal, or words on a pipe.

`decode`, `word` and `WORDS` are pure. `of_stdin` gives the controller, a thread that puts inputs on
a queue; a terminal is always left as it was found.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from threading import Event, Thread
from typing import Final

from coach.control.controller import Controller, Put
from coach.control.terminal_sequences import START, Character, Reading, Sequence, Token, cut, rested
from coach.session.inputs import Asked, Command, Entered, FaceCommand, Input, Typed
from coach.time.units import Seconds

KEYS: Final[dict[bytes, Command | FaceCommand]] = {
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
    b"?": FaceCommand.KEYS,
}
WORDS: Final = {
    command.value: command
    for command in (
        *(Command.PAUSE, Command.RESUME, Command.NEXT, Command.BACK, Command.AGAIN),
        *(Command.EASIER, Command.HARDER, Command.MORE, Command.WAIT, Command.STOP),
    )
}

_TOO_MANY: Final = 3
"""So many different characters at once were pasted: nobody types like that."""
_AT_ONCE: Final = 0.05
"""Seconds after pasted text in which more of it may come."""


@dataclass(frozen=True, slots=True)
class UnreadKeys:
    """What is left of a look at the keys for the next one. `pasted`: it seemed to be pasted text."""

    reading: Reading = START
    pasted: bool = False


NOTHING: Final = UnreadKeys()


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys or words, as a controller."""

    controller: Controller
    stopped: Callable[[], AbstractContextManager[object]] = nullcontext
    """What the process is stopped in: meanwhile the terminal is as it was found."""


def decode(data: bytes, rest: UnreadKeys = NOTHING, quiet: float = 0.0) -> tuple[list[Input], UnreadKeys]:
    """Return what these bytes of a terminal ask for, and what the next ones are to be read with.

    They have come at once, `quiet` seconds after those before. Text that was pasted asks for
    nothing, and is typed all the same: a question may be open.
    """
    tokens, reading = cut(data, rested(rest.reading, Seconds(quiet)))
    inputs: list[Input] = []
    pasted = rest.pasted and quiet < _AT_ONCE
    for typed, run in groupby(tokens, lambda token: isinstance(token, Character) and not token.pasted):
        together = list(run)
        if typed:
            pasted = _seems_pasted(together, before=pasted)
        inputs += _inputs(together, pasted=pasted or not typed)
    return inputs, UnreadKeys(reading, pasted)


def word(line: str) -> Input | None:
    """Return what a line of a pipe asks for; `None` for a word that is not known."""
    command = WORDS.get(line.strip().lower())
    return None if command is None else Asked(command)


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


def _seems_pasted(run: list[Token], *, before: bool) -> bool:
    """Return whether characters that came at once were pasted, or go on with what was `before` them.

    Figures never are: they ask for nothing, and answer a question.
    """
    different = {token.text for token in run if isinstance(token, Character) and _visible(token.text)}
    return not all(map(str.isdecimal, different)) and (before or len(different) >= _TOO_MANY)


def _inputs(tokens: list[Token], *, pasted: bool) -> Iterator[Input]:
    """Yield what these ask for, nothing where they were pasted; text that only seems so can end with Enter.

    A busy machine takes in at once what was typed key by key.
    """
    for token in tokens:
        match token:
            case Sequence(data):
                if data in KEYS:
                    yield Typed("", KEYS[data])
            case Character("\b" | "\x7f"):
                yield Typed("\b")
            case Character("\r" | "\n", marked):
                entered = not pasted or (token is tokens[-1] and not marked)
                yield Entered() if entered else Typed(" ")
            case Character("\t"):
                yield Typed(" ")
            case Character(text) if _visible(text):
                yield Typed(text, None if pasted else KEYS.get(text.lower().encode()))


def _visible(text: str) -> bool:
    return text >= " " and text != "\x7f"


def _pipe(put: Put, complain: Callable[[str], None]) -> None:
    """Read words; the end of the pipe stops nothing."""
    with suppress(OSError, ValueError):
        for line in sys.stdin:
            asked = word(line)
            if asked is not None:
                put(asked)
            elif line.strip():
                complain(f"There is no word {line.strip()[:40]!r}. There are: {' '.join(WORDS)}.")
