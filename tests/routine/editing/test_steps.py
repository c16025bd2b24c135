"""One value changes, and every other byte of the file stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.files.document import parse
from coach.language.letters import without_soft_hyphens
from coach.routine.editing.steps import keys_of_step, possible_values, with_changed_value

TEXT = """\
# My own routine.
name = "Mine"   # said first

minutes = 5


[[step]]   # the first
exercise = "tap"   # quick
reps    = 3
# about the second

[[step]]
say = '''Sit.
Breathe.'''

# a round
[[step]]
repeat = 2
steps = [
  { exercise = "tap", reps = 2 },   # few
  { exercise = "tap" },
]

[source]
kind = "common practice"
# the end
"""

CASES = [
    # where, key, value, the line that was there, what is there now
    ("1", "reps", 7, "reps    = 3\n", "reps    = 7\n"),
    ("1", "exercise", "row", '"tap"   # quick', '"row"   # quick'),
    ("1", "hold", "30 s", "reps    = 3\n", 'reps    = 3\nhold = "30 s"\n'),
    ("2", "optional", True, "Breathe.'''\n", "Breathe.'''\noptional = true\n"),
    ("2", "say", "Stand.", "'''Sit.\nBreathe.'''", '"Stand."'),
    ("3", "repeat", 3, "repeat = 2", "repeat = 3"),
    ("3.1", "reps", 4, "reps = 2 },   # few", "reps = 4 },   # few"),
    ("-", "minutes", 6.5, "minutes = 5", "minutes = 6.5"),
    ("-", "name", 'A "new" one', '"Mine"   # said', '"A \\"new\\" one"   # said'),
    ("source", "by", "Me", '"common practice"\n', '"common practice"\nby = "Me"\n'),
    ("1", "say", ["One.", "Two."], "reps    = 3\n", 'reps    = 3\nsay = ["One.", "Two."]\n'),
]


@pytest.mark.parametrize(("step", "key", "value", "old", "new"), CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_change_touches_its_own_line_alone(
    step: str, key: str, value: object, old: str, new: str, end: str, mark: bytes
) -> None:
    data = mark + TEXT.replace("\n", end).encode()

    after = with_changed_value(data, keys_of_step(step), key, value, "mine.toml")

    assert TEXT.count(old) == 1
    assert after == mark + TEXT.replace(old, new).replace("\n", end).encode()


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("4", "mine.toml has 3 steps there, so there is no step 4."),
        ("3.3", "mine.toml has 2 steps there, so there is no step 3.3."),
        ("1.1", "mine.toml has no steps there."),
        ("dose", "mine.toml has no table 'dose'."),
        ("name", "name of mine.toml has no keys of its own."),
        ("0", "'0' is no step."),
        ("-1", "'-1' is no step."),
        ("../1", "is no step."),
        ("1.", "is no step."),
        ("9" * 30, "is no step."),
    ],
)
def test_a_step_that_is_not_there_is_told(step: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        with_changed_value(TEXT.encode(), keys_of_step(step), "reps", 3, "mine.toml")

    assert told in str(caught.value)


def test_a_step_is_found_by_its_exercise_where_that_is_there_once() -> None:
    value = parse(TEXT.replace('{ exercise = "tap" }', '{ exercise = "row" }').encode(), "").value

    assert keys_of_step("row", value) == ("step", 2, "steps", 1)
    assert keys_of_step("source", value) == ("source",)
    with pytest.raises(
        UsageError, match=r"tap is in step 1, step 3\.1\. Give the number of the one you mean"
    ):
        keys_of_step("tap", value)
    with pytest.raises(UsageError, match="'chin-tuck' is no step"):
        keys_of_step("chin-tuck", value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6", [6, "6"]),
        ("true", [True, "true"]),
        ("30 s", ["30 s"]),
        ('"30 s"', ["30 s", '"30 s"']),
        ("2-1-3", ["2-1-3"]),
        ('["left", "right"]', [["left", "right"], '["left", "right"]']),
        ("1 # one", [1, "1 # one"]),
        ("1\nreps = 2", ["1\nreps = 2"]),
        ("", [""]),
        ("2026-01-01", ["2026-01-01"]),
    ],
)
def test_a_typed_value_is_tomls_own_or_a_text(typed: str, meant: list[object]) -> None:
    assert list(possible_values(typed)) == meant


@given(st.text(max_size=40))
def test_any_text_is_written_as_it_was_meant(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        return

    after = with_changed_value(TEXT.encode(), ("step", 0), "say", text, "mine.toml")

    assert parse(after, "mine.toml").value["step"][0]["say"] == without_soft_hyphens(text)
