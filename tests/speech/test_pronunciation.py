"""What each engine is given for a line: the notation in words, and the words respelled for it."""

import pytest

from coach.cue.model import Role, Spoken
from coach.language.notation.notation import TABLE
from coach.speech.lexicon import ENGINES, Lexicon, read_lexicons
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.voice import Voice

EXAMPLES = [(written, said) for row in TABLE for written, said in row.examples]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("written", "said"), EXAMPLES)
def test_each_engine_is_given_each_notation_in_words(engine: str, written: str, said: str) -> None:
    lexicon = read_lexicons()
    given = Pronunciation(Voice(engine, "", engine), 155, lexicon).words(written)

    assert given == lexicon.respelled(said, engine)
    assert not set("[]<>{}*_^|\\~@#&=+×–—°½%") & set(given)


def test_a_respelled_word_has_another_clip_and_only_there() -> None:
    voice = Voice("espeak", "gmw/en-us", "")
    plain, respelled = (
        Pronunciation(voice, 155, Lexicon(words)) for words in ({}, {"rhomboid": {"espeak": "rom-boyd"}})
    )

    assert plain.key(Spoken("The rhomboid.")) != respelled.key(Spoken("The rhomboid."))
    assert plain.key(Spoken("Sit tall.")) == respelled.key(Spoken("Sit tall."))


def test_a_count_is_never_asked_slower_than_its_beat_allows() -> None:
    pronunciation = Pronunciation(Voice("sapi5", "", ""), 110)

    assert pronunciation.engine_rate(Spoken("Sit tall.")) == 110
    assert pronunciation.engine_rate(Spoken("one", Role.COUNT)) == 155
