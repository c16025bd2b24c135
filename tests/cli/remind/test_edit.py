"""Reminders are opened in a person's own editor, checked when it is closed, and never lost."""

import os
from pathlib import Path

import pytest
from called import Ran, coach
from editors import editor, opened, posix

pytestmark = posix

GOOD = '[reminder.desk]\nroutine = "desk-reset"\nat = "10:30"\n'
BREAK = 'sed -i.bak \'s/10:30/25:00/\' "$1"; rm "$1.bak"'
MEND = 'sed -i.bak \'s/25:00/11:30/\' "$1"; rm "$1.bak"'


def edit(home: Path, script: str = ":", given: str = "") -> Ran:
    return coach(home, "remind", "edit", env=editor(home, f'set -- "$2"\n{script}'), given=given)


def own(home: Path, text: str = "") -> Path:
    path = home / "config" / "reminders.toml"
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return path


def test_a_file_that_is_not_there_is_made_and_says_how_one_is_written(tmp_path: Path) -> None:
    ran = edit(tmp_path, f"cat >> \"$1\" <<'X'\n{GOOD}X")

    assert ran.returncode == 0
    assert ran.stderr.splitlines() == [
        f"Made {own(tmp_path)}, with how a reminder is written.",
        f"{own(tmp_path)} is good.",
    ]
    assert own(tmp_path).read_text().startswith("#:schema routines/.schema/reminders.schema.json\n# Your rem")
    assert own(tmp_path).read_text().endswith(GOOD)
    assert (tmp_path / "config" / "routines" / ".schema" / "reminders.schema.json").exists()


def test_one_in_which_nothing_was_written_does_not_stay(tmp_path: Path) -> None:
    ran = edit(tmp_path)

    assert ran.returncode == 0
    assert "Nothing was written, so there are no reminders yet." in ran.stderr
    assert not own(tmp_path).exists()


def test_one_that_was_there_stays_though_nothing_was_written(tmp_path: Path) -> None:
    own(tmp_path, GOOD)

    ran = edit(tmp_path)

    assert (ran.returncode, ran.stderr) == (0, f"{own(tmp_path)} is good.\n")
    assert own(tmp_path).read_text() == GOOD


def test_problems_are_shown_and_the_file_is_offered_again_until_it_is_mended(tmp_path: Path) -> None:
    own(tmp_path, GOOD)
    both = f'if grep -q "25:00" "$1"; then {MEND}; else {BREAK}; fi'

    ran = edit(tmp_path, both, given="\n")

    assert ran.returncode == 0
    assert ran.stderr.splitlines()[:4] == [
        f'{own(tmp_path)}:3:6: "25:00" is not a time of the day.',
        '    3 | at = "25:00"',
        "      |      ^",
        "    An hour is 0 to 23.",
    ]
    assert "Until that is mended, the last good version is used." in ran.stderr
    assert ran.stderr.endswith(f"{own(tmp_path)} is good.\n")
    assert opened(tmp_path) == 2


def test_an_edit_that_is_left_broken_keeps_what_was_typed_and_the_last_good_ones_in_force(
    tmp_path: Path,
) -> None:
    own(tmp_path, GOOD)

    ran = edit(tmp_path, BREAK, given="n\n")
    listed = coach(tmp_path, "remind", "list")

    assert ran.returncode == 2
    assert "25:00" in own(tmp_path).read_text()
    assert "10:30" in listed.stdout


def test_a_routine_that_is_not_there_is_told_and_no_mistake(tmp_path: Path) -> None:
    own(tmp_path, GOOD.replace("desk-reset", "desk-rest"))

    ran = edit(tmp_path)

    assert ran.returncode == 0
    assert "there is no routine desk-rest. Did you mean desk-reset?" in ran.stderr
    assert ran.stderr.endswith(f"{own(tmp_path)} is good.\n")


def test_an_editor_that_does_away_with_the_file_does_no_harm(tmp_path: Path) -> None:
    own(tmp_path, GOOD)

    ran = edit(tmp_path, 'rm "$1"')

    assert ran.returncode == 0
    assert own(tmp_path).read_text() == GOOD
    assert "is back as it was" in ran.stderr


def test_an_editor_that_cannot_be_started_leaves_no_new_file(tmp_path: Path) -> None:
    ran = coach(tmp_path, "remind", "edit", env={"VISUAL": str(tmp_path / "none")})

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "could not be started" in ran.stderr
    assert not own(tmp_path).exists()


@pytest.mark.parametrize("what", ["a folder", "a pipe"])
def test_what_stands_in_the_files_place_is_told(tmp_path: Path, what: str) -> None:
    own(tmp_path).parent.mkdir()
    own(tmp_path).mkdir() if what == "a folder" else os.mkfifo(own(tmp_path))

    ran = edit(tmp_path)

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert opened(tmp_path) == 0


def test_one_that_is_named_is_where_the_editor_begins(tmp_path: Path) -> None:
    own(tmp_path, f'[reminder.walk]\nroutine = "hourly-break-2"\nat = "9:00"\n\n{GOOD}')
    nano = tmp_path / "bin" / "nano"
    nano.parent.mkdir()
    nano.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/began"\n')
    nano.chmod(0o755)

    ran = coach(tmp_path, "remind", "edit", "desk", env={"EDITOR": str(nano)})

    assert (ran.returncode, (tmp_path / "began").read_text()) == (0, "+5\n")
    assert ran.stderr.startswith("desk is at line 5.\n")


def test_an_editor_that_may_not_know_lines_is_given_the_file_alone(tmp_path: Path) -> None:
    own(tmp_path, GOOD)

    ran = coach(tmp_path, "remind", "edit", "desk", env=editor(tmp_path, 'test "$#" = 2'))

    assert (ran.returncode, ran.stderr) == (0, f"desk is at line 1.\n{own(tmp_path)} is good.\n")


def test_one_that_is_not_there_is_not_edited(tmp_path: Path) -> None:
    own(tmp_path, GOOD)

    ran = coach(tmp_path, "remind", "edit", "dsk", env=editor(tmp_path, "exit 1"))

    assert (ran.returncode, ran.stderr) == (2, "There is no reminder 'dsk'. Did you mean desk?\n")


def test_a_broken_file_is_opened_whatever_was_named(tmp_path: Path) -> None:
    own(tmp_path, GOOD.replace("10:30", "25:00"))

    ran = coach(tmp_path, "remind", "edit", "desk", env=editor(tmp_path, f'set -- "$2"\n{MEND}'))

    assert (ran.returncode, ran.stderr) == (0, f"{own(tmp_path)} is good.\n")
