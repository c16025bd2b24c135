"""`coach set` changes one value, or says why not and changes nothing."""

from pathlib import Path

import pytest
from called import Ran, coach
from lived import ROUTINE, at_home

from coach.files.paths import data_root


def file(home: Path) -> Path:
    return home / "config" / "routines" / "education" / "short.toml"


def changed(home: Path, *words: str) -> Ran:
    at_home(home, "# Mine.\n" + ROUTINE)
    return coach(home, "set", "short", *words)


def test_a_value_is_changed_and_the_change_is_shown(tmp_path: Path) -> None:
    ran = changed(tmp_path, "2", "reps", "4")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line for line in ran.stdout.splitlines()[2:] if line[0] in "+-"] == ["+reps = 4"]
    assert file(tmp_path).read_text() == "# Mine.\n" + ROUTINE.replace('"tap"\n', '"tap"\nreps = 4\n')


def test_a_dry_run_shows_the_change_and_changes_nothing(tmp_path: Path) -> None:
    ran = changed(tmp_path, "2", "hold", "5 s", "--dry-run")

    assert ran.returncode == 0
    assert '+hold = "5 s"' in ran.stdout
    assert file(tmp_path).read_text() == "# Mine.\n" + ROUTINE
    assert not (tmp_path / "data" / "good" / "routines").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2", "reps", "lots"), "short was not changed: reps is not a whole number."),
        (("2", "reps", "0"), "short was not changed: reps is too small. Give at least 1."),
        (("2", "rep", "4"), "short was not changed: there is no key 'rep' here. Did you mean reps?"),
        (("2", "exercise", "tapp"), "short was not changed: there is no exercise 'tapp'. Nearest: tap."),
        (("4", "reps", "4"), "has 3 steps there, so there is no step 4."),
        (("two", "reps", "4"), "has no table 'two'."),
        (("-", "category", "yoga"), "short was not changed: category"),
        (("1", "say", "..."), "short was not changed: "),
    ],
)
def test_what_would_not_check_is_refused_and_nothing_is_changed(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    ran = changed(tmp_path, *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert file(tmp_path).read_text() == "# Mine.\n" + ROUTINE


def test_a_built_in_one_is_copied_with_the_change_and_says_so(tmp_path: Path) -> None:
    ran = coach(tmp_path, "set", "desk-reset", "1", "reps", "6")

    own = tmp_path / "config" / "routines" / "posture" / "desk-reset.toml"
    built_in = data_root() / "routines" / "posture" / "desk-reset.toml"
    assert ran.returncode == 0
    assert ran.stderr == f"The built-in desk-reset is copied to {own}: that one is in force now.\n"
    assert own.read_text() == built_in.read_text().replace("reps = 5", "reps = 6")


def test_a_value_that_is_there_already_is_told(tmp_path: Path) -> None:
    ran = changed(tmp_path, "-", "minutes", "1")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "minutes is 1 already.\n")


def test_what_was_broken_can_be_mended(tmp_path: Path) -> None:
    at_home(tmp_path, ROUTINE.replace("minutes = 1", "minutes = 0"))

    other = coach(tmp_path, "set", "short", "2", "reps", "4")
    mended = coach(tmp_path, "set", "short", "-", "minutes", "2")

    assert other.returncode == 2
    assert ":4:11: minutes is too small." in other.stderr
    assert mended.returncode == 0
    assert file(tmp_path).read_text() == ROUTINE.replace("minutes = 1", "minutes = 2")


def test_a_number_that_is_meant_as_words_is_a_text(tmp_path: Path) -> None:
    ran = changed(tmp_path, "1", "say", "12")

    assert ran.returncode == 0
    assert 'say = "12"' in file(tmp_path).read_text()
