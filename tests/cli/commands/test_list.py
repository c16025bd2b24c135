"""`coach list` shows what there is, whatever else is broken."""

import json
from pathlib import Path

import pytest
from called import coach
from lived import at_home

from coach.files.paths import data_root
from coach.routine.model import Category


def test_every_kind_of_therapy_has_a_routine_and_they_come_in_its_order(tmp_path: Path) -> None:
    records = json.loads(coach(tmp_path, "list", "--json").stdout)

    kinds = [record["category"] for record in records]
    assert list(dict.fromkeys(kinds)) == [category.value for category in Category]
    assert len(records) >= 14


def test_a_record_says_what_a_program_needs_to_choose(tmp_path: Path) -> None:
    [record] = [
        r for r in json.loads(coach(at_home(tmp_path), "list", "--json").stdout) if r["id"] == "short"
    ]

    assert record == {
        "id": "short",
        "name": "Short one",
        "category": "education",
        "level": "gentle",
        "minutes": 1,
        "position": ["seated"],
        "equipment": [],
    }


def test_people_see_a_line_a_routine_under_its_heads(tmp_path: Path) -> None:
    ran = coach(at_home(tmp_path), "list")

    head, *rows = ran.stdout.splitlines()
    assert head.split() == ["ROUTINE", "NAME", "KIND", "LEVEL", "LENGTH", "NEEDS"]
    [own] = [row.split() for row in rows if row.startswith("short ")]
    assert own == ["short", "Short", "one", "education", "gentle", "1", "min", "-"]
    assert "\x1b" not in ran.stdout
    assert ran.stderr == ""


def test_one_kind_is_listed_alone(tmp_path: Path) -> None:
    records = json.loads(coach(tmp_path, "list", "--category", "massage", "--json").stdout)

    assert {record["category"] for record in records} == {"massage"}


def test_a_kind_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    ran = coach(tmp_path, "list", "--category", "posure")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no category 'posure'. Did you mean posture?\n"


@pytest.mark.parametrize("words", [("list",), ("list", "--json"), ()])
def test_a_broken_routine_is_told_on_stderr_and_hides_no_other(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = at_home(tmp_path) / "config" / "routines" / "education" / "broken.toml"
    path.write_text('name = "Broken\n')

    ran = coach(tmp_path, *words)

    assert ran.returncode == 0
    assert ran.stderr.startswith(f"{path}:1:")
    assert "education" in ran.stdout
    assert "Broken" not in ran.stdout


def test_a_name_with_a_terminals_commands_in_it_obeys_nothing(tmp_path: Path) -> None:
    at_home(tmp_path)
    path = tmp_path / "config" / "routines" / "education" / "short.toml"
    path.write_text(path.read_text().replace("Short one", "Red \\u001b[31m[bold]one"))

    ran = coach(tmp_path, "list")

    assert "\x1b" not in ran.stdout + ran.stderr
    assert ran.returncode == 0


def test_an_exercise_of_ones_own_that_changes_built_in_routines_is_told_unless_it_is_meant(
    tmp_path: Path,
) -> None:
    tuck = (data_root() / "routines" / "exercises" / "chin-tuck.toml").read_text("utf-8")
    own = tmp_path / "config" / "routines" / "exercises" / "chin-tuck.toml"
    own.parent.mkdir(parents=True)

    own.write_text(tuck, "utf-8")
    told = coach(tmp_path, "list")
    own.write_text(f'{tuck}\n[[silence]]\nrule = "masked-exercise"\nbecause = "I do it my way."\n', "utf-8")
    meant = coach(tmp_path, "list")

    assert (told.returncode, meant.returncode, meant.stderr) == (0, 0, "")
    assert "chin-tuck.toml:1:1: this exercise takes the place of the built-in chin-tuck in " in told.stderr
