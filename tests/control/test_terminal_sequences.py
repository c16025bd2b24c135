"""Whatever a terminal sends is taken whole, in whatever pieces it comes, and nothing but a key is one.

What is sent and what comes of it is in `sequences.txt`.
"""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.control.bindings import KEYS, NOTHING, decode
from coach.control.terminal_sequences import START, Token, after_silence, tokenize
from coach.session.inputs import Command, Entered, FaceCommand, Input, Typed
from coach.time.units import Seconds

NAMED = {
    **{"BEL": "\x07", "BS": "\x08", "CAN": "\x18", "CR": "\r", "DEL": "\x7f", "ESC": "\x1b", "LF": "\n"},
    **{"SP": " ", "SUB": "\x1a", "TAB": "\t"},
}
AGAIN = Typed("r", Command.AGAIN)


class Row(NamedTuple):
    data: bytes
    inputs: list[Input]
    what: str


def rows() -> list[Row]:
    lines = (Path(__file__).parent / "sequences.txt").read_text("utf-8").splitlines()
    parts = (line.rsplit("|", 2) for line in lines if line and not line.startswith("#"))
    return [Row(sent(data), meant(sent(data), meaning), what.strip()) for data, meaning, what in parts]


def sent(words: str) -> bytes:
    return b"".join(
        bytes([int(word[1:], 16)]) if len(word) == 3 and word[0] == "x" else NAMED.get(word, word).encode()
        for word in words.split()
    )


def meant(data: bytes, words: str) -> list[Input]:
    inputs: list[Input] = []
    for word in words.split():
        match word:
            case "enter":
                inputs.append(Entered())
            case "rubout":
                inputs.append(Typed("\b"))
            case "blank":
                inputs.append(Typed(" "))
            case quoted if quoted.startswith("'"):
                inputs.append(Typed(quoted[1:-1]))
            case command:
                text = data.decode() if len(data) == 1 else ""
                meaning = FaceCommand(command) if command in set(FaceCommand) else Command(command)
                inputs.append(Typed(text, meaning))
    return inputs


def in_pieces(*pieces: bytes, quiet: float = 0.0) -> list[Input]:
    """Decode what comes piece by piece, with so many quiet seconds in between."""
    inputs: list[Input] = []
    rest = NOTHING
    for piece in pieces:
        more, rest = decode(piece, rest, quiet)
        inputs += more
    return inputs


def cut_up(data: bytes, cuts: list[int]) -> tuple[bytes, ...]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return tuple(data[begin:end] for begin, end in pairwise(edges))


each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.what}: {row.data!r}")


def test_the_table_has_a_key_for_every_command_and_many_that_are_none() -> None:
    table = rows()

    commands = {one.command for row in table for one in row.inputs if isinstance(one, Typed)} - {None}
    assert commands == set(KEYS.values())
    assert len({row.data for row in table}) == len(table)
    assert sum(not row.inputs for row in table) > 70


@each_row
def test_what_is_sent_at_once_is_what_it_is_and_hides_no_key_after_it(row: Row) -> None:
    assert decode(row.data)[0] == row.inputs
    assert in_pieces(row.data, b"r") == [*row.inputs, AGAIN]
    assert in_pieces(b"r", row.data) == [AGAIN, *row.inputs]


@each_row
@pytest.mark.parametrize("quiet", [0.0, 0.15, 0.45])
def test_it_is_the_same_byte_by_byte_over_a_slow_line(row: Row, quiet: float) -> None:
    bytes_ = [bytes([byte]) for byte in row.data]

    assert in_pieces(*bytes_, quiet=quiet) == row.inputs
    assert in_pieces(*bytes_, b"r", quiet=quiet) == [*row.inputs, AGAIN]


@each_row
def test_it_is_the_same_cut_in_two_anywhere(row: Row) -> None:
    halves = [(row.data[:at], row.data[at:]) for at in range(len(row.data) + 1)]

    assert [in_pieces(*two) for two in halves] == [row.inputs] * len(halves)


@each_row
def test_it_is_the_same_after_any_other_that_was_whole(row: Row) -> None:
    others = [other for other in rows() if not other.data.endswith(b"\x1b")]

    for other in others:
        assert in_pieces(other.data, row.data, quiet=0.1) == [*other.inputs, *row.inputs]


@pytest.mark.parametrize("key", [b"\x1b[A", b"\x1bOA", b"\x9bA"])
def test_an_arrow_on_a_very_slow_line_is_waited_for(key: bytes) -> None:
    assert in_pieces(*(bytes([byte]) for byte in key), quiet=2.5) == [Typed("", Command.LOUDER)]


@pytest.mark.parametrize(
    ("begun", "quiet"),
    [
        (b"\x1b", 0.6),
        (b"\x1b\x1b", 0.6),
        *((begun, 3.1) for begun in (b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[1;", b"\x1b[[", b"\x1bN")),
        *((begun, 1.1) for begun in (b"\x1b]11;", b"\x1bP>|", b"\x1b_G", b"\x9d1", b"\x1b[M", b"\x1b[M ")),
        *((begun, 1.1) for begun in (b"\x1b[200~", b"\x1b[200~\x1b[", b"\xc3", b"\xf0\x9f")),
    ],
)
def test_what_never_ends_is_given_up_and_keys_are_keys_again(begun: bytes, quiet: float) -> None:
    _, rest = decode(begun)

    assert decode(b"r", rest, quiet) == ([AGAIN], NOTHING)


@pytest.mark.parametrize("text", ["q", "r", "e", "7"])
def test_escape_alone_and_a_key_some_time_later_are_two_keys(text: str) -> None:
    _, rest = decode(b"\x1b")

    assert decode(text.encode(), rest, 0.6)[0] == [Typed(text, KEYS.get(text.encode()))]


anything = st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from(rows()), max_size=6).map(lambda some: b"".join(row.data for row in some)),
    st.lists(st.sampled_from([b"\x1b", b"[", b"]", b"M", b"O", b"q", b"\x9b", b"\xc3", b"1", b"~"])).map(
        b"".join
    ),
)


@given(anything, st.lists(st.integers(0, 400), max_size=8))
def test_in_whatever_pieces_bytes_come_they_are_the_same(data: bytes, cuts: list[int]) -> None:
    tokens: list[Token] = []
    reading = START
    for piece in cut_up(data, cuts):
        more, reading = tokenize(piece, reading)
        tokens += more

    assert (tokens, reading) == tokenize(data)


@given(st.lists(st.tuples(anything, st.floats(0, 5)), max_size=8))
def test_whatever_comes_whenever_is_read_to_an_end_and_little_is_kept(
    pieces: list[tuple[bytes, float]],
) -> None:
    rest = NOTHING

    for data, quiet in pieces:
        inputs, rest = decode(data, rest, quiet)

        assert len(inputs) <= len(data) + 1
        assert len(rest.reading.sequence) + len(rest.reading.letter) < 16
    assert after_silence(rest.reading, Seconds(4)) == START


@given(anything)
def test_nothing_asks_for_anything_but_a_key(data: bytes) -> None:
    inputs, _ = decode(data)

    for one in inputs:
        assert (
            not isinstance(one, Typed)
            or one.command in (None, KEYS.get(one.text.lower().encode()))
            or (one.text == "" and any(key in data for key in arrows(one.command)))
        )


def arrows(command: Command | FaceCommand) -> list[bytes]:
    """Return every form in which an arrow may come."""
    keys = [key for key, meaning in KEYS.items() if meaning is command and len(key) > 1]
    opened = {b"\x1b[": (b"\x9b",), b"\x1bO": (b"\x8f",)}
    return keys + [byte + key[2:] for key in keys for byte in opened[key[:2]]]


begun = st.sampled_from(
    [b"\x1b[", b"\x1b[1;", b"\x1b[?", b"\x1b[[", b"\x1bN", b"\x1b", b"\x1b\x1b[", b"\x1bO1;"]
)


@given(begun, st.sampled_from([key for key in sorted(KEYS) if len(key) == 1]))
def test_no_letter_within_a_sequence_is_a_key(opened: bytes, key: bytes) -> None:
    inputs, _ = decode(opened + key + b"\x1b")

    assert inputs == []
