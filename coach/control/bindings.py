"""The command of each key and of each word of a pipe, and the help on the keys.

Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from coach.control.terminal_sequences import (
    START,
    Character,
    Reading,
    Sequence,
    Token,
    after_silence,
    tokenize,
)
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

HELP: Final = (
    ("space", "pause, and go on"),
    ("right, left", "the next step, the one before"),
    ("r", "say that again"),
    ("e, h", "the easier way, the harder way"),
    ("a", "a little more"),
    ("w", "wait for me before the next step"),
    ("up, down", "louder, softer"),
    ("m", "sound off and on"),
    ("q", "stop"),
    ("?", "these keys"),
)
"""The keys as the help shows them, and what each does."""

_TOO_MANY: Final = 3
"""So many different characters at once are taken as pasted: nobody types like that."""
_AT_ONCE: Final = 0.05
"""Seconds after pasted text in which more of it may come."""


@dataclass(frozen=True, slots=True)
class UnreadKeys:
    """What one read of the keys leaves for the next. `pasted`: the last text seemed to be pasted."""

    reading: Reading = START
    pasted: bool = False


NOTHING: Final = UnreadKeys()


def decode(data: bytes, rest: UnreadKeys = NOTHING, quiet: float = 0.0) -> tuple[list[Input], UnreadKeys]:
    """Return the inputs of these bytes of a terminal, and what the next call needs as `rest`.

    The bytes came at once, `quiet` seconds after those before. Pasted text gives no command, but
    is typed all the same: a question may be open.
    """
    tokens, reading = tokenize(data, after_silence(rest.reading, Seconds(quiet)))
    inputs: list[Input] = []
    pasted = rest.pasted and quiet < _AT_ONCE
    for are_typed, group in groupby(tokens, lambda token: isinstance(token, Character) and not token.pasted):
        run = list(group)
        if are_typed:
            pasted = _seems_pasted(run, before=pasted)
        inputs += _inputs(run, pasted=pasted or not are_typed)
    return inputs, UnreadKeys(reading, pasted)


def word(line: str) -> Input | None:
    """Return the input of a line from a pipe; `None` for an unknown word."""
    command = WORDS.get(line.strip().lower())
    return None if command is None else Asked(command)


def _seems_pasted(run: list[Token], *, before: bool) -> bool:
    """Return whether characters that came at once were pasted. `before`: those before them were.

    Figures never are: they are no command, and they answer a question.
    """
    characters = {token.text for token in run if isinstance(token, Character) and _visible(token.text)}
    return not all(map(str.isdecimal, characters)) and (before or len(characters) >= _TOO_MANY)


def _inputs(tokens: list[Token], *, pasted: bool) -> Iterator[Input]:
    """Yield the inputs of these tokens, without a command where they were pasted.

    Text that only seems to be pasted can end with Enter: a busy machine reads at once what was typed
    key by key.
    """
    for token in tokens:
        match token:
            case Sequence(data):
                if data in KEYS:
                    yield Typed("", KEYS[data])
            case Character("\b" | "\x7f"):
                yield Typed("\b")
            case Character("\r" | "\n", marked):
                is_enter = not pasted or (token is tokens[-1] and not marked)
                yield Entered() if is_enter else Typed(" ")
            case Character("\t"):
                yield Typed(" ")
            case Character(text) if _visible(text):
                yield Typed(text, None if pasted else KEYS.get(text.lower().encode()))


def _visible(text: str) -> bool:
    return text >= " " and text != "\x7f"
