"""A file in an older format is read as it is, and rewritten with its comments where that is wanted."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from older import NEW, ODD, OLD, THEN, older, picky

from coach.errors import BadFile, CoachError
from coach.files.document import parse
from coach.routine.editing.upgrade import upgrade, upgrade_all, upgraded_bytes
from coach.routine.format.parse import parse_exercise, parse_routine
from coach.routine.format.value_types import Format
from coach.routine.format.versions import CHANGES, CURRENT, FIRST, Table, in_current_format
from coach.routine.kind import Kind
from coach.routine.library.files import file_at

EXERCISE = """\
{first}name = "Row"
category = "strengthening"
level = "gentle"
position = "seated"
dose = {{ {reps} = 8 }}   # enough

# What is said.
[{say}]   # aloud
setup = "Sit."
move = "Pull."

[source]
kind = "common practice"
"""


def test_a_file_in_an_older_format_is_read_as_one_of_now() -> None:
    then, now = parse(OLD.encode(), "x.toml"), parse(NEW.encode(), "x.toml")

    read = in_current_format(then, Kind.ROUTINE, THEN)

    assert read.value == now.value
    assert [step.exercise for step in parse_routine(read, "x").exercises()] == ["row"]
    assert then.value["title"] == "Desk reset", "the document itself is as it was"


def test_what_is_wrong_in_an_older_file_is_told_inside_it() -> None:
    then = parse(OLD.replace("minutes = 5", "minutes = 500").encode(), "x.toml")

    with pytest.raises(BadFile) as bad:
        parse_routine(in_current_format(then, Kind.ROUTINE, THEN), "x")

    assert [str(problem.place) for problem in bad.value.problems] == ["x.toml:6:11"]


def test_a_routine_is_rewritten_with_all_its_comments() -> None:
    assert upgraded_bytes(OLD.encode(), Kind.ROUTINE, "x.toml", THEN) == NEW.encode()


def test_an_exercise_is_rewritten_with_all_its_comments() -> None:
    then = EXERCISE.format(first="format = 0\n", reps="times", say="words")
    now = EXERCISE.format(first="format = 1\n", reps="reps", say="say")

    new = upgraded_bytes(then.encode(), Kind.EXERCISE, "x.toml", THEN)

    assert new == now.encode()
    assert parse_exercise(parse(new, "x.toml"), "x").name == "Row"


def test_formats_are_brought_up_one_after_the_other() -> None:
    then = OLD.replace("format = 0", "format = -1").replace("minutes", 'colour = "red"\nminutes')

    new = upgraded_bytes(then.encode(), Kind.ROUTINE, "x.toml", THEN)

    assert new is not None
    assert parse(new, "x.toml").value == parse(NEW.encode(), "x.toml").value
    assert b"# as I call it" in new


def test_a_file_that_does_not_say_its_format_is_in_the_first_and_says_it_afterwards() -> None:
    then, now = (text.replace("   # that of then", "") for text in (OLD, NEW))

    new = upgraded_bytes(then.replace("format = 0\n", "").encode(), Kind.ROUTINE, "x.toml", {FIRST: older})

    assert new == now.replace("format = 1", "format = 2").encode()


def test_what_is_in_the_format_of_now_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(NEW)

    assert upgrade(file, Kind.ROUTINE, THEN) is None
    assert [path.name for path in tmp_path.iterdir()] == ["x.toml"]


def test_the_file_as_it_was_is_kept_beside_it_each_time(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    for name in ("x.toml.old", "x.toml.old-2"):
        file.write_text(OLD)

        assert upgrade(file, Kind.ROUTINE, THEN) == tmp_path / name
        assert file.read_text() == NEW
        assert (tmp_path / name).read_text() == OLD


def test_line_ends_and_the_byte_order_mark_are_kept() -> None:
    windows = b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode()

    new = upgraded_bytes(windows, Kind.ROUTINE, "x.toml", THEN)

    assert new == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()


def test_of_many_files_each_older_one_is_rewritten_and_one_that_cannot_be_stops_none(tmp_path: Path) -> None:
    texts = {"a": "name = ", "b": OLD, "c": NEW, "d": ODD}
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text)
    files = [file for name in texts if (file := file_at(tmp_path / f"{name}.toml", Kind.ROUTINE)[0])]
    looked: list[int] = []

    done = {file.id: outcome for file, outcome in upgrade_all(files, {0: picky}, lambda: looked.append(1))}

    assert done["b"] == tmp_path / "b.toml.old"
    assert isinstance(done["d"], CoachError)
    assert done.keys() == {"b", "d"}
    assert (tmp_path / "b.toml").read_text() == NEW
    assert {name: (tmp_path / f"{name}.toml").read_text() for name in "acd"} == {n: texts[n] for n in "acd"}
    assert len(looked) == len(texts)


def test_a_change_that_does_not_come_out_the_same_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(OLD)

    def plain_alone(kind: Kind, table: Table) -> None:
        if type(table) is dict:
            older(kind, table)

    with pytest.raises(CoachError, match="as it was"):
        upgrade(file, Kind.ROUTINE, {0: plain_alone})

    assert file.read_text() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["x.toml"]


@pytest.mark.parametrize("given", ["2", "99", "9" * 300])
def test_a_newer_format_is_told_at_its_place_and_nothing_else_of_the_file(given: str) -> None:
    text = NEW.replace("format = 1", f"format = {given}").replace("minutes", "minuets")

    with pytest.raises(BadFile) as bad:
        parse_routine(parse(text.encode(), "x.toml"), "x")

    [problem] = bad.value.problems
    assert (str(problem.place), problem.rule) == ("x.toml:2:10", "newer-format")
    assert "Install a newer coach" in problem.mend


@pytest.mark.parametrize("given", ["0", "-5", "true", '"1"', "1.5", "[1]"])
def test_what_is_no_format_is_told_as_any_wrong_value(given: str) -> None:
    text = NEW.replace("format = 1", f"format = {given}")

    with pytest.raises(BadFile) as bad:
        parse_routine(parse(text.encode(), "x.toml"), "x")

    assert {problem.place.line for problem in bad.value.problems} == {2}


def test_each_older_format_has_a_way_to_the_next_and_the_tables_read_that_of_now() -> None:
    assert sorted(CHANGES) == list(range(FIRST, CURRENT))
    assert get_args(get_args(Format)[0]) == (CURRENT,)


def test_a_file_that_several_rewrite_at_once_is_rewritten_once(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(OLD)

    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda _: upgrade(path, Kind.ROUTINE, THEN), range(4)))

    assert [each for each in kept if each is not None] == [tmp_path / "x.toml.old"]
    assert path.read_text() == NEW
    assert sorted(each.name for each in tmp_path.iterdir()) == ["x.toml", "x.toml.old"]
