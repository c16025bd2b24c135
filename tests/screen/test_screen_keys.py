"""The bytes of a terminal, in whatever pieces they come, ask for what the keys mean and nothing else."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.screen.keys import KEYS, WORDS, decode, word
from coach.session.inputs import Asked, Command, Entered, Input, Typed

keys = st.sampled_from([*sorted(KEYS), b"\r", b"\n", b"\x7f", b"\x08", *(b"%d" % n for n in range(10))])


def pieces(data: bytes, cuts: list[int]) -> list[Input]:
    """Decode the data as if it came cut up there."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    inputs: list[Input] = []
    rest = b""
    for begin, end in pairwise(edges):
        found, rest = decode(rest + data[begin:end])
        inputs += found
    return inputs


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (b" ", Command.TOGGLE),
        (b"\x1b[C", Command.NEXT),
        (b"\x1bOC", Command.NEXT),
        (b"\x1b[D", Command.BACK),
        (b"\x1b[A", Command.LOUDER),
        (b"\x1b[B", Command.SOFTER),
        (b"r", Command.AGAIN),
        (b"R", Command.AGAIN),
        (b"e", Command.EASIER),
        (b"h", Command.HARDER),
        (b"a", Command.MORE),
        (b"w", Command.WAIT),
        (b"m", Command.MUTE),
        (b"q", Command.STOP),
        (b"?", Command.KEYS),
    ],
)
def test_a_key_asks_for_its_command(typed: bytes, command: Command) -> None:
    assert decode(typed) == ([Asked(command)], b"")


def test_figures_backspace_and_enter_are_for_questions() -> None:
    inputs, rest = decode(b"10\x7f\r")

    assert inputs == [Typed("1"), Typed("0"), Typed("\b"), Entered()]
    assert rest == b""


@pytest.mark.parametrize("begun", [b"\x1b[", b"\x1bO", b"\x1b[1;5", b"\x1b"])
def test_the_beginning_of_a_key_is_kept_for_its_end(begun: bytes) -> None:
    assert decode(begun) == ([], begun)


@pytest.mark.parametrize(
    "other",
    [
        *(b"\x1b[1;5C", b"\x1b[3~", b"\x1b[15~", b"\x1b[200~", b"\x1bOP", b"\x1b[<0;12;5M", b"\x1b[I"),
        *(b"\x00", b"\x01", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"x", b"~", b"\t"),
    ],
)
def test_a_key_that_means_nothing_does_nothing_and_hides_nothing(other: bytes) -> None:
    assert decode(other + b"r") == ([Asked(Command.AGAIN)], b"")


def test_escape_alone_and_then_a_letter_is_that_letter() -> None:
    assert decode(b"\x1br") == ([Asked(Command.AGAIN)], b"")


def test_a_sequence_without_an_end_is_given_up() -> None:
    inputs, rest = decode(b"\x1b[" + b"1" * 40 + b"q")

    assert len(rest) < 16
    assert Asked(Command.STOP) not in inputs


@given(st.lists(keys, max_size=30), st.lists(st.integers(0, 200), max_size=8))
def test_keys_mean_the_same_in_whatever_pieces_they_come(typed: list[bytes], cuts: list[int]) -> None:
    data = b"".join(typed)

    whole, rest = decode(data)

    assert rest == b""
    assert len(whole) == len(typed)
    assert pieces(data, cuts) == whole


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_whatever_is_typed_is_decoded_to_an_end(data: bytes, cuts: list[int]) -> None:
    inputs, rest = decode(data)

    assert len(inputs) <= len(data)
    assert len(rest) < 16
    assert data.endswith(rest)
    assert len(pieces(data, cuts)) <= len(data)


@given(st.text(max_size=60))
def test_only_the_words_that_are_told_are_known(text: str) -> None:
    known = word(text)

    assert (known is None) == (text.strip().lower() not in WORDS)


def test_each_word_asks_for_its_command() -> None:
    asked = [word(f" {text.upper()}\n") for text in WORDS]

    assert asked == [Asked(command) for command in WORDS.values()]
    assert " ".join(WORDS) == "pause resume next back again easier harder more wait stop"


@pytest.mark.parametrize("closed", ["sys.stdin.close()", "sys.stdin = None"])
def test_without_a_standard_input_there_is_nothing_to_listen_to(closed: str) -> None:
    program = f"import sys; {closed}\nfrom coach.screen.keys import listen\nlisten(print, print)()\n"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_bytes_on_a_pipe_that_are_no_text_stop_nothing() -> None:
    program = (
        "import sys; from threading import Event; from coach.screen.keys import listen\n"
        "done = Event(); got = []\n"
        "def put(one): got.append(one); done.set()\n"
        "listen(put, lambda line: None); done.wait(10); print(got)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], input=b"\xff\xfe\x00\nnext\n", capture_output=True, timeout=30
    )

    assert b"Asked(command=<Command.NEXT: 'next'>)" in ran.stdout
