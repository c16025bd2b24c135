"""A long sentence is made in parts, none of it is lost, and it is parted where a reader would pause.

A line sounds the same each time that it is made.
"""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cue.model import Role, Spoken
from coach.language import rates
from coach.speech.batch import gather
from coach.speech.clips import Clip, Clips
from coach.speech.voices.installed import has_piper
from coach.speech.worker.parts import parts_of

SENTENCE = "leave this out with weak bones, long steroid use, a broken bone: or a recent injury."


@given(st.text(alphabet="ab ,;:.", max_size=80), st.integers(1, 40))
def test_the_parts_of_a_sentence_are_the_whole_of_it(sentence: str, most: int) -> None:
    parts = list(parts_of(sentence, most))

    assert "".join(chain.from_iterable(parts)) == sentence
    assert all(part[-1] in ",;: " for part in parts[:-1])
    assert all(len(part) <= most or not set(part[:-1]) & set(",;:") for part in parts)


def test_a_short_sentence_is_one_part() -> None:
    assert list(parts_of(SENTENCE, len(SENTENCE))) == [SENTENCE]


def test_a_long_sentence_is_parted_nearest_its_middle() -> None:
    assert list(parts_of(SENTENCE, 60)) == [
        "leave this out with weak bones, long steroid use,",
        " a broken bone: or a recent injury.",
    ]


@pytest.mark.skipif(not has_piper(), reason="the extra `piper` is needed")
def test_a_line_sounds_the_same_each_time_that_it_is_made(tmp_path: Path) -> None:
    lines = (Spoken("Let your elbows bend until your face is near the wall."), Spoken("eleven", Role.COUNT))
    folders = (Clips(tmp_path / "one"), Clips(tmp_path / "two"))

    first, second = (gather(lines, "piper", rates.USUAL, clips=clips) for clips in folders)

    for line in lines:
        one, two = first[line], second[line]
        assert isinstance(one, Clip)
        assert isinstance(two, Clip)
        assert one.sound.tobytes() == two.sound.tobytes()
