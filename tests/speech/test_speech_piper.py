"""A long sentence is made in parts, none of it is lost, and it is parted where a reader would pause."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from coach.speech.piper import parted

SENTENCE = "leave this out with weak bones, long steroid use, a broken bone: or a recent injury."


@given(st.text(alphabet="ab ,;:.", max_size=80), st.integers(1, 40))
def test_the_parts_of_a_sentence_are_the_whole_of_it(sentence: str, most: int) -> None:
    parts = list(parted(sentence, most))

    assert "".join(chain.from_iterable(parts)) == sentence
    assert all(part[-1] in ",;:" for part in parts[:-1])
    assert all(len(part) <= most or not set(part[:-1]) & set(",;:") for part in parts)


def test_a_short_sentence_is_one_part() -> None:
    assert list(parted(SENTENCE, len(SENTENCE))) == [SENTENCE]


def test_a_long_sentence_is_parted_nearest_its_middle() -> None:
    assert list(parted(SENTENCE, 60)) == [
        "leave this out with weak bones, long steroid use,",
        " a broken bone: or a recent injury.",
    ]
