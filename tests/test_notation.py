"""Each row of the table says its own examples, and no other row spoils them."""

import pytest

from coach.notation import TABLE, Row
from coach.text import for_speech

EXAMPLES = [(row, written, said) for row in TABLE for written, said in row.examples]


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
