"""What only reads a person's files writes nothing among them; a session keeps what it used."""

from pathlib import Path

import pytest
from called import coach
from lived import EXERCISE, NO_SOUND, ROUTINE, at_home

from coach.files.paths import data_root

NAME = "Short one"
READING = [
    ("show", "short"),
    ("show", "short", "--script"),
    ("list",),
    ("check",),
    ("check", "--strict", "short"),
    ("diff", "desk-reset"),
    ("share", "short"),
    ("preview", "short", "--step", "1", "--fast"),
    ("preview", "--exercise", "tap", "--fast"),
]


def edited_by_hand(home: Path) -> Path:
    """Return a home with files of one's own that no command of coach has seen."""
    at_home(home)
    built_in = data_root() / "routines" / "posture" / "desk-reset.toml"
    (home / "config" / "routines" / "desk-reset.toml").write_text(built_in.read_text() + "# mine\n")
    return home


def files(home: Path) -> dict[str, bytes]:
    """Return every file of a home but those of its cache, which can be made again."""
    found = (path for path in home.rglob("*") if path.is_file())
    named = {path.relative_to(home): path for path in found}
    return {str(name): path.read_bytes() for name, path in named.items() if name.parts[0] != "cache"}


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_command_that_reads_writes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    before = files(edited_by_hand(tmp_path))

    ran = coach(tmp_path, *words)

    assert ran.returncode in (0, 1), ran.stderr
    assert files(tmp_path) == before


@pytest.mark.parametrize("words", ["coach start s", "coach show --exercise t", "coach edit t"])
def test_completion_writes_nothing(tmp_path: Path, words: str) -> None:
    before = files(edited_by_hand(tmp_path))
    env = {**NO_SOUND, "_COACH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "2"}

    coach(tmp_path, env=env)

    assert files(tmp_path) == before


def test_a_good_file_edited_by_hand_becomes_the_last_good_one_after_a_session(tmp_path: Path) -> None:
    own = edited_by_hand(tmp_path) / "config" / "routines" / "education" / "short.toml"
    coach(tmp_path, "start", "short", "--json", "--mute", given="stop\n")
    own.write_text(ROUTINE.replace(NAME, "Edited one"))

    coach(tmp_path, "start", "short", "--json", "--mute", given="stop\n")
    own.write_text("name = ")

    good = tmp_path / "data" / "good"
    assert (good / "routines" / "short.toml").read_text() == ROUTINE.replace(NAME, "Edited one")
    assert (good / "exercises" / "tap.toml").read_text() == EXERCISE
    shown = coach(tmp_path, "show", "short")
    assert shown.stdout.startswith("Edited one: ")
    assert "The last good version of short is used" in shown.stderr


def test_a_session_that_cannot_begin_keeps_nothing(tmp_path: Path) -> None:
    edited_by_hand(tmp_path)

    ran = coach(tmp_path, "start", "short", "--json", "--mute", "--from", "99")

    assert ran.returncode == 2
    assert not (tmp_path / "data" / "good").exists()
