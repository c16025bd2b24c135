"""Only what is surely one number to call is taken, and it is said as it is dialled."""

import os
from pathlib import Path

import pytest
from called import coach
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coach import schemas
from coach.config.settings import load, own_file, set_value
from coach.cue import wording
from coach.errors import BadFile, UsageError
from coach.language import telephone

ONE = [
    ("112", "one, one, two"),
    ("000", "zero, zero, zero"),
    ("116117", "one, one, six, one, one, seven"),
    ("0 112", "zero, one, one, two"),
    (" 911 ", "nine, one, one"),
    ("15", "one, five"),
    ("9-1-1", "nine, one, one"),
    ("1 1 2", "one, one, two"),
    ("116 117", "one, one, six, one, one, seven"),
    ("(0800) 123-45", "zero, eight, zero, zero, one, two, three, four, five"),
    ("08.00.12", "zero, eight, zero, zero, one, two"),
    ("0800\u00a012\u201134", "zero, eight, zero, zero, one, two, three, four"),
    ("+41 44 251", "plus, four, one, four, four, two, five, one"),
    ("(+41) 44", "plus, four, one, four, four"),
    ("+44 (0)20 79", "plus, four, four, two, zero, seven, nine"),
    ("555-12 ext. 12", "five, five, five, one, two, extension, one, two"),
    ("555-12 Ext 12", "five, five, five, one, two, extension, one, two"),
    ("555-12, extension 9", "five, five, five, one, two, extension, nine"),
    ("555-12x07", "five, five, five, one, two, extension, zero, seven"),
    ("555-12 x 7", "five, five, five, one, two, extension, seven"),
    ("1" * 15, ", ".join(["one"] * 15)),
]
NOT_ONE = [
    *("", " ", "1", "+", "+1", "()", "x12", "ext. 12", "-", "1" * 16, "1 " * 20 + "1"),
    *("911 or 112", "112, 911", "999/112", "112;911", "112\n911", "112 & 911", "112 and 911", "112|911"),
    *("112 911", "112-911", "112 (911)", "112.911.999", "15 17 18", "112 x911", "112 112"),
    *("१०८", "１１２", "¹¹²", "①②", "nine one one", "call 112", "112 now", "1-800-DOCTORS", "e112", "1l2"),
    *("112+911", "++112", "11+2", "+41 +44", "(+(41) 44", "+(+41) 44", "112+"),
    *("112.", "-112", ".112", "112-", "(112", "112)", "((112))", "11()2", "1    12"),
    *("112 ext", "112 x", "112x12x13", "112 ext. 1234567", "5551234 ext. 12 ext. 13"),
    *("*112#", "tel:112", "sip:112", "0x70", "1e2", "1_1_2", "112!", "112?", "112,"),
    *("112\x1b[2J", "1\u202e12"),
    *("112112", "911112", "999 9 1 1", "112 0", "112.0", "911 9", "911 15"),
    *("+911", "+15", "+1 911", "+44 999", "+112"),
]
A_LINE = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\x1b": "\\u001b"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("COACH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("text", "words"), ONE)
def test_one_number_is_taken_and_said_figure_by_figure(text: str, words: str) -> None:
    set_value("emergency", text)

    kept = load().settings.emergency

    assert kept == text.strip()
    assert wording.digits(kept) == words
    assert wording.stop_rule(kept)[-1].endswith(f"call {words}.")


@pytest.mark.parametrize("text", NOT_ONE)
def test_what_is_not_surely_one_number_is_refused_when_it_is_set(text: str) -> None:
    with pytest.raises(UsageError, match=r"emergency cannot be .* Write the one number to call"):
        set_value("emergency", text)

    assert not own_file().exists()


@pytest.mark.parametrize("text", [text for text in NOT_ONE if text])  # an empty variable is not set
def test_it_is_refused_in_a_variable(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("COACH_EMERGENCY", text)

    with pytest.raises(UsageError, match=r"^COACH_EMERGENCY cannot be .* Write the one number to call"):
        load()


@pytest.mark.parametrize("text", NOT_ONE)
def test_it_is_refused_in_a_file_with_its_place_and_mend(text: str) -> None:
    line = "".join(A_LINE.get(char, char) for char in text)
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(f'rate = 150\nemergency = "{line}"\n', "utf-8")

    with pytest.raises(BadFile) as caught:
        load()

    [problem] = caught.value.problems
    assert (problem.place.line, problem.place.column) == (2, 13)
    assert problem.message.startswith("emergency cannot be ")
    assert 'such as "112"' in problem.mend


@pytest.mark.parametrize(
    "value", ["112.5", "true", "-112", '["112", "911"]', "1979-05-27", "1", "+442079460958"]
)
def test_a_value_that_is_no_number_to_call_is_refused_without_quotes_too(value: str) -> None:
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(f"emergency = {value}\n", "utf-8")

    with pytest.raises(BadFile, match="emergency cannot be"):
        load()


@pytest.mark.parametrize(
    ("value", "right"),
    [("000", "000"), ("0800123", "0800123"), ("15,17", "15,17"), ("0800-123", "0800-123"), ("112,", "112")],
)
def test_the_mend_of_a_number_without_quotes_keeps_every_figure(value: str, right: str) -> None:
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(f"emergency = {value}\n", "utf-8")

    with pytest.raises(BadFile) as caught:
        load()

    assert [problem.mend for problem in caught.value.problems] == [f'Write emergency = "{right}"']


def test_an_editor_is_told_the_same_shape() -> None:
    validator = Draft202012Validator(schemas.schema("config"))

    right = [text for text, _ in ONE if not validator.is_valid({"emergency": text})]
    shapeless = ["911 or 112", "112, 911", "999/112", "१०८", "", "nine", "112+911", "(112"]
    wrong = [text for text in shapeless if validator.is_valid({"emergency": text})]

    assert (right, wrong) == ([], [])


def test_a_session_does_not_begin_with_two_numbers_to_call(tmp_path: Path) -> None:
    ran = coach(tmp_path, "start", "desk-reset", env={"COACH_EMERGENCY": "911 or 112"})

    assert ran.returncode == 2
    assert "COACH_EMERGENCY cannot be '911 or 112'." in ran.stderr
    assert ran.stdout == ""


@given(st.text(alphabet="0123456789 +-.()xet,/१", max_size=60))
def test_no_figure_that_is_dialled_is_left_unsaid(text: str) -> None:
    try:
        number = telephone.parse(text)
    except ValueError:
        return

    words = wording.digits(text).split(", ")

    assert len(words) == (
        number.international + len(number.figures) + bool(number.extension) + len(number.extension)
    )
    left_out = text.count("(0)") if number.international else 0
    assert len(number.figures) + len(number.extension) == sum(map(str.isdigit, text)) - left_out
