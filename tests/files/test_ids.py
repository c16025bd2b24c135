"""An id is small letters, figures and hyphens, wherever it is asked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from coach.files.ids import ID, ID_PATTERN, WORD, near_id
from coach.files.tables import Id


@given(st.from_regex(ID, fullmatch=True) | st.text(st.sampled_from("ab1-A _ü\n"), max_size=6))
def test_both_patterns_and_the_kind_of_value_take_the_same_ids(text: str) -> None:
    text = text[:WORD]
    try:
        taken = TypeAdapter(Id).validate_python(text) == text
    except ValidationError:
        taken = False

    assert taken == (ID.fullmatch(text) is not None)
    assert re.search(ID_PATTERN.replace("$", r"\Z"), text) is not None if taken else True


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Neck and back", "neck-and-back"),
        ("routines/Chin Tuck.toml", "chin-tuck"),
        ("--a--", "a"),
        ("äöü", ""),
    ],
)
def test_a_name_is_near_the_id_that_can_be_made_of_it(name: str, meant: str) -> None:
    assert near_id(name) == meant
