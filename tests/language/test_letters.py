"""Which letters and figures an English voice can say."""

import string
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.letters import quoted, sayable, unsayable, without_soft_hyphens


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("肩を下げる", "肩を下げる"),
        ("Lift your 肩 now", "肩"),
        ("Lift 肩, then 首.", "肩"),
        ("Привет", "Привет"),
        ("सीधे बैठें and breathe", "सीधे बैठें"),
        ("สวัสดี", "สวัสดี"),
        ("مرحبا", "مرحبا"),
        ("α angle", "α"),
        ("Ｓｉｔ ｔａｌｌ.", "Ｓｉｔ ｔａｌｌ"),
        ("𝐒it tall.", "𝐒"),
        ("१०८ times", "१०८"),
        ("Do ３０ reps", "３０"),
        ("① Sit", "①"),
        ("Part Ⅳ", "Ⅳ"),
        ("⼀ Sit", "⼀"),
        ("Ѕit tall", "Ѕ"),
        ("ʃə", "ʃə"),
        ("ⓢit tall", "ⓢ"),
        ("Ⓢⓘⓣ tall", "Ⓢⓘⓣ"),
        ("Arm \U0001f130 up", "\U0001f130"),
        ("Lift 2 ㎏", "㎏"),
    ],
)
def test_letters_and_figures_that_no_english_voice_says_are_named(text: str, letters: str) -> None:
    assert unsayable(text) == letters


@pytest.mark.parametrize(
    "text",
    [
        "Sit tall, 3 × 30 s – “slowly”.",
        "A café, naïve, Übung, łódź, smørrebrød, Ångström, straße",
        "e\u0301 and i\u0308",
        "½ turn, ⅔, ⅐, 10 m², x⁴, H₂O, 45º",
        "ﬁve ﬁngers",
        "Well done 🎉 ✓ ☐ © ®",
        "TheraBand™ № 3, 37 ℃",
        "Don’t, donʼt",
        "",
    ],
)
def test_accents_fractions_small_figures_and_signs_are_left_to_the_voice(text: str) -> None:
    assert unsayable(text) == ""


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("о", "“о” (Cyrillic)"),
        ("Ρ", "“Ρ” (Greek)"),
        ("肩", "“肩”"),
        ("Ｓ", "“Ｓ”"),
        ("\U0001f130", "“\U0001f130”"),
    ],
)
def test_letters_that_look_like_latin_are_quoted_with_their_script(letters: str, words: str) -> None:
    assert quoted(letters) == words


@pytest.mark.parametrize("text", ["", "...", "🎉", "²", "₂ ³", "—"])
def test_signs_and_small_figures_alone_are_nothing_to_say(text: str) -> None:
    assert not sayable(text)


@given(st.text(alphabet=string.printable + "éöß½²“”–", max_size=40))
def test_plain_text_has_nothing_that_cannot_be_said(text: str) -> None:
    assert unsayable(text) == ""


@given(st.text(max_size=40))
def test_what_is_named_stands_in_the_text_and_begins_with_a_letter_or_figure(text: str) -> None:
    letters = unsayable(text)

    assert letters in text
    assert not letters or normalize("NFKC", letters[0])[0].isalnum()  # a radical stands for a letter


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tho\u00adra\u00adcic", "thoracic"),
        ("3\u00ad5 times", "3-5 times"),
        ("C\u00ad7 to T\u00ad1", "C-7 to T-1"),
        ("left \u00adand right\u00ad", "left and right"),
        ("plain", "plain"),
    ],
)
def test_a_soft_hyphen_is_dropped_in_a_word_and_a_hyphen_beside_a_figure(written: str, read: str) -> None:
    assert without_soft_hyphens(written) == read
