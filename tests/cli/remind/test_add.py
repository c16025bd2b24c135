"""A reminder is added in a line, which says when it comes, and nothing else of the file changes."""

import re
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import tomli
from called import Ran, coach
from completing import completed, posix
from disks import disk, fill, needs_mount
from lived import NO_SOUND, at_home
from terminal import Terminal

from coach.files.lock import AGENT, held

LOUD = {"COACH_REMINDERS_QUIET": "3:00-3:01"}


def add(home: Path, *words: str) -> Ran:
    return coach(home, "remind", "add", *words, env=NO_SOUND | LOUD)


def kept(home: Path) -> dict[str, dict[str, object]]:
    text = (home / "config" / "reminders.toml").read_text("utf-8")
    found: dict[str, dict[str, object]] = tomli.loads(text)["reminder"]
    return found


def test_a_reminder_is_written_as_a_person_would_write_it(tmp_path: Path) -> None:
    ran = add(tmp_path, "desk-reset", "--at", "15:00", "--at", "10:30", "--days", "mon-fri")

    assert ran.returncode == 0
    assert kept(tmp_path) == {
        "desk-reset": {"routine": "desk-reset", "at": ["10:30", "15:00"], "days": "mon-fri"}
    }
    lines = ran.stdout.splitlines()
    assert lines[0] == "Added: Desk reset, at 10:30 and 15:00, Monday to Friday. Its name is desk-reset."
    assert lines[1].startswith("It comes next ")
    assert lines[2] == (
        f"Your reminders are in {tmp_path}/config/reminders.toml; `coach remind edit` opens them."
    )
    assert "`coach remind install`" in ran.stderr
    assert (tmp_path / "config" / "routines" / ".schema" / "reminders.schema.json").exists()


def test_times_with_commas_and_a_day_by_its_name_are_understood(tmp_path: Path) -> None:
    today = {date.today()}

    ran = add(tmp_path, "desk-reset", "--at", "10:30, 15:00", "--until", "tomorrow", "--days", "everyday")

    assert ran.returncode == 0, ran.stderr
    table = kept(tmp_path)["desk-reset"]
    assert table["at"] == ["10:30", "15:00"]
    today.add(date.today())  # it may be midnight meanwhile
    assert table["until"] in {day + timedelta(days=1) for day in today}


def test_every_option_goes_into_the_file(tmp_path: Path) -> None:
    ran = add(
        tmp_path,
        *("--category", "stretches", "--every", "2h", "--between", "9:00-18:00", "--no-speak"),
        *("--voice", "espeak", "--from", "2026-01-01", "--until", "2199-12-31", "--note", "By the window."),
        *("--zone", "Asia/Tokyo", "--window", "1h", "--name", "by-the-window", "--days", "mon,wed"),
    )

    assert (ran.returncode, list(kept(tmp_path))) == (0, ["by-the-window"])
    table = {key: str(value) for key, value in kept(tmp_path)["by-the-window"].items()}
    assert table == {
        **{"category": "stretches", "every": "2h", "between": "9:00-18:00", "days": "mon,wed"},
        **{"from": "2026-01-01", "until": "2199-12-31", "zone": "Asia/Tokyo", "speak": "False"},
        **{"voice": "espeak", "note": "By the window.", "window": "1h"},
    }
    assert ran.stdout.startswith("Added: one of stretches, every 2 hours from 09:00 to 17:00, ")
    assert " in Asia/Tokyo), in " in ran.stdout


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for _ in range(3):
        assert add(tmp_path, "desk-reset", "--at", "10:30").returncode == 0

    assert list(kept(tmp_path)) == ["desk-reset", "desk-reset-2", "desk-reset-3"]
    ran = add(tmp_path, "desk-reset", "--at", "10:30", "--name", "desk-reset")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is a reminder desk-reset already. Give this one another name.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("desk-rest", "--at", "9:00"), "There is no routine called 'desk-rest'. Nearest: desk-reset"),
        (("-c", "stretch", "--at", "9:00"), "There is no category 'stretch'. Did you mean stretches?"),
        (
            ("--at", "9:00"),
            "Name a routine, such as `coach remind add desk-reset --at 10:30`, or a --category.",
        ),
        (("desk-reset", "-c", "posture", "--at", "9:00"), "Name a routine or a --category, not both."),
        (
            ("desk-reset", "10:30", "15:00"),
            "A time goes with --at: coach remind add desk-reset --at 10:30 --at 15:00",
        ),
        (("desk-reset", "--at", "9:00", "--days", "mon", "wed"), "'wed' belongs to nothing here. What has"),
        (("desk-reset", "--every", "hour"), '"hour" is not a duration. Write it such as "90 min" or "2 h".'),
        (("desk-reset",), "Say when, such as --at 10:30, or --every 2h --between 9:00-18:00"),
        (("desk-reset", "--at", "9:00", "--every", "2h"), "Give --at or --every, not both."),
        (("desk-reset", "--at", "9:00", "--between", "9:00-10:00"), "--between goes with --every, such as"),
        (("desk-reset", "--at", "25:00"), '"25:00" is not a time of the day. An hour is 0 to 23.'),
        (("desk-reset", "--at", "10.30"), '"10.30" is not a time of the day. Write "10:30".'),
        (("desk-reset", "--every", "1m"), "Every is too small. Give at least 5 min."),
        (("desk-reset", "--at", "9:00", "--days", "fry"), '"fry" is not a day. Write "fri".'),
        (
            ("desk-reset", "--at", "9:00", "--zone", "Tokyo"),
            'There is no time zone "Tokyo". Write "Asia/',
        ),
        (
            ("desk-reset", "--at", "9:00", "--until", "soon"),
            '"soon" is not a date. Write year, month',
        ),
        (("desk-reset", "--at", "9:00", "--until", "2020-01-01"), "It would never come: none of its days is"),
        (("desk-reset", "--at", "9:00", "--voice", "nobody"), "There is no voice 'nobody'."),
        (("desk-reset", "--at", "9:00", "--voice", "piper:nobody"), "Piper voice"),
        (("desk-reset", "--at", "9:00", "--name", "My desk"), "No reminder can be called 'My desk'."),
        (("desk-reset", "--at", "9:00", "--note", "x" * 301), "Note is longer than 300 characters."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = add(tmp_path, *words)

    assert ran.returncode in (1, 2)
    assert (ran.stdout, "Traceback" in ran.stderr) == ("", False)
    assert said in ran.stderr
    assert not (tmp_path / "config" / "reminders.toml").exists()


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    ran = add(tmp_path, "desk-reset", "--at", "25:00", "--days", "never", "--window", "1s")

    assert len(ran.stderr.splitlines()) == 3


def test_a_broken_file_is_told_with_its_place_and_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "config" / "reminders.toml"
    path.parent.mkdir()
    path.write_text('[reminder.a]\nroutine = "desk-reset"\nat = "25:00"\n')

    ran = add(tmp_path, "desk-reset", "--at", "9:00")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"{path}:3:6" in ran.stderr
    assert path.read_text().count("[reminder") == 1


def test_a_note_that_a_terminal_would_obey_is_not_obeyed(tmp_path: Path) -> None:
    ran = add(tmp_path, "desk-reset", "--at", "9:00", "--note", "\x1b[2J[b]x")
    gone = coach(tmp_path, "remind", "remove", "desk-reset")

    assert (ran.returncode, gone.returncode) == (0, 0)
    assert "\x1b" not in ran.stdout + ran.stderr + gone.stdout + gone.stderr


def test_times_in_the_quiet_hours_are_told_with_what_changes_them(tmp_path: Path) -> None:
    env = NO_SOUND | {"COACH_REMINDERS_QUIET": "22:00-7:00"}

    some = coach(tmp_path, "remind", "add", "desk-reset", "--at", "6:30", "--at", "12:00", env=env)
    none = coach(tmp_path, "remind", "add", "desk-reset", "--at", "23:00", env=env)

    assert "None comes in your quiet hours, 22:00-7:00; so this one will not at 6:30. " in some.stdout
    assert 'coach config set reminders.quiet ""' in some.stdout
    assert " at 12:00, in " in some.stdout
    assert "so this one will not at 23:00" in none.stdout
    assert "It comes next" not in none.stdout


def test_while_an_agent_runs_nothing_is_said_of_installing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    with held(AGENT) as mine:
        ran = add(tmp_path, "desk-reset", "--at", "9:00")

    assert mine
    assert (ran.returncode, ran.stderr) == (0, "")


def test_off_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    ran = add(tmp_path, "desk-reset", "--at", "9:00")

    assert "[y/N]" not in ran.stdout + ran.stderr
    assert not (tmp_path / "config" / "config.toml").exists()


def test_at_the_question_the_reminder_is_there_already(tmp_path: Path, terminals: type[Terminal]) -> None:
    with terminals(at_home(tmp_path)) as terminal:
        terminal.run(f"{sys.executable} -m coach remind add desk-reset --at 9:00")
        screen = terminal.until("May reminders speak? [y/N]: ")
        terminal.type("C-c")

    assert screen.index("Added: Desk reset") < screen.index("May reminders speak?")
    assert list(kept(tmp_path)) == ["desk-reset"]


@pytest.mark.parametrize(("typed", "kept_as"), [("y", "yes"), ("n", "no"), ("", "no")])
def test_at_a_terminal_it_asks_once_whether_reminders_may_speak(
    tmp_path: Path, terminals: type[Terminal], typed: str, kept_as: str
) -> None:
    command = f"{sys.executable} -m coach remind add desk-reset --at 9:00"

    with terminals(at_home(tmp_path)) as terminal:
        terminal.run(command)
        terminal.until("May reminders speak? [y/N]: ")
        terminal.run(typed)
        terminal.until("Nothing brings them")
        terminal.run(f"{command} --name other")
        screen = terminal.until("Nothing brings them", times=2)

    assert screen.count("[y/N]") == 1
    assert "nothing of your health" in " ".join(screen.split())
    settings = tomli.loads((tmp_path / "config" / "config.toml").read_text("utf-8"))
    assert settings == {"reminders": {"speak": kept_as}}
    assert list(kept(tmp_path)) == ["desk-reset", "other"]


def test_one_that_says_itself_whether_it_speaks_is_not_asked_about(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    with terminals(at_home(tmp_path)) as terminal:
        terminal.run(f"{sys.executable} -m coach remind add desk-reset --at 9:00 --speak")
        screen = terminal.until("Nothing brings them")

    assert "[y/N]" not in screen
    assert kept(tmp_path)["desk-reset"]["speak"] is True


@posix
def test_routines_categories_and_reminders_are_completed(tmp_path: Path) -> None:
    at_home(tmp_path)
    add(tmp_path, "short", "--at", "9:00", "--name", "before-lunch")

    assert completed(tmp_path, "coach remind add shor") == ["short"]
    assert completed(tmp_path, "coach remind add --category ma") == ["massage"]
    assert completed(tmp_path, "coach remind remove bef") == ["before-lunch"]


@needs_mount
def test_on_a_full_disk_it_says_so_and_the_reminders_are_as_they_were(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        add(folder, "desk-reset", "--at", "9:00")
        before = (folder / "config" / "reminders.toml").read_bytes()
        fill(folder)

        ran = add(folder, "desk-reset", "--at", "9:00")

        assert ran.returncode == 1
        assert "Free some space on this disk and try again." in ran.stderr
        assert (folder / "config" / "reminders.toml").read_bytes() == before


def test_a_reminder_for_later_today_or_tomorrow_says_which(tmp_path: Path) -> None:
    def next_one() -> str:
        """Return when it comes next, as it is said at this moment. An hour that comes twice counts once."""
        now = datetime.now().astimezone()
        last = datetime.combine(now.date(), time(23, 59)).astimezone()
        return "today at 23:59" if now < last else "tomorrow at 00:00"

    before = next_one()

    ran = add(tmp_path, "desk-reset", "--at", "23:59", "--at", "0:00")

    [said] = re.findall(r"It comes next (.*), (?:in \d+ \w+|now)", ran.stdout)
    assert said in (before, next_one())
