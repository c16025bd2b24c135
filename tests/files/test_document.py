"""A file's values come with the line and column of each, and what is no TOML comes with its mend."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.errors import BadFile, CoachError, Problem
from coach.files.document import LARGEST, Document, parse, read, read_bytes, read_whole, shown
from coach.files.keys import Keys

WHOLE = """\
# a routine
name = "Übung"
minutes = 5
summary = \"""
Two lines,
the second.\"""
dose = { hold = "30 s", rest = "15 s" }
a.b.c = 1
"quoted key" = 'x'

[[step]]
say = ["Sit.", "Größe", "Stand."]

[[step]]
repeat = 2
steps = [
  { exercise = "chin-tuck", reps = 4 }, # a comment
  { exercise = "row",
    hold = "3 s" },
]

[[step.steps_of_last]]
x = 1

[source]
kind = "trial"
"""

PLACES: list[tuple[Keys, tuple[int, int], tuple[int, int]]] = [
    # the way, where its key begins, where its value begins
    (("name",), (2, 1), (2, 8)),
    (("minutes",), (3, 1), (3, 11)),
    (("summary",), (4, 1), (4, 11)),
    (("dose",), (7, 1), (7, 8)),
    (("dose", "hold"), (7, 10), (7, 17)),
    (("dose", "rest"), (7, 25), (7, 32)),
    (("a",), (8, 1), (8, 1)),
    (("a", "b", "c"), (8, 5), (8, 9)),
    (("quoted key",), (9, 1), (9, 16)),
    (("step", 0), (11, 3), (11, 1)),
    (("step", 0, "say"), (12, 1), (12, 7)),
    (("step", 0, "say", 1), (12, 16), (12, 16)),
    (("step", 0, "say", 2), (12, 25), (12, 25)),
    (("step", 1, "repeat"), (15, 1), (15, 10)),
    (("step", 1, "steps", 0), (17, 3), (17, 3)),
    (("step", 1, "steps", 0, "reps"), (17, 29), (17, 36)),
    (("step", 1, "steps", 1, "hold"), (19, 5), (19, 12)),
    (("step", 1, "steps_of_last", 0, "x"), (23, 1), (23, 5)),
    (("source", "kind"), (26, 1), (26, 8)),
    (("step", 1, "nothing"), (14, 3), (14, 1)),
    (("nothing", "at", "all"), (1, 1), (1, 1)),
]


@pytest.mark.parametrize(("way", "key", "value"), PLACES)
def test_every_key_and_value_has_its_line_and_its_column_in_characters(
    way: Keys, key: tuple[int, int], value: tuple[int, int]
) -> None:
    document = parse(WHOLE.encode(), "x.toml")

    place, at = document.key_place(way), document.place(way)

    assert (place.line, place.column) == key
    assert (at.line, at.column) == value
    assert at.file == "x.toml"


@pytest.mark.parametrize(("before", "newline"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")])
def test_a_byte_order_mark_and_line_ends_of_windows_move_no_place(before: str, newline: str) -> None:
    document = parse((before + WHOLE.replace("\n", newline)).encode(), "x.toml")

    found = [document.place(way) for way, _, _ in PLACES]

    assert [(place.line, place.column) for place in found] == [value for _, _, value in PLACES]
    assert document.value["name"] == "Übung"


BAD: list[tuple[bytes, tuple[int, int], str, str]] = [
    # bytes, where, the rule, the mend's beginning
    (b'name = "x"\nsay = Sit down\n', (2, 7), "bad-toml", "Put text in quotes"),
    (b"say = True", (1, 7), "bad-toml", "Put text in quotes"),
    (b'say = "Sit\n', (1, 11), "bad-toml", 'Close it with "'),
    (b'say = """Sit', (1, 13), "bad-toml", "Close it with the quotes"),
    (b"say = 'it's'", (1, 11), "bad-toml", "Put the whole value in quotes"),
    (b'say = "\\d"', (1, 10), "bad-toml", "Write it twice"),
    (b"hold = 30 s", (1, 11), "bad-toml", "Put the whole value in quotes"),
    (b"\xc3\xa9 = 1", (1, 1), "bad-toml", "Write key ="),
    (b"rest = 15s", (1, 10), "bad-toml", "Put the whole value in quotes, such as"),
    (b"tempo = 2-1-3", (1, 10), "bad-toml", "Put the whole value in quotes, such as"),
    (b'say = "Sit", "Stand"', (1, 12), "bad-toml", "Put several in square brackets"),
    ("name = “Neck”".encode(), (1, 8), "bad-toml", "Write straight ones"),
    (b"[step]\nrest = 5\n[[step]]", (1, 1), "bad-toml", "Write [[step]] with two brackets each time"),
    (b"two words = 1", (1, 5), "bad-toml", "Write key ="),
    (b"a = 1\na = 2", (2, 6), "bad-toml", "Keep one"),
    (b"a = { b = 1, b = 2 }", (1, 19), "bad-toml", "Keep one"),
    (b"[say]\n[say]", (2, 5), "bad-toml", "Keep one of the two, or write [[step]]"),
    (b"[say", (1, 5), "bad-toml", "Write [say]"),
    (b"a = [1 2]", (1, 8), "bad-toml", "Put , between values"),
    (b"a = { b = 1", (1, 12), "bad-toml", "Put , between keys"),
    (b"a = 1\nb = " + b"9" * 5000, (2, 5), "bad-toml", "Write one that can be meant"),
    (b"a = " + b"[" * 5000, (1, 1), "too-deep", "Nest three"),
    (b"a." * 5000 + b"a = 1", (1, 1), "too-deep", "Nest three"),
    ("é = 'ü".encode() + b"\xff'", (1, 7), "not-utf-8", "Save the file as UTF-8"),
    ('a = "x"\nb = "é'.encode("latin-1"), (2, 6), "not-utf-8", "Save the file as UTF-8"),
    ("name".encode("utf-16"), (1, 1), "not-utf-8", "Save the file as UTF-8"),
    (b"#" * (LARGEST + 1), (1, 1), "too-large", "Split it"),
    (b"\x00", (1, 1), "bad-toml", "Write key ="),
]


@pytest.mark.parametrize(("data", "where", "rule", "mend"), BAD)
def test_what_is_no_toml_is_told_with_its_place_and_its_mend(
    data: bytes, where: tuple[int, int], rule: str, mend: str
) -> None:
    problem = refused(data)

    assert (problem.place.line, problem.place.column) == where
    assert problem.rule == rule
    assert problem.mend.startswith(mend)
    assert problem.message.endswith(".")


SEVERAL = """\
name = “Neck”
minutes = 8 min
[[step]]
rest = 15s
[[step]]
exercise: "row"
optional = yes
say = \"""
one = two
\"""
[[step]]
steps = [
  { exercise = row },
  { exercise = lift },
]
"""


def test_mistakes_on_lines_of_their_own_are_told_at_once() -> None:
    with pytest.raises(BadFile) as bad:
        parse(SEVERAL.encode(), "x")

    lines = [problem.place.line for problem in bad.value.problems]
    assert lines == [1, 2, 4, 6, 7, 13]


UNCLOSED = [
    "say = [\nrest = 5\nreps = 6\n",
    'say = """\nrest = 5s\nreps = x\n',
    "say = {\nrest = 5\nreps = 6\n",
]


@pytest.mark.parametrize("text", [*UNCLOSED, "[step\nrest = 5\nrest = 6\n", "[a]\nb = 1\n[a]\nb = 1\n"])
def test_what_only_follows_from_a_mistake_is_not_told(text: str) -> None:
    assert refused(text.encode())


def test_no_more_than_twenty_mistakes_are_told() -> None:
    with pytest.raises(BadFile) as bad:
        parse(b"rest = 5s\n" * 1000, "x")

    assert len(bad.value.problems) == 20


def test_a_good_file_is_read_without_the_library_that_finds_places(tmp_path: Path) -> None:
    script = "import sys; from coach.files.document import parse; d = parse(b'a = 1', 'x'); d.place(); "
    script += "print('tree_sitter' in sys.modules); d.place(('a',)); print('tree_sitter' in sys.modules)"

    assert python(script) == "False\nTrue\n"


def test_a_long_line_is_gone_through_once() -> None:
    elements = 100_000
    document = parse(("x = [" + "'é'," * elements + "]").encode(), "x")

    place = document.place(("x", elements - 1))

    assert (place.line, place.column) == (1, 6 + 4 * (elements - 1))


def test_a_path_is_shown_as_it_would_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    assert shown(tmp_path / "a" / "b.toml") == "a/b.toml"
    assert shown(tmp_path.parent / "b.toml") == str(tmp_path.parent / "b.toml")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert shown(tmp_path / "home" / "b.toml") == "~/b.toml"
    assert shown(tmp_path / "homely" / "b.toml") == str(tmp_path / "homely" / "b.toml")


@pytest.mark.skipif(os.name != "posix", reason="other systems keep a folder that is in use")
def test_a_path_is_shown_from_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    assert shown(tmp_path / "b.toml").endswith("b.toml")


@pytest.mark.skipif(os.name != "posix", reason="names of files that are no text are POSIX's")
def test_any_name_can_be_printed_on_one_line() -> None:
    names = [
        shown(Path(os.fsdecode(name))) for name in (b"/x/\xff.toml", b"/x/a\nb\x1b.toml", "/x/é".encode())
    ]

    assert names == ["/x/\\udcff.toml", "/x/a\\nb\\x1b.toml", "/x/é"]


@pytest.mark.parametrize("kind", ["missing", "folder", "loop", "pipe"])
def test_what_is_no_ordinary_file_is_refused_and_never_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "pipe":
        os.mkfifo(path)

    with pytest.raises(CoachError, match=r"x\.toml") as refusal:
        read(path)

    assert not isinstance(refusal.value, BadFile)


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"a = 0001-00-00T99:99:99Z")
@example(b"\xef\xbb\xbf\xef\xbb\xbfa = 1")
@example(b"a = 1\r b = 2")
def test_any_bytes_are_a_document_or_problems_inside_the_file(data: bytes) -> None:
    try:
        document = parse(data, "x")
    except BadFile as bad:
        for problem in bad.problems:
            assert_inside(problem.place.line, problem.place.column, data)
        return
    assert_placed(document, data)


KEYS = st.sampled_from(["a", "b", "é", "x y", "1", ""])
SEEN = st.characters(exclude_categories=["Cs"], exclude_characters="\u00ad")
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(SEEN, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_each_value_of_any_document_stands_where_its_place_says(value: dict[str, Any]) -> None:
    data = "".join(f"{text(key)} = {text(inner)}\n" for key, inner in value.items()).encode()

    document = parse(data, "x")

    assert document.value == value
    lines = data.decode().split("\n")
    for way, inner in walk(value):
        place = document.place(way)
        assert lines[place.line - 1][place.column - 1 :].startswith(text(inner))


def refused(data: bytes) -> Problem:
    with pytest.raises(BadFile) as refusal:
        parse(data, "x.toml")
    [problem] = refusal.value.problems
    return problem


def python(script: str) -> str:
    import subprocess
    import sys

    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def assert_inside(line: int, column: int, data: bytes) -> None:
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


def assert_placed(document: Document, data: bytes) -> None:
    for way, _ in walk(document.value):
        for place in (document.place(way), document.key_place(way)):
            assert_inside(place.line, place.column, data)


def walk(value: object, way: Keys = ()) -> list[tuple[Keys, object]]:
    found: list[tuple[Keys, object]] = [(way, value)] if way else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += walk(inner, (*way, key))
    return found


def text(value: object) -> str:
    """Write a value as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(c if c.isalnum() or c == " " else f"\\U{ord(c):08x}" for c in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{text(k)} = {text(v)}" for k, v in value.items()) + " }"
    return str(value)


def test_a_comment_at_the_end_of_a_line_is_no_part_of_its_value() -> None:
    document = parse(b'a = 1  # one\nb = [2]  # two\n\n[c]  # three\nd = "x"# four\n', "x.toml")

    assert [str(document.place(way)) for way in (("a",), ("b", 0), ("c", "d"))] == [
        "x.toml:1:5",
        "x.toml:2:6",
        "x.toml:5:5",
    ]


@pytest.mark.parametrize("written", ["3\u00ad5 times", r"3\u00AD5 times"])
def test_a_range_with_a_soft_hyphen_out_of_a_pdf_stays_a_range(written: str) -> None:
    assert parse(f'say = "{written}"'.encode(), "x.toml").value == {"say": "3-5 times"}


def test_a_file_that_is_to_be_kept_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_bytes(b"# more\n" * LARGEST)

    assert read_whole(path) == path.read_bytes()
    assert len(read_bytes(path)) == LARGEST + 1
