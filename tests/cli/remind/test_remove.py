"""A reminder is taken away with its own lines, and can be had again by the words that are printed."""

import shlex
from pathlib import Path

from called import coach
from lived import NO_SOUND

ADD = (
    *("remind", "add", "desk-reset", "--at", "10:30", "--at", "15:00", "--days", "mon-fri", "--speak"),
    *("--until", "2199-12-31", "--note", "By the 'window'.", "--window", "1h", "--name", "desk"),
)


def file(home: Path) -> Path:
    return home / "config" / "reminders.toml"


def test_the_rest_of_the_file_stays_as_it_was(tmp_path: Path) -> None:
    before = "# Mine.\n\n[reminder.neck]\nroutine = 'neck-care'   # soft\nat = 9:00:00\n"
    file(tmp_path).parent.mkdir()
    file(tmp_path).write_text(before.replace("9:00:00", "09:00:00"))
    coach(tmp_path, *ADD, env=NO_SOUND)

    ran = coach(tmp_path, "remind", "remove", "desk")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert file(tmp_path).read_text() == before.replace("9:00:00", "09:00:00")


def test_the_words_that_are_printed_bring_it_back(tmp_path: Path) -> None:
    coach(tmp_path, *ADD, env=NO_SOUND)
    before = file(tmp_path).read_text()

    ran = coach(tmp_path, "remind", "remove", "desk")
    name, words = ran.stdout.splitlines()
    coach(tmp_path, *shlex.split(words.removeprefix("To have it again: coach ")), env=NO_SOUND)

    assert name == "Removed: desk."
    assert file(tmp_path).read_text() == before


def test_whatever_a_hand_wrote_is_said_again_in_words(tmp_path: Path) -> None:
    file(tmp_path).parent.mkdir()
    file(tmp_path).write_text(
        '[reminder.a]\ncategory = "posture"\nat = [09:00:00, "10:00"]\ndays = ["mon", "wed-fri"]\n'
        "speak = false\nfrom = 2026-01-01\nwindow = 3600\n"
    )

    ran = coach(tmp_path, "remind", "remove", "a")
    again = ran.stdout.splitlines()[1].removeprefix("To have it again: coach ")
    back = coach(tmp_path, *shlex.split(again), env=NO_SOUND)

    assert again == (
        "remind add --category posture --at 9:00 --at 10:00 --days mon,wed-fri --no-speak "
        "--from 2026-01-01 --window 3600 --name a"
    )
    assert back.returncode == 0, back.stderr


def test_one_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    none = coach(tmp_path, "remind", "remove", "desk")
    coach(tmp_path, *ADD, env=NO_SOUND)
    near = coach(tmp_path, "remind", "remove", "dsk")

    assert (none.returncode, none.stdout) == (2, "")
    assert "`coach remind add` makes one" in none.stderr
    assert (near.returncode, near.stderr) == (2, "There is no reminder 'dsk'. Did you mean desk?\n")


def test_the_last_one_leaves_the_words_at_the_top(tmp_path: Path) -> None:
    coach(tmp_path, *ADD, env=NO_SOUND)
    coach(tmp_path, "remind", "remove", "desk")

    text = file(tmp_path).read_text()
    again = coach(tmp_path, *ADD, env=NO_SOUND)

    assert text.startswith("#:schema")
    assert "\n[reminder" not in text
    assert again.returncode == 0
    assert file(tmp_path).read_text().startswith(text)
