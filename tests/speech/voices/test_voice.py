"""What a voice is, how fast it is asked to speak, and what a clip is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cue.model import Role
from coach.speech.voices.voice import Voice, key, rate_for_engine, resolve, spoken_rate
from coach.speech.worker.sanity import plausible

VOICE = Voice("espeak", "gmw/en-us", "America")


def test_auto_is_the_systems_own_voice() -> None:
    assert resolve("auto", "espeak").id == "gmw/en-us"
    assert resolve(" AUTO ", "sapi5") == Voice("sapi5", "", "sapi5, its own default", "")


def test_a_voice_is_named_by_engine_and_id_or_by_its_id_alone() -> None:
    assert resolve("espeak:gmw/en", "nsss") == Voice("espeak", "gmw/en", "gmw/en", "en")
    assert resolve("gmw/en+f3", "espeak") == Voice("espeak", "gmw/en+f3", "gmw/en+f3", "en")
    assert resolve("espeak", "nsss").id == "gmw/en-us"


@pytest.mark.parametrize(
    ("role", "wanted", "spoken"),
    [
        (Role.LINE, 155, 155),
        (Role.LINE, 20, 110),
        (Role.LINE, 900, 220),
        (Role.COUNT, 110, 155),
        (Role.COUNT, 200, 200),
        (Role.COUNT, 900, 220),
    ],
)
def test_a_rate_stays_within_what_is_understood_and_counts_are_never_slow(
    role: Role, wanted: int, spoken: int
) -> None:
    assert spoken_rate(resolve("espeak"), role, wanted) == spoken


@given(st.integers(110, 219))
def test_more_words_a_minute_are_never_asked_for_with_a_lower_rate(wanted: int) -> None:
    assert rate_for_engine(VOICE, wanted) <= rate_for_engine(VOICE, wanted + 1)


def test_an_engine_without_a_table_is_asked_for_the_rate_itself() -> None:
    assert rate_for_engine(resolve("sapi5"), 140) == 140


def test_all_that_determines_the_sound_is_in_the_key() -> None:
    keys = {
        key("one", Role.LINE, VOICE, 155),
        key("two", Role.LINE, VOICE, 155),
        key("one", Role.COUNT, VOICE, 155),
        key("one", Role.LINE, VOICE, 180),
        key("one", Role.LINE, Voice("espeak", "gmw/en", ""), 155),
        key("one", Role.LINE, Voice("sapi5", "gmw/en-us", ""), 155),
    }

    assert len(keys) == 6


def test_what_does_not_change_the_sound_is_not_in_the_key() -> None:
    assert key("one", Role.COUNT, VOICE, 110) == key("one", Role.COUNT, VOICE, 155)
    assert key("one", Role.LINE, VOICE, 155) == key("one", Role.LINE, Voice("espeak", "gmw/en-us", "US"), 155)


@pytest.mark.parametrize(
    ("text", "length", "right"),
    [
        ("one", 0.3, True),
        ("one", 0.0, False),
        ("one", 3.0, False),
        ("Keep your chin level.", 1.2, True),
        ("Keep your chin level.", 0.3, False),
        ("Keep your chin level.", 9.0, False),
        ("1000000", 2.0, True),
    ],
)
def test_a_clip_that_is_cut_short_or_holds_more_than_its_words_is_told(
    text: str, length: float, right: bool
) -> None:
    assert plausible(text, length, 140) is right
