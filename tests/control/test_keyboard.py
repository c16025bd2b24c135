"""The bytes of a terminal, in whatever pieces they come, ask for what the keys mean and nothing else."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.control.bindings import KEYS, NOTHING, WORDS, decode, word
from coach.session.inputs import Asked, Command, Entered, FaceCommand, Input, Typed

keys = st.sampled_from([*sorted(KEYS), b"\r", b"\n", b"\x7f", b"\x08", *(b"%d" % n for n in range(10))])


def pieces(data: bytes, cuts: list[int]) -> list[Input]:
    """Decode the data as if it came cut up there."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    inputs: list[Input] = []
    rest = NOTHING
    for begin, end in pairwise(edges):
        found, rest = decode(data[begin:end], rest)
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
        (b"?", FaceCommand.KEYS),
    ],
)
def test_a_key_asks_for_its_command(typed: bytes, command: Command | FaceCommand) -> None:
    text = typed.decode() if len(typed) == 1 else ""

    assert decode(typed) == ([Typed(text, command)], NOTHING)


def test_figures_backspace_and_enter_are_for_questions() -> None:
    inputs, rest = decode(b"10\x7f\r")

    assert inputs == [Typed("1"), Typed("0"), Typed("\b"), Entered()]
    assert rest == NOTHING


@pytest.mark.parametrize(
    ("begun", "end"), [(b"\x1b[", b"C"), (b"\x1bO", b"C"), (b"\x1b[1;5", b"C"), (b"\x1b", b"[C")]
)
def test_the_beginning_of_a_key_is_kept_for_its_end(begun: bytes, end: bytes) -> None:
    inputs, rest = decode(begun)

    assert inputs == []
    assert decode(end, rest) == decode(begun + end)


@pytest.mark.parametrize(
    "other",
    [
        *(b"\x1b[1;5C", b"\x1b[3~", b"\x1b[15~", b"\x1b[201~", b"\x1bOP", b"\x1b[<0;12;5M", b"\x1b[I"),
        *(b"\x00", b"\x01", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"x", b"~", b"\t"),
    ],
)
def test_a_key_that_means_nothing_does_nothing_and_hides_nothing(other: bytes) -> None:
    inputs, rest = decode(other + b"r")

    assert [one.command for one in inputs if isinstance(one, Typed) and one.command] == [Command.AGAIN]
    assert rest == NOTHING


def test_escape_alone_and_some_time_later_a_letter_is_that_letter() -> None:
    _, rest = decode(b"\x1b")

    assert decode(b"r", rest, 1) == ([Typed("r", Command.AGAIN)], NOTHING)
    assert decode(b"\x1br") == ([], NOTHING)


def test_a_sequence_is_taken_to_its_end_however_long() -> None:
    assert decode(b"\x1b[" + b"1" * 40 + b"q") == ([], NOTHING)
    assert len(decode(b"\x1b[" + b"1" * 4000)[1].reading.sequence) < 16


def few_characters(typed: list[bytes]) -> bool:
    """Return whether no more different characters come at once than anybody types."""
    return len({key.lower() for key in typed if len(key) == 1 and key > b"\x1f"}) < 3


@given(st.lists(keys, max_size=30).filter(few_characters), st.lists(st.integers(0, 200), max_size=8))
def test_keys_mean_the_same_in_whatever_pieces_they_come(typed: list[bytes], cuts: list[int]) -> None:
    data = b"".join(typed)

    whole, rest = decode(data)

    assert rest == NOTHING
    assert len(whole) == len(typed)
    assert pieces(data, cuts) == whole


@given(st.lists(keys, max_size=30))
def test_each_key_by_itself_means_the_same_however_many_come(typed: list[bytes]) -> None:
    inputs: list[Input] = []
    rest = NOTHING
    for key in typed:
        more, rest = decode(key, rest, 0.02)
        inputs += more

    assert inputs == [one for key in typed for one in decode(key)[0]]


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_whatever_is_typed_is_decoded_to_an_end(data: bytes, cuts: list[int]) -> None:
    inputs, rest = decode(data)

    assert len(inputs) <= len(data)
    assert len(rest.reading.sequence) + len(rest.reading.letter) < 16
    assert len(pieces(data, cuts)) <= len(data)


def commands(inputs: list[Input]) -> list[Command | FaceCommand]:
    return [one.command for one in inputs if isinstance(one, Typed) and one.command is not None]


def text(inputs: list[Input]) -> str:
    return "".join(one.text for one in inputs if isinstance(one, Typed))


@pytest.mark.parametrize(
    "pasted",
    [
        "The quick brown fox",
        "rehaw",
        "why?",
        "q e",
        "stop\nq\nq\n",
        "https://example.org/",
        "a\r\nb\r\nc",
        "Ärzte",
        "7 of 10",
        "e,q",
        "x" * 5000 + "yz",
    ],
)
def test_text_that_is_pasted_asks_for_nothing_and_is_text_all_the_same(pasted: str) -> None:
    inputs, rest = decode(pasted.encode())

    assert commands(inputs) == []
    assert Entered() not in inputs[:-1]
    assert text(inputs) == pasted.removesuffix("\n").replace("\r", " ").replace("\n", " ")
    assert rest.pasted


def test_the_end_of_pasted_text_that_comes_right_after_it_is_pasted_too() -> None:
    _, rest = decode(b"The quick brown fox")

    assert commands(decode(b"eq", rest, 0.01)[0]) == []
    assert commands(decode(b"eq", rest, 0.5)[0]) == [Command.EASIER, Command.STOP]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("rrrrrrrrrr", [Command.AGAIN] * 10),
        ("ee", [Command.EASIER] * 2),
        ("rR", [Command.AGAIN] * 2),
        ("he", [Command.HARDER, Command.EASIER]),
        (" \x1b[C ", [Command.TOGGLE, Command.NEXT, Command.TOGGLE]),
        ("r\x1b[Ae\x1b[Bh", [Command.AGAIN, Command.LOUDER, Command.EASIER, Command.SOFTER, Command.HARDER]),
    ],
)
def test_a_held_key_and_keys_over_a_slow_line_are_keys(typed: str, asked: list[Command]) -> None:
    assert commands(decode(typed.encode())[0]) == asked


@pytest.mark.parametrize("answer", ["0.5", "-12", "1,5", "1 2", "five", "7 of 10"])
def test_an_answer_that_a_busy_machine_takes_in_at_once_is_entered(answer: str) -> None:
    inputs, _ = decode(f"{answer}\r".encode())

    assert inputs == [*map(Typed, answer), Entered()]


@pytest.mark.parametrize("figures", ["10", "1234567890", "3\x7f4", "123\x7f\x7f\r", "012\r345\r"])
def test_figures_that_come_at_once_are_typed_and_entered(figures: str) -> None:
    inputs, _ = decode(figures.encode())

    assert text(inputs) == "".join("\b" if char == "\x7f" else char for char in figures if char != "\r")
    assert inputs.count(Entered()) == figures.count("\r")


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
    program = (
        f"import sys; {closed}\nfrom coach.control.keyboard import keys_of_stdin\n"
        "with keys_of_stdin(print).controller(print): pass\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_bytes_on_a_pipe_that_are_no_text_stop_nothing() -> None:
    program = (
        "import sys; from threading import Event; from coach.control.keyboard import keys_of_stdin\n"
        "done = Event(); got = []\n"
        "def put(one): got.append(one); done.set()\n"
        "with keys_of_stdin(lambda line: None).controller(put): done.wait(10)\n"
        "print(got)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], input=b"\xff\xfe\x00\nnext\n", capture_output=True, timeout=30
    )

    assert b"Asked(command=<Command.NEXT: 'next'>)" in ran.stdout
