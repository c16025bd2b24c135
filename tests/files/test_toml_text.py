"""A table is put into a text and taken out of it, and nothing else of the text changes."""

from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from coach.config.settings import set_value
from coach.files.toml_text import as_bytes_like, with_line, with_table, without_table

PIECES = [
    "[a]\nx = 1\n",
    "[a]   # of a\nx = 1  # one\n# y = 2\n\n",
    '[a]\nx = """\n\n# no comment\n[c]\n# nor this"""\n',
    "[a]\n\n# between\n\nx = [\n  1, # one\n]\n\n",
    "[a]\n",
]
AROUND = st.sampled_from(
    [
        "",
        "# the top\n",
        "# the top\n\n",
        "top = 1\n",
        "\n\n# apart\n\n",
        "[b]\ny = 2\n",
        "[b]\ny = 2 # two\n\n# below\n\n",
        '[b]\ny = """\n\n# z"""\n',
        "[b.c]\nz = 3\n# z = 4\n",
        "[[d]]\nx = 1\n\n[[d]]\n",
    ]
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# top\n[a]\nx = 1\n", "# top\n"),
        ("# top\n\n# of a\n[a]\nx = 1\n", "# top\n"),
        ("# top\n\n[a]\nx = 1\n\n[b]\n", "# top\n\n[b]\n"),
        ("[a]\nx = 1\n\n[b]\n", "[b]\n"),
        ("[a]\nx = 1\n# x = 2\n\n[b]\n", "[b]\n"),
        ("[a]\nx = 1\n# of b, or of a\n[b]\n", "# of b, or of a\n[b]\n"),
        ("[a]\nx = 1\n\n# of b\n[b]\n", "# of b\n[b]\n"),
        ("[b]\ny = 2\n# of b, or of a\n[a]\nx = 1\n", "[b]\ny = 2\n# of b, or of a\n"),
        ("[b]\ny = 2\n\n# of a\n# too\n[a]\nx = 1\n\n\n[c]\n", "[b]\ny = 2\n\n[c]\n"),
        ("[b]\n\n# a part of its own\n\n[a]\nx = 1\n", "[b]\n\n# a part of its own\n"),
        ("[b]\n\n[a]\nx = 1", "[b]\n"),
        ("[a]\r\nx = 1\r\n\r\n[b]\r\n", "[b]\r\n"),
        ('[b]\ny = """\n\n# z"""\n[a]\nx = 1\n', '[b]\ny = """\n\n# z"""\n'),
        ('y = """\n\n# z"""\n[a]\nx = 1\n', 'y = """\n\n# z"""\n'),
    ],
)
def test_a_comment_goes_with_a_table_where_it_clearly_belongs_to_it(before: str, after: str) -> None:
    assert without_table(before, ("a",)) == after


@given(AROUND, st.sampled_from(PIECES), AROUND, st.booleans())
def test_taking_a_table_out_leaves_the_lines_before_it_and_after_it(
    before: str, piece: str, after: str, crlf: bool
) -> None:
    text = before + piece + after.replace("[b]", "[f]").replace("[b.c]", "[g]").replace("top =", "t =")
    text = text.replace("[[d]]", "[[e]]") if before != after else before + piece
    text = text.replace("\n", "\r\n") if crlf else text
    value = tomli.loads(text)

    new = without_table(text, ("a",))

    assert new is not None
    assert tomli.loads(new) == {key: inner for key, inner in value.items() if key != "a"}
    lines, left = text.split("\n"), new.split("\n")
    begin = next(
        (i for i, pair in enumerate(zip(lines, left, strict=False)) if pair[0] != pair[1]), len(left)
    )
    rest = left[begin:]
    assert rest == lines[len(lines) - len(rest) :], "what is left is a beginning and an end of what was"


@given(st.lists(AROUND, max_size=1).map("".join), st.booleans(), st.booleans())
def test_what_is_put_in_is_taken_out_again_to_the_last_character(text: str, crlf: bool, ended: bool) -> None:
    text = text.replace("\n", "\r\n") if crlf else text
    lines = "[a]\nx = 1\n"

    longer = with_table(text if ended else text.rstrip("\r\n"), lines)

    assert longer.startswith(text if ended else text.rstrip("\r\n"))
    assert tomli.loads(longer)["a"] == {"x": 1}
    if ended:
        assert without_table(longer, ("a",)) == text


def test_a_table_that_no_heading_names_is_left_alone() -> None:
    assert without_table("a = { x = 1 }\n", ("a",)) is None
    assert without_table("[[a]]\nx = 1\n", ("a",)) is None
    assert with_line("a.x = 1\n", ("a",), "y = 2") is None


def test_a_line_goes_after_the_last_of_its_table() -> None:
    text = "[a]\nx = [\n 1,\n] # one\n\n# of b\n[b]\n"

    assert with_line(text, ("a",), "y = 2") == text.replace("# one\n", "# one\ny = 2\n")
    assert with_line("[a]", ("a",), "y = 2") == "[a]\ny = 2\n"


ENDS = st.sampled_from(["\n", "\r\n"])


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "", "# c"]), ENDS), min_size=1), st.booleans(), st.data()
)
def test_lines_that_stay_keep_their_ends_and_the_mark(
    lines: list[tuple[str, str]], bom: bool, data: st.DataObject
) -> None:
    old = b"\xef\xbb\xbf" * bom + "".join(text + end for text, end in lines).encode()
    at = data.draw(st.integers(0, len(lines)))
    added = [*lines[:at], ("new = 1", lines[0][1]), *lines[at:]]

    new = as_bytes_like(old, "".join(f"{text}\n" for text, _ in added))

    assert new == b"\xef\xbb\xbf" * bom + "".join(text + end for text, end in added).encode()
    assert as_bytes_like(old, "".join(text + end for text, end in lines)) == old


def test_a_change_in_a_long_file_is_found_at_once() -> None:
    text = "".join(f"[[step]]\r\nrest = {number % 7}\n\n" for number in range(20_000))

    changed = text.replace("\r\n", "\n").replace("rest = 3", "rest = 9", 1)

    assert as_bytes_like(text.encode(), changed).count(b"\r\n") == 20_000


MIXED = b"# mine\r\nvolume = 70\nrate = 150\r\n\n[reminders]\r\nchime = false\n"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("volume", "55", b"volume = 70\n", b"volume = 55\n"),
        ("detail", "full", b"rate = 150\r\n", b'rate = 150\r\ndetail = "full"\r\n'),
        ("reminders.move", "true", b"chime = false\n", b"chime = false\nmove = true\r\n"),
    ],
)
def test_a_setting_is_written_in_a_file_of_mixed_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bom: bytes, key: str, value: str, old: bytes, new: bytes
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(bom + MIXED)

    set_value(key, value)

    assert path.read_bytes() == bom + MIXED.replace(old, new)
