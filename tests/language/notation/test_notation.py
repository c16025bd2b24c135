"""Each row of the table says its own examples, and no other row spoils them."""

import re
import string
import timeit
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation_rows import Written, written_rows

from coach.files.document import Document
from coach.language.notation.notation import TABLE, Row
from coach.language.notation.row import Beside
from coach.language.sanitize import for_speech, reading
from coach.routine.lint.words import Words, of_words

EXAMPLES = [(row, written, said) for row in TABLE for written, said in row.examples]
KEPT = [(row, written) for row in TABLE for written in row.unclear_examples]
ROWS = written_rows()
BESIDE = {Beside.LETTER: "z", Beside.DIGIT: "7", Beside.HYPHEN: "-"}
PLAIN = st.lists(
    st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=9), min_size=1, max_size=12
).map(" ".join)
NOTATION = st.text(alphabet="0123456789 -–/.:,x×½'\"°%+<>~#@*_|&()smhingkLRTCabde", min_size=1, max_size=40)


@pytest.mark.parametrize(("row", "written", "said"), EXAMPLES, ids=[e[1] for e in EXAMPLES])
def test_a_row_says_its_example(row: Row, written: str, said: str) -> None:
    assert for_speech(written) == said


@pytest.mark.parametrize(("row", "written", "said"), EXAMPLES, ids=[e[1] for e in EXAMPLES])
def test_a_row_does_something(row: Row, written: str, said: str) -> None:
    assert written != said


@pytest.mark.parametrize(("row", "written", "said"), EXAMPLES, ids=[e[1] for e in EXAMPLES])
def test_what_is_said_is_said_the_same_when_given_again(row: Row, written: str, said: str) -> None:
    assert for_speech(said) == said


@pytest.mark.parametrize(
    "plain",
    [
        "Keep your chin level.",
        "Chin tuck, twenty-one times.",
        "Take the up-and-over path.",
        "On 2026-11-24 we rest.",
        "Call one, one, two.",
        "Set 2 of 3.",
        "A T-shirt, an L shape and a C curve.",
    ],
)
def test_plain_words_stay_as_they_are(plain: str) -> None:
    assert for_speech(plain) == plain


def test_notation_is_said_inside_a_sentence() -> None:
    said = for_speech("Hold 5-10 s, 8 reps/side & rest 1/2 min; pain ≤ 3/10.")

    assert said == (
        "Hold 5 to 10 seconds, 8 repetitions a side and rest half a minute; pain at most 3 out of 10."
    )


def touched(row: Row, written: str, side: str, kind: Beside) -> tuple[str, int]:
    """Return the text that the row sees, with something put right beside its match, and the match's edge."""
    text = written
    for before in TABLE[: TABLE.index(row)]:
        text = before.pattern.sub(before.change, text)
    found = row.pattern.search(text)
    assert found
    beside = BESIDE[kind]
    if side == "left":
        return text[: found.start()] + beside + text[found.start() :], found.start() + 1
    return text[: found.end()] + beside + ("z" if beside == "-" else "") + text[found.end() :], found.end()


def neighbours(row: Row) -> Iterator[tuple[str, Beside, str, int]]:
    """Yield each side and kind of neighbour with the text and the edge, for each example."""
    for written in (*(written for written, _ in row.examples), *row.unclear_examples):
        for side in ("left", "right"):
            for kind in Beside:
                yield side, kind, *touched(row, written, side, kind)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_row_touches_no_letter_digit_or_hyphen_but_those_it_names(row: Row) -> None:
    for side, kind, text, edge in neighbours(row):
        found = list(row.pattern.finditer(text))
        edges = {one.start() for one in found} if side == "left" else {one.end() for one in found}
        assert kind in (row.left if side == "left" else row.right) or edge not in edges, text


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_word_keeps_its_letters_whatever_stands_beside_it(row: Row) -> None:
    for _, kind, text, _ in neighbours(row):
        said = for_speech(text)
        words = re.findall("[A-Za-z]*z[A-Za-z]*", text) if kind is Beside.LETTER else []
        assert all(word in said for word in words), text


@pytest.mark.parametrize(("row", "written"), KEPT)
def test_what_may_mean_two_things_stays_as_it_is_written(row: Row, written: str) -> None:
    assert for_speech(written) == written
    assert [unclear.mend for unclear in reading(written).unclear] == ([row.mend] if row.mend else [])


def named_by_the_strict_check(text: str) -> list[str]:
    problems = of_words([Words(("say",), text, whole=False)], Document("f.toml", {"say": text}, ""))
    return [problem.mend for problem in problems if problem.rule == "written-form"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_what_is_written_is_said_right_or_named(row: Written) -> None:
    assert for_speech(row.text) == row.said
    assert bool(named_by_the_strict_check(row.text)) == row.named
    assert all(named_by_the_strict_check(row.text))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_what_was_said_once_is_said_the_same_again(row: Written) -> None:
    assert for_speech(row.said) == row.said


def test_the_strict_check_names_each_thing_that_may_mean_two() -> None:
    text = "Rest 2 m, then lift 1'6\" high."

    assert named_by_the_strict_check(text) == ["Write metres or minutes.", "Write inches or seconds."]


@given(PLAIN)
def test_words_without_figures_or_marks_stay_as_they_are(words: str) -> None:
    abbreviations = {word for row in TABLE for word in row.needs}

    assert for_speech(words) == words or not abbreviations.isdisjoint(words.split())


@given(NOTATION)
def test_no_figure_is_made_up_or_lost_but_as_a_word(text: str) -> None:
    said = for_speech(text)

    assert bool(said) == any(char.isalnum() for char in said)
    made = set("012" if "½" in text else "0")
    assert set(re.findall("[0-9]", said)) <= set(re.findall("[0-9]", text)) | made


@given(PLAIN, st.sampled_from([row for row in ROWS if "\u00ad" not in row.text]))
def test_notation_is_said_the_same_after_any_words(words: str, row: Written) -> None:
    first = for_speech(f"{words}. {row.text}")

    assert first == for_speech(f"{words}.  {row.text} ")


LONG = ["1", "1 ", "1-", "1/", "1:", "1,", "1.", "1x", "a.", "a-", "a/", "w.", "a@", '1"', "1' ", "1 000 "]
LONG += ["1...", "Mon/", "Mon-", "1 in, ", "at 8.30 ", "8.30-", "x1-", ":30 ", "1:00 rest ", "a.b/", "-> "]
LONG += ["1 m ", 'Hold 1" ', "1/2 ", "½", "T1-", "1~", "*", "<a", "[[", "&#1", "e.g.", "L/R", "“1”", "1h 1 "]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_line_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        return min(timeit.repeat(lambda: for_speech(text), number=1, repeat=3))

    assert seconds(20_000) < max(10 * seconds(5_000), 0.2)
