"""What a terminal sends, cut into characters and whole escape sequences.

Pure: a state machine after ECMA-48 that takes byte for byte, so that it makes no difference in what
pieces they come. A sequence is taken whole whether or not its meaning is known, for else its letters
would be keys. The grammar is `_ROWS`; beyond the standard it has what terminals send that breaks
it: the Linux console's `ESC [ [ A`, the three bytes after the mouse's `ESC [ M`, rxvt's `ESC [ 7 $`.

Nothing that is kept between two bytes grows: of a sequence its first bytes, of a string nothing.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from coach.time.units import Seconds


class At(Enum):
    """What the next byte belongs to."""

    GROUND = auto()
    ESCAPE = auto()
    LONE = auto()
    """An escape some time ago: the key of that name, or a sequence on a very slow line."""
    OPENED = auto()
    NUMBER = auto()
    CONTROL = auto()
    CONSOLE = auto()
    SINGLE = auto()
    STRING = auto()
    STRING_1 = auto()
    """One more byte of a letter within a string is to come: the byte of ST may be a part of one."""
    STRING_2 = auto()
    STRING_3 = auto()
    STRING_C2 = auto()
    """The same, where the letter may be ST itself, written in UTF-8."""
    MOUSE_3 = auto()
    MOUSE_2 = auto()
    MOUSE_1 = auto()
    WIDE_3 = auto()
    """The first half of a mouse's coordinate, where those are written in UTF-8."""
    WIDE_2 = auto()
    WIDE_1 = auto()


@dataclass(frozen=True, slots=True)
class Character:
    """A character, or a control such as Enter; `pasted` where the terminal said so."""

    text: str
    pasted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A whole escape sequence: its first bytes, in the form that begins with ESC."""

    data: bytes


Token = Character | Sequence


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the reading stands between two bytes. `letter` is the beginning of a character of several."""

    at: At = At.GROUND
    seen: bytes = b""
    letter: bytes = b""
    pasting: bool = False


START: Final = Reading()

_ESC: Final = 0x1B
_CANCEL: Final = b"\x18\x1a"
_ANY: Final = bytes(range(0x100))
_PRINTABLE: Final = bytes(range(0x20, 0x7F))
_PARAMETER: Final = bytes(range(0x20, 0x40))
_FINAL: Final = bytes(range(0x40, 0x7F))
_FIGURES: Final = b"0123456789"
_HALF: Final = bytes(range(0xC2, 0xE0))
_OTHER_HALF: Final = bytes(range(0x80, 0xC0))

_STRINGS: Final = (At.STRING, At.STRING_1, At.STRING_2, At.STRING_3, At.STRING_C2)

_ROWS: Final = (
    (At.ESCAPE, bytes(set(_PRINTABLE) - set(_FIGURES)), At.GROUND),
    (At.ESCAPE, b"]PX^_", At.STRING),
    (At.ESCAPE, b"NO", At.SINGLE),
    (At.ESCAPE, b"[", At.OPENED),
    (At.LONE, b"O", At.SINGLE),
    (At.LONE, b"[", At.OPENED),
    (At.OPENED, _PARAMETER, At.CONTROL),
    (At.OPENED, _FIGURES, At.NUMBER),
    (At.OPENED, _FINAL, At.GROUND),
    (At.OPENED, b"[", At.CONSOLE),
    (At.OPENED, b"M", At.MOUSE_3),
    (At.NUMBER, _PARAMETER, At.CONTROL),
    (At.NUMBER, _FIGURES, At.NUMBER),
    (At.NUMBER, _FINAL + b"$", At.GROUND),
    (At.CONTROL, _PARAMETER, At.CONTROL),
    (At.CONTROL, _FINAL, At.GROUND),
    (At.CONSOLE, _PRINTABLE, At.GROUND),
    (At.SINGLE, _PRINTABLE, At.GROUND),
    (At.SINGLE, _FIGURES + b";", At.SINGLE),
    *((at, _ANY, At.STRING) for at in _STRINGS),
    (At.STRING, _HALF, At.STRING_1),
    (At.STRING, b"\xc2", At.STRING_C2),
    (At.STRING, bytes(range(0xE0, 0xF0)), At.STRING_2),
    (At.STRING, bytes(range(0xF0, 0xF5)), At.STRING_3),
    (At.STRING_2, _OTHER_HALF, At.STRING_1),
    (At.STRING_3, _OTHER_HALF, At.STRING_2),
    *((at, b"\x07" + _CANCEL, At.GROUND) for at in _STRINGS),
    *((at, b"\x9c", At.GROUND) for at in (At.STRING, At.STRING_C2)),
    (At.MOUSE_3, _ANY, At.MOUSE_2),
    (At.MOUSE_3, _HALF, At.WIDE_3),
    (At.MOUSE_2, _ANY, At.MOUSE_1),
    (At.MOUSE_2, _HALF, At.WIDE_2),
    (At.MOUSE_1, _ANY, At.GROUND),
    (At.MOUSE_1, _HALF, At.WIDE_1),
    (At.WIDE_3, _ANY, At.MOUSE_1),
    (At.WIDE_3, _HALF, At.WIDE_2),
    (At.WIDE_3, _OTHER_HALF, At.MOUSE_2),
    (At.WIDE_2, _ANY, At.GROUND),
    (At.WIDE_2, _HALF, At.WIDE_1),
    (At.WIDE_2, _OTHER_HALF, At.MOUSE_1),
    (At.WIDE_1, _OTHER_HALF, At.GROUND),
    *((at, _CANCEL, At.GROUND) for at in (At.ESCAPE, At.OPENED, At.NUMBER, At.CONTROL, At.SINGLE)),
)
"""Where each byte leads, a later row over an earlier one; `GROUND` is a sequence's end.

A byte for which there is no row ends the sequence, and is read as if there had been none: a control
such as Enter is what it is. An escape begins a new one anywhere, and ends a string (`ESC \\`).
"""
_NEXT: Final = {(at, byte): to for at, data, to in _ROWS for byte in data}
_OF_ONE_BYTE: Final = {
    **{0x8E: (At.SINGLE, b"\x1bN"), 0x8F: (At.SINGLE, b"\x1bO"), 0x9B: (At.OPENED, b"\x1b[")},
    **dict.fromkeys((0x90, 0x98, 0x9D, 0x9E, 0x9F), (At.STRING, b"\x1b]")),
}
"""What a single byte opens that is no part of a letter, and how that begins with ESC."""
_KEPT: Final = 12
"""Bytes of a sequence; no key is longer."""

_LETTER: Final = 0.5
"""Seconds after an escape in which a letter belongs to it: Alt with that letter."""
_SLOW: Final = 3.0
"""Seconds within which the next byte of a sequence comes, be the line ever so slow."""
_BURST: Final = 1.0
"""The same for what comes all at once: strings, mouse reports, letters of several bytes, pasted text."""
_PATIENT: Final = (At.ESCAPE, At.LONE, At.OPENED, At.NUMBER, At.CONTROL, At.CONSOLE, At.SINGLE)

_PASTE, _PASTED = b"\x1b[200~", b"\x1b[201~"
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def cut(data: bytes, reading: Reading = START) -> tuple[list[Token], Reading]:
    """Return what these bytes are, and where the reading stands after them."""
    tokens: list[Token] = []
    for byte in data:
        reading = _step(byte, reading, tokens)
    return tokens, reading


def rested(reading: Reading, quiet: Seconds) -> Reading:
    """Return where the reading stands when nothing has come for so long: what has no end is given up."""
    limit = _SLOW if reading.at in _PATIENT and not reading.pasting else _BURST
    if quiet > limit:
        return START
    return replace(reading, at=At.LONE) if reading.at is At.ESCAPE and quiet > _LETTER else reading


def _step(byte: int, reading: Reading, tokens: list[Token]) -> Reading:
    if byte == _ESC:
        again = reading.at is At.ESCAPE
        return replace(_no_letter(reading, tokens), at=At.ESCAPE, seen=b"\x1b\x1b" if again else b"\x1b")
    if reading.at is At.GROUND:
        return _character(byte, reading, tokens)
    to = _NEXT.get((reading.at, byte))
    if to is None:
        return _character(byte, replace(reading, at=At.GROUND, seen=b""), tokens)
    seen = (reading.seen + bytes((byte,)))[:_KEPT]
    return replace(reading, at=to, seen=seen) if to is not At.GROUND else _end(seen, reading, tokens)


def _end(seen: bytes, reading: Reading, tokens: list[Token]) -> Reading:
    """Take a whole sequence. One within pasted text is a part of that, unless it ends it."""
    plain = b"\x1b" + seen.lstrip(b"\x1b")
    if not reading.pasting and plain != _PASTED:
        tokens.append(Sequence(seen))
    pasting = plain == _PASTE or (reading.pasting and plain != _PASTED)
    return Reading(pasting=pasting)


def _character(byte: int, reading: Reading, tokens: list[Token]) -> Reading:
    """Take a byte that belongs to no sequence: a character, a part of one, or what opens a sequence."""
    if reading.letter and byte in _OTHER_HALF:
        return _letter(reading.letter + bytes((byte,)), reading, tokens)
    reading = _no_letter(reading, tokens)
    if byte in _OF_ONE_BYTE:
        at, seen = _OF_ONE_BYTE[byte]
        return replace(reading, at=at, seen=seen)
    if 0xC2 <= byte < 0xF5:
        return replace(reading, letter=bytes((byte,)))
    tokens.append(Character(chr(byte) if byte < 0x80 else _UNKNOWN, reading.pasting))
    return reading


def _letter(letter: bytes, reading: Reading, tokens: list[Token]) -> Reading:
    """Take one more byte of a letter of several."""
    if len(letter) < (2 if letter[0] < 0xE0 else 3 if letter[0] < 0xF0 else 4):
        return replace(reading, letter=letter)
    reading = replace(reading, letter=b"")
    text = letter.decode("utf-8", "ignore") or _UNKNOWN
    if ord(text) in _OF_ONE_BYTE:
        at, seen = _OF_ONE_BYTE[ord(text)]
        return replace(reading, at=at, seen=seen)
    tokens.append(Character(text, reading.pasting))
    return reading


def _no_letter(reading: Reading, tokens: list[Token]) -> Reading:
    """Take the beginning of a letter that does not go on for one that cannot be read."""
    if reading.letter:
        tokens.append(Character(_UNKNOWN, reading.pasting))
    return replace(reading, letter=b"")
