"""A key has another name, and stands where it stood: what coach asks of a private part of tomlkit."""

import pytest
import tomlkit

from coach.files.rename import rename

BEFORE = "# top\na = 1 # one\n\n# of b\n[b] # two\nc = 2\n\n[[d]]\nx = 1\n\n[[d]]\nx = 2\n# end\n"


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("a", "z", BEFORE.replace("a = 1", "z = 1")),
        ("b", "z", BEFORE.replace("[b]", "[z]")),
        ("d", "z", BEFORE.replace("[[d]]", "[[z]]")),
        ("y", "z", BEFORE),
    ],
)
def test_a_key_of_a_document_is_renamed_in_its_place(old: str, new: str, after: str) -> None:
    document = tomlkit.parse(BEFORE)

    rename(document, old, new)

    assert tomlkit.dumps(document) == after


@pytest.mark.parametrize("text", ["[t]\na = 1\nold = 2 # two\nb = 3\n", "t = { a = 1, old = 2, b = 3 }\n"])
def test_a_key_of_a_table_is_renamed_in_its_place(text: str) -> None:
    document = tomlkit.parse(text)
    table = document["t"]
    assert isinstance(table, dict)

    rename(table, "old", "new")

    assert tomlkit.dumps(document) == text.replace("old", "new")


def test_a_key_of_plain_toml_is_renamed() -> None:
    table = {"old": 1}

    rename(table, "old", "new")

    assert table == {"new": 1}
