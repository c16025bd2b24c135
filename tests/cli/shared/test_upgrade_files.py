"""`coach check --upgrade`: one's own files rewritten in the format of now, and never another's."""

from pathlib import Path

import pytest
from called import coach
from older import NEW, ODD, OLD, THEN, picky

from coach.cli.shared.upgrade_files import bring_up_to_date
from coach.files.paths import data_root
from coach.routine.library.library import Library

OWN = Path("config") / "routines"


def library(folder: Path) -> Library:
    """Return a library of two routines of one's own and one that is built in, all of an older format."""
    for name in ("own/mine.toml", "own/other.toml", "built-in/theirs.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(OLD)
    return Library(folder / "built-in", folder / "own")


def test_each_file_of_ones_own_is_rewritten_and_where_the_old_one_is_kept_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    current = bring_up_to_date(library(tmp_path), None, THEN)

    assert current
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path}/own/{name}.toml is in the format of now. "
        f"As it was, it is kept as {tmp_path}/own/{name}.toml.old"
        for name in ("mine", "other")
    ]
    assert (tmp_path / "own" / "mine.toml").read_text() == NEW
    assert (tmp_path / "own" / "mine.toml.old").read_text() == OLD
    assert (tmp_path / "built-in" / "theirs.toml").read_text() == OLD, "the built-in files are not one's own"


def test_of_files_that_are_named_those_alone_are_rewritten(tmp_path: Path) -> None:
    bring_up_to_date(library(tmp_path), frozenset((str(tmp_path / "own" / "mine.toml"),)), THEN)

    assert (tmp_path / "own" / "mine.toml").read_text() == NEW
    assert (tmp_path / "own" / "other.toml").read_text() == OLD


def test_a_file_that_cannot_be_rewritten_is_told_and_the_others_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = library(tmp_path)
    (tmp_path / "own" / "mine.toml").write_text(ODD)

    current = bring_up_to_date(there, None, {0: picky})

    assert not current
    assert "mine.toml could not be rewritten safely and is as it was." in capsys.readouterr().err
    assert (tmp_path / "own" / "mine.toml").read_text() == ODD
    assert (tmp_path / "own" / "other.toml").read_text() == NEW


def test_where_nothing_is_older_nothing_is_changed_and_the_check_follows(tmp_path: Path) -> None:
    mine = tmp_path / OWN / "mine.toml"
    mine.parent.mkdir(parents=True)
    text = (data_root() / "routines" / "posture" / "desk-reset.toml").read_text()
    mine.write_text(f"format = 1 # mine\n{text.replace('minutes', 'minuts')}")
    before = mine.read_bytes()

    ran = coach(tmp_path, "check", "--upgrade", "--format", "editor", str(mine))

    assert (ran.returncode, ran.stderr) == (2, "No file of yours is in an older format.\n")
    assert f"{mine}:5:1: error: there is no key 'minuts' here. Did you mean minutes?" in ran.stdout
    assert mine.read_bytes() == before
    assert [path.name for path in mine.parent.iterdir()] == ["mine.toml"]
