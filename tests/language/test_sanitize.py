"""Whatever a routine says stays data: for the terminal, for markup and for the ear."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.markup import render

from coach.language.sanitize import for_markup, for_speech, for_terminal


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("abc\rxyz", "abc xyz"),
        ("over\b\b\b\bwrite", "overwrite"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u2028b\nc\td", "a b c d"),
        ("csi \x9b2J", "csi 2J"),
        ("soft\u00adhyphen", "softhyphen"),
        ("half \ud83d", "half \ufffd"),
        ("½ × ° naïve 肩", "½ × ° naïve 肩"),
    ],
)
def test_a_terminal_is_given_nothing_to_obey(hostile: str, shown: str) -> None:
    assert for_terminal(hostile) == shown


@given(st.text())
def test_a_terminal_gets_no_control_character_whatever_the_text(text: str) -> None:
    shown = for_terminal(text)

    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(st.text(alphabet="[]/\\abr#@ =x1", max_size=30))
def test_markup_opens_no_tag_whatever_the_text(text: str) -> None:
    rendered = render(for_markup(text))

    assert not rendered.spans
    assert rendered.plain.replace("\\", "") == text.replace("\\", "")


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("[red]Press[/red] gently", "red Press red gently"),
        ("<speak>Press</speak> gently", "Press gently"),
        ("<scr<b>ipt>Press", "scr ipt Press"),
        ("[[h@l'oU]] Press", "Press"),
        ("[[rate 900", "rate 900"),
        ("`rm -rf` Press", "rm -rf Press"),
        ("Press\x07 \x1b[2Jgently", "Press 2Jgently"),
        ("Press\u202e gently", "Press gently"),
        ("pain < 3 or > 1", "pain less than 3 or more than 1"),
        ("...", ""),
        ("[[only markup]]", ""),
        ("", ""),
        ("?!", ""),
    ],
)
def test_an_engine_is_given_words_alone(hostile: str, said: str) -> None:
    assert for_speech(hostile) == said


@given(st.text())
def test_an_engine_is_never_given_markup_or_control(text: str) -> None:
    said = for_speech(text)

    assert not set("[]<>`{}\n\t\x1b") & set(said)
    assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert said == "" or any(c.isalnum() for c in said)


@given(st.text(alphabet="0123456789-–/.:x×½ skgminT°%+<>", max_size=60))
def test_any_heap_of_notation_is_said_somehow(text: str) -> None:
    assert for_speech(text) or not any(c.isalnum() for c in text) or "<" in text
