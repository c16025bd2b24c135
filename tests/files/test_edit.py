"""An edit changes what it is to change and no other byte, or nothing at all."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError, UsageError
from coach.files.document import BOM, parse
from coach.files.edit import (
    Edit,
    as_key,
    as_value,
    assignment,
    edited_bytes,
    reads_as,
    removal,
    through_tomlkit,
)
from coach.files.exclusive_edit import edit
from coach.files.keys import Keys, value_at, with_value

TOP = 'name = "Neck" # a name\nminutes = 5\nlong = """\n[say]\n\n# not a comment"""\n'
PIECES = {
    (): TOP,
    ("say",): '[say]\nmove = "ü" # said\n# below\n\n',
    ("step", 0): "# the first\n[[step]]\n  hold = [\n  1, # one\n]\n\n",
    ("step", 1): "[[step]]\nreps = 3\n\n# apart\n\n",
    ("step", 1, "steps", 0): "[[step.steps]]\nrest = 2\n",
    ("easier", "dose"): "[easier.dose]\nhold = 3.0\n# sets = 2\n",
}
VALUES = st.recursive(
    st.booleans()
    | st.integers(-9, 9)
    | st.floats(-9, 9)
    | st.text(st.sampled_from('ab "\\\n#ü'), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b c"]), inner, max_size=2)
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(st.sampled_from(["a", "b c", "d"]), VALUES, max_size=3)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """Return a file, with or without a mark, each line with an end of its own, and those lines."""
    ends = st.sampled_from([b"\n", b"\r\n"])
    one = draw(st.none() | ends)
    lines = "".join(PIECES.values()).encode().split(b"\n")[:-1]
    ended = [line + (one or draw(ends)) for line in lines]
    return BOM * draw(st.booleans()) + b"".join(ended), ended


def change(data: bytes, keys: Keys, key: str, value: object) -> bytes:
    meant = with_value(parse(data, "").value, (*keys, key), value)
    return edited_bytes(data, "a.toml", assignment(keys, key, value), meant, mend="Do it by hand.")


def lines_of(data: bytes) -> list[bytes]:
    return data.removeprefix(BOM).splitlines(keepends=True)


@given(files(), st.sampled_from(sorted(PIECES.keys() - {()})), VALUES, st.sampled_from(["new", "of old"]))
def test_a_new_key_is_one_line_more_and_every_other_byte_stays(
    file: tuple[bytes, list[bytes]], keys: Keys, value: object, key: str
) -> None:
    data, lines = file

    new = change(data, keys, key, value)

    assert value_at(parse(new, "").value, (*keys, key)) == value
    assert new.startswith(BOM) == data.startswith(BOM)
    at = next(i for i, line in enumerate(lines_of(new)) if line not in lines)
    assert lines_of(new)[:at] + lines_of(new)[at + 1 :] == lines
    assert lines_of(new)[at].endswith(b"\r\n") == lines[0].endswith(b"\r\n")


@given(
    files(),
    st.sampled_from(
        [(), ("say",), ("step", 1), ("step", 1, "steps", 0), ("easier", "dose")],
    ),
    st.integers(10, 99) | st.sampled_from(["w", 'q"']),
)
def test_a_key_that_is_there_is_changed_on_its_line_and_every_other_byte_stays(
    file: tuple[bytes, list[bytes]], keys: Keys, value: object
) -> None:
    data, lines = file
    key = next(iter(value_at(parse(data, "").value, keys)))

    new = change(data, keys, key, value)

    assert value_at(parse(new, "").value, (*keys, key)) == value
    assert new.startswith(BOM) == data.startswith(BOM)
    [(before, after)] = [pair for pair in zip(lines, lines_of(new), strict=True) if pair[0] != pair[1]]
    assert before.partition(b"=")[0] == after.partition(b"=")[0]
    assert before.endswith(b"\r\n") == after.endswith(b"\r\n")


@given(files(), st.sampled_from([("say",), ("easier", "dose")]))
def test_a_table_that_is_taken_out_takes_no_line_of_another_with_it(
    file: tuple[bytes, list[bytes]], keys: Keys
) -> None:
    data, lines = file
    meant = parse(data, "").value
    del value_at(meant, keys[:-1])[keys[-1]]

    new = edited_bytes(
        data,
        "a.toml",
        removal(keys),
        meant,
        mend="Do it by hand.",
        normal=lambda value: {"easier": {}, **value},
    )

    gone = len(lines) - len(lines_of(new))
    at = next(i for i in range(len(lines)) if lines[:i] + lines[i + gone :] == lines_of(new))
    assert not {b"# the first", b"[[step]]", b"rest = 2"} & {line.strip() for line in lines[at : at + gone]}


@given(TABLES, TABLES)
def test_what_does_not_come_back_as_meant_is_refused(given_: dict[str, Any], meant: dict[str, Any]) -> None:
    def write(_: str) -> str:
        return "".join(f"{as_key(key)} = {as_value(value)}\n" for key, value in given_.items())

    if given_ != meant:
        refusal = re.escape("a.toml could not be changed safely and is as it was. Do it by hand.")
        with pytest.raises(CoachError, match=refusal):
            edited_bytes(b"# mine\n", "a.toml", write, meant, mend="Do it by hand.")

    assert parse(edited_bytes(b"# mine\n", "a.toml", write, given_, mend=""), "").value == given_


@pytest.mark.parametrize("other", ["x = 1.0", "x = true", "x = [1]", 'x = "1"', "x = 1\ny = 2", "", "x ="])
def test_a_value_of_another_kind_is_not_the_one_that_was_meant(other: str) -> None:
    assert reads_as(b"x = 1", {"x": 1})
    assert not reads_as(other.encode(), {"x": 1})


def test_a_number_that_is_none_elsewhere_in_the_file_keeps_nobody_from_an_edit() -> None:
    assert change(b"x = nan\ny = 1\n", (), "y", 2) == b"x = nan\ny = 2\n"


def _cannot(_: str) -> str | None:
    return None


def _drops(document: dict[str, object]) -> None:
    del document["b"]


@pytest.mark.parametrize(
    "wrong", [_cannot, lambda _: "a = 2\n", lambda _: "a = ", through_tomlkit(_drops), lambda text: text]
)
def test_an_edit_that_is_refused_writes_nothing(wrong: Edit, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(BOM + b"a = 1\r\n# mine")
    before = path.stat()

    with pytest.raises(CoachError, match="is as it was"):
        edit(path, lambda old: edited_bytes(old, "a.toml", wrong, {"a": 3}, mend="Do it by hand."))

    assert path.read_bytes() == BOM + b"a = 1\r\n# mine"
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert list(tmp_path.iterdir()) == [path]


def test_what_an_edit_itself_refuses_is_told_in_its_own_words() -> None:
    def refusing(_: str) -> str:
        raise UsageError("There is no such step.")

    with pytest.raises(UsageError, match="There is no such step"):
        edited_bytes(b"", "a.toml", refusing, {}, mend="")


def test_a_text_that_tomlkit_cannot_change_is_left() -> None:
    assert through_tomlkit(_drops)("a = 1\n") is None
    assert assignment(("a",), "b", 1)("a = 1\n") is None
    assert removal(("c",))("a = 1\n") is None


@given(VALUES, st.text(st.sampled_from('ab._-" \\\n1ü'), max_size=5))
def test_any_key_and_value_is_read_as_it_was_written(value: object, key: str) -> None:
    assert "\n" not in as_value(value)
    assert reads_as(f"{as_key(key)} = {as_value(value)}\n".encode(), {key: value})
