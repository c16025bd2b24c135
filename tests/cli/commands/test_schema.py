"""`coach schema` prints what a file may say, or keeps it where an editor finds it."""

import json
from pathlib import Path

import pytest
from called import coach

from coach.schemas import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_printed_as_json_and_nothing_else(tmp_path: Path, kind: str) -> None:
    ran = coach(tmp_path, "schema", kind)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["$schema"].endswith("2020-12/schema")
    assert not (tmp_path / "config").exists()


def test_all_are_kept_beside_ones_own_files(tmp_path: Path) -> None:
    ran = coach(tmp_path, "schema", "--write")

    kept = tmp_path / "config" / "routines" / ".schema"
    assert ran.stdout.splitlines() == [str(kept / f"{kind}.schema.json") for kind in KINDS]
    assert "#:schema ../.schema/routine.schema.json" in ran.stderr
    assert all(json.loads(Path(path).read_text("utf-8")) for path in ran.stdout.splitlines())


def test_a_kind_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    ran = coach(tmp_path, "schema", "rutine")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "There is no schema of 'rutine'. Did you mean routine?" in ran.stderr


def test_without_a_kind_it_says_what_to_type(tmp_path: Path) -> None:
    ran = coach(tmp_path, "schema")

    assert ran.returncode == 2
    assert "coach schema routine" in ran.stderr
