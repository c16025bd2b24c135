"""Keys lead to a value of a file, whatever is of the wrong kind on the way."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.files.keys import Keys, value_at, with_value

VALUE: dict[str, Any] = {"step": [{"hold": "3 s"}, {"steps": [{"reps": 2}]}], "name": "Neck", "say": {"a": 0}}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((), VALUE),
        (("name",), "Neck"),
        (("step", 1, "steps", 0, "reps"), 2),
        (("say", "a"), 0),
        (("step", 2), None),
        (("step", -1), None),
        (("step", "0"), None),
        (("name", 0), None),
        (("say", "b"), None),
        (("name", "a", "b"), None),
    ],
)
def test_what_stands_at_the_keys_is_found_or_nothing_is(keys: Keys, value: object) -> None:
    assert value_at(VALUE, keys) == value


@given(
    st.sampled_from([("name",), ("new",), ("say", "b"), ("step", 0, "hold"), ("step", 1, "steps", 0, "reps")])
)
def test_a_value_is_put_at_the_keys_of_a_copy(keys: Keys) -> None:
    before = copy.deepcopy(VALUE)

    changed = with_value(VALUE, keys, [1])

    assert value_at(changed, keys) == [1]
    assert before == VALUE
    assert changed != VALUE
