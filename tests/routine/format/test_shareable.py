"""What can be given to others is told by one set of rules, wherever it is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.files.document import parse
from coach.files.ids import WORD
from coach.routine.format.shareable import fault_of_id, numbered_id, unseen_characters, unseen_problems


@pytest.mark.parametrize(
    "text",
    [
        "Calm 🧘‍♀️",
        "👩🏽‍⚕️ 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🙂‍↔️",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 1️⃣",
        "tho\u00adra\u00adcic",
        "می‌خواهم",
        "क्‍ष",
        "tabs\tand\nlines",
        "e\u0301 ﷽ 漢 \u00a0",
    ],
)
def test_what_belongs_to_writing_is_seen(text: str) -> None:
    assert list(unseen_characters(text)) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a\u200db", 1),
        ("🧘\u200d", 1),
        ("\u200d🧘", 0),
        ("🧘\u200d\u200d♀", 1),
        ("a\u200cb", 1),
        ("a\u200b", 1),
        ("\u202eb", 0),
        ("a\ufeff", 1),
        ("\U000e0067", 0),
        ("🏴\U000e0067", 1),
        ("\x7f", 0),
        ("\ue000", 0),
        ("\u2028", 0),
        ("a\r", 1),
    ],
)
def test_what_cannot_be_seen_is_found(text: str, at: int) -> None:
    assert next(unseen_characters(text)) == (at, text[at])


@pytest.mark.parametrize("name", ["neck", "neck-and-back", "a" * WORD, "com10", "console", "2026-01-01"])
def test_an_id_that_every_system_can_name_a_file_after_has_no_fault(name: str) -> None:
    assert fault_of_id(name) is None


@pytest.mark.parametrize(
    "name", ["", "a.", "a b", "A", "-a", "a-", "a" * 81, "con", "nul", "com1", "lpt0", "../a"]
)
def test_any_other_id_is_told_with_the_mend(name: str) -> None:
    fault = fault_of_id(name)

    assert fault is not None
    assert "Use" in fault


def test_a_character_hidden_in_an_escape_is_placed_at_its_text() -> None:
    document = parse('a = "🧘\u200d♀"\nb = ["x", "y\\u200D"]\n'.encode(), "x.toml")

    assert [str(problem) for problem in unseen_problems(document, "Mend.")] == [
        "x.toml:2:11: here is a character that cannot be seen (U+200D). Mend."
    ]


@given(st.from_regex(r"[a-z0-9]{60,80}(-[a-z0-9]{1,9})?", fullmatch=True), st.integers(2, 99))
def test_an_id_beside_another_can_be_shared_as_well(name: str, number: int) -> None:
    name = name[:WORD].rstrip("-")

    assert fault_of_id(numbered_id(name, number)) is None
    assert numbered_id(name, number) != name


def test_two_long_ids_that_only_differ_at_their_ends_differ_beside_too() -> None:
    first, second = "a" * 79 + "b", "a" * 79 + "c"

    assert numbered_id(first, 2) != numbered_id(second, 2)
