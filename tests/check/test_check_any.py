"""Whatever a file holds, the strict check ends, and each problem has a place inside the file."""

import tempfile
from pathlib import Path

from checkable import DAY, LIFT, PRESS, at, checked
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import examples

TEXTS = {"press": PRESS, "lift": LIFT, "day": DAY}
SHORT = ("", "\n", "\r", "\t", "\x00", *"\"'[{=\\(é漢\u202e", '"""', "]]", "1e9", "nan", "-1", "true", "left")
TABLES = ("[[step]]", "[say]", '[[silence]]\nrule = "unused"', "reps = 0", 'hold = "9 h"')
PIECES = st.sampled_from(SHORT + TABLES)


def _inside(text: str, line: int, column: int) -> bool:
    lines = text.removeprefix("\ufeff").split("\n")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@settings(max_examples=examples(80))
@given(
    name=st.sampled_from(sorted(TEXTS)),
    at_=st.integers(0, 700),
    cut=st.integers(0, 40),
    piece=st.one_of(PIECES, st.text(max_size=12)),
)
def test_a_file_with_one_change_has_problems_inside_it(name: str, at_: int, cut: int, piece: str) -> None:
    good = TEXTS[name]
    begin = at_ % len(good)
    text = (good[:begin] + piece + good[begin + cut :]).encode("utf-8", "replace").decode()

    with tempfile.TemporaryDirectory() as folder:
        at(Path(folder))
        file = Path(folder, "day.toml") if name == "day" else Path(folder, "exercises", f"{name}.toml")
        file.write_bytes(text.encode())
        found = checked(Path(folder))

    mine = [problem.place for problem in found.problems if Path(problem.place.file).stem == name]
    assert all(_inside(text, place.line, place.column) for place in mine), mine


@settings(max_examples=examples(40))
@given(st.binary(max_size=300))
def test_any_bytes_are_problems_with_places_inside_them(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at(Path(folder))
        Path(folder, "day.toml").write_bytes(data)
        found = checked(Path(folder))

    mine = [problem.place for problem in found.problems if Path(problem.place.file).stem == "day"]
    assert mine
    assert all(_inside(data.decode("utf-8", "replace"), place.line, place.column) for place in mine)
