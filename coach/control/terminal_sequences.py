"""Cuts what a terminal sends into characters and whole escape sequences.

Pure: a state machine after ECMA-48 that takes one byte at a time, so that the size of the pieces makes
no difference. A sequence is taken whole even where its meaning is unknown; otherwise its letters would
be keys. The grammar is `_ROWS`. It also has what terminals send against the standard: the Linux
console's `ESC [ [ A`, the three bytes after the mouse's `ESC [ M`, rxvt's `ESC [ 7 $`.

What is kept between two bytes does not grow: the first bytes of a sequence, nothing of a string.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from coach.time.units import Seconds


class Within(Enum):
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
    """Within a string, one more byte of a letter is to come: the byte of ST may be part of a letter."""
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
    """The state between two bytes. `letter` is the beginning of a character of several bytes."""

    within: Within = Within.GROUND
    sequence: bytes = b""
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

_STRINGS: Final = (Within.STRING, Within.STRING_1, Within.STRING_2, Within.STRING_3, Within.STRING_C2)

_ROWS: Final = (
    (Within.ESCAPE, bytes(set(_PRINTABLE) - set(_FIGURES)), Within.GROUND),
    (Within.ESCAPE, b"]PX^_", Within.STRING),
    (Within.ESCAPE, b"NO", Within.SINGLE),
    (Within.ESCAPE, b"[", Within.OPENED),
    (Within.LONE, b"O", Within.SINGLE),
    (Within.LONE, b"[", Within.OPENED),
    (Within.OPENED, _PARAMETER, Within.CONTROL),
    (Within.OPENED, _FIGURES, Within.NUMBER),
    (Within.OPENED, _FINAL, Within.GROUND),
    (Within.OPENED, b"[", Within.CONSOLE),
    (Within.OPENED, b"M", Within.MOUSE_3),
    (Within.NUMBER, _PARAMETER, Within.CONTROL),
    (Within.NUMBER, _FIGURES, Within.NUMBER),
    (Within.NUMBER, _FINAL + b"$", Within.GROUND),
    (Within.CONTROL, _PARAMETER, Within.CONTROL),
    (Within.CONTROL, _FINAL, Within.GROUND),
    (Within.CONSOLE, _PRINTABLE, Within.GROUND),
    (Within.SINGLE, _PRINTABLE, Within.GROUND),
    (Within.SINGLE, _FIGURES + b";", Within.SINGLE),
    *((within, _ANY, Within.STRING) for within in _STRINGS),
    (Within.STRING, _HALF, Within.STRING_1),
    (Within.STRING, b"\xc2", Within.STRING_C2),
    (Within.STRING, bytes(range(0xE0, 0xF0)), Within.STRING_2),
    (Within.STRING, bytes(range(0xF0, 0xF5)), Within.STRING_3),
    (Within.STRING_2, _OTHER_HALF, Within.STRING_1),
    (Within.STRING_3, _OTHER_HALF, Within.STRING_2),
    *((within, b"\x07" + _CANCEL, Within.GROUND) for within in _STRINGS),
    *((within, b"\x9c", Within.GROUND) for within in (Within.STRING, Within.STRING_C2)),
    (Within.MOUSE_3, _ANY, Within.MOUSE_2),
    (Within.MOUSE_3, _HALF, Within.WIDE_3),
    (Within.MOUSE_2, _ANY, Within.MOUSE_1),
    (Within.MOUSE_2, _HALF, Within.WIDE_2),
    (Within.MOUSE_1, _ANY, Within.GROUND),
    (Within.MOUSE_1, _HALF, Within.WIDE_1),
    (Within.WIDE_3, _ANY, Within.MOUSE_1),
    (Within.WIDE_3, _HALF, Within.WIDE_2),
    (Within.WIDE_3, _OTHER_HALF, Within.MOUSE_2),
    (Within.WIDE_2, _ANY, Within.GROUND),
    (Within.WIDE_2, _HALF, Within.WIDE_1),
    (Within.WIDE_2, _OTHER_HALF, Within.MOUSE_1),
    (Within.WIDE_1, _OTHER_HALF, Within.GROUND),
    *(
        (within, _CANCEL, Within.GROUND)
        for within in (Within.ESCAPE, Within.OPENED, Within.NUMBER, Within.CONTROL, Within.SINGLE)
    ),
)
"""The state after each byte; a later row replaces an earlier one. `GROUND` is a sequence's end.

A byte for which there is no row ends the sequence, and is read as if there had been no sequence, so that
Enter stays Enter. An escape begins a new sequence anywhere, and ends a string (`ESC \\`).
"""
_NEXT: Final = {(within, byte): next_within for within, data, next_within in _ROWS for byte in data}
_OF_ONE_BYTE: Final = {
    **{0x8E: (Within.SINGLE, b"\x1bN"), 0x8F: (Within.SINGLE, b"\x1bO"), 0x9B: (Within.OPENED, b"\x1b[")},
    **dict.fromkeys((0x90, 0x98, 0x9D, 0x9E, 0x9F), (Within.STRING, b"\x1b]")),
}
"""What a single byte opens where it is not part of a letter, and the form of that with ESC."""
_LONGEST: Final = 12
"""Bytes of a sequence; no key is longer."""

_LETTER: Final = 0.5
"""Seconds after an escape in which a letter belongs to it: Alt with that letter."""
_SLOW: Final = 3.0
"""Seconds within which the next byte of a sequence comes, even on a very slow line."""
_BURST: Final = 1.0
"""The same for what comes all at once: strings, mouse reports, letters of several bytes, pasted text."""
_PATIENT: Final = (
    Within.ESCAPE,
    Within.LONE,
    Within.OPENED,
    Within.NUMBER,
    Within.CONTROL,
    Within.CONSOLE,
    Within.SINGLE,
)

_PASTE, _PASTED = b"\x1b[200~", b"\x1b[201~"
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def tokenize(data: bytes, reading: Reading = START) -> tuple[list[Token], Reading]:
    """Return the tokens of these bytes, and the state of the reading after them."""
    tokens: list[Token] = []
    for byte in data:
        reading = _take_byte(byte, reading, tokens)
    return tokens, reading


def after_silence(reading: Reading, quiet: Seconds) -> Reading:
    """Return the state of the reading after so long a silence: an unfinished sequence is given up."""
    limit = _SLOW if reading.within in _PATIENT and not reading.pasting else _BURST
    if quiet > limit:
        return START
    if reading.within is Within.ESCAPE and quiet > _LETTER:
        return replace(reading, within=Within.LONE)
    return reading


def _take_byte(byte: int, reading: Reading, tokens: list[Token]) -> Reading:
    if byte == _ESC:
        is_second = reading.within is Within.ESCAPE
        return replace(
            _drop_letter(reading, tokens),
            within=Within.ESCAPE,
            sequence=b"\x1b\x1b" if is_second else b"\x1b",
        )
    if reading.within is Within.GROUND:
        return _take_loose_byte(byte, reading, tokens)
    next_within = _NEXT.get((reading.within, byte))
    if next_within is None:
        return _take_loose_byte(byte, replace(reading, within=Within.GROUND, sequence=b""), tokens)
    sequence = (reading.sequence + bytes((byte,)))[:_LONGEST]
    if next_within is Within.GROUND:
        return _end_sequence(sequence, reading, tokens)
    return replace(reading, within=next_within, sequence=sequence)


def _end_sequence(sequence: bytes, reading: Reading, tokens: list[Token]) -> Reading:
    """Take a whole sequence. Within pasted text a sequence is part of the text, unless it ends it."""
    standard = b"\x1b" + sequence.lstrip(b"\x1b")
    if not reading.pasting and standard != _PASTED:
        tokens.append(Sequence(sequence))
    pasting = standard == _PASTE or (reading.pasting and standard != _PASTED)
    return Reading(pasting=pasting)


def _take_loose_byte(byte: int, reading: Reading, tokens: list[Token]) -> Reading:
    """Take a byte that belongs to no sequence: a character, a part of one, or what opens a sequence."""
    if reading.letter and byte in _OTHER_HALF:
        return _extend_letter(reading.letter + bytes((byte,)), reading, tokens)
    reading = _drop_letter(reading, tokens)
    if byte in _OF_ONE_BYTE:
        within, sequence = _OF_ONE_BYTE[byte]
        return replace(reading, within=within, sequence=sequence)
    if 0xC2 <= byte < 0xF5:
        return replace(reading, letter=bytes((byte,)))
    tokens.append(Character(chr(byte) if byte < 0x80 else _UNKNOWN, reading.pasting))
    return reading


def _extend_letter(letter: bytes, reading: Reading, tokens: list[Token]) -> Reading:
    """Take one more byte of a letter of several bytes."""
    if len(letter) < (2 if letter[0] < 0xE0 else 3 if letter[0] < 0xF0 else 4):
        return replace(reading, letter=letter)
    reading = replace(reading, letter=b"")
    text = letter.decode("utf-8", "ignore") or _UNKNOWN
    if ord(text) in _OF_ONE_BYTE:
        within, sequence = _OF_ONE_BYTE[ord(text)]
        return replace(reading, within=within, sequence=sequence)
    tokens.append(Character(text, reading.pasting))
    return reading


def _drop_letter(reading: Reading, tokens: list[Token]) -> Reading:
    """Take a letter that breaks off as a character that cannot be read."""
    if reading.letter:
        tokens.append(Character(_UNKNOWN, reading.pasting))
    return replace(reading, letter=b"")
