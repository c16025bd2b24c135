"""`coach remind export` writes the reminders as a calendar, and loses no file that is another's."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from called import Ran, coach
from icalendar import Calendar
from lived import NO_SOUND

ONE = """\
[reminder.desk]
routine = "desk-reset"
at = "10:30"
days = "mon-fri"
note = "By the window."

[reminder.loosen]
category = "trigger-points"
at = "15:00"
"""
OVER = '[reminder.desk]\nroutine = "desk-reset"\nat = "10:30"\nuntil = 2020-01-01\n'


def put(home: Path, text: str = ONE) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "reminders.toml").write_text(text, "utf-8")


def exported(home: Path, *words: str, zone: str = "Europe/Berlin") -> Ran:
    return coach(home, "remind", "export", *words, env={**NO_SOUND, "TZ": zone})


def test_the_file_holds_each_reminder_with_its_routine_and_its_command(tmp_path: Path) -> None:
    put(tmp_path)
    file = tmp_path / "coach.ics"

    ran = exported(tmp_path, "-o", str(file))

    found = Calendar.from_ical(file.read_bytes())
    said = [(str(event["SUMMARY"]), str(event["DESCRIPTION"])) for event in found.walk("VEVENT")]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("coach.ics (2 events). Send it to your phone and open it there.\n")
    assert said == [
        ("Desk reset", "By the window.\nTo begin: coach start desk-reset"),
        ("Trigger points", "To begin: coach start --category trigger-points"),
    ]


def test_without_a_file_it_is_printed_as_a_calendar_has_it(tmp_path: Path) -> None:
    put(tmp_path)

    ran = exported(tmp_path)

    found = Calendar.from_ical(ran.stdout)
    begin = datetime.now(ZoneInfo("Europe/Berlin"))
    coming = recurring_ical_events.of(found).between(begin, begin + timedelta(days=7))  # by its clocks
    assert ran.stdout.startswith("BEGIN:VCALENDAR\n")  # read as text, CRLF is one line's end
    assert len([event for event in coming if event["DTSTART"].dt > begin]) == 12


def test_a_second_export_takes_the_place_of_the_first(tmp_path: Path) -> None:
    put(tmp_path)
    file = tmp_path / "coach.ics"
    exported(tmp_path, "-o", str(file))
    put(tmp_path, ONE.replace("10:30", "11:45"))

    ran = exported(tmp_path, "-o", str(file))

    assert ran.returncode == 0
    assert b"T114500" in file.read_bytes()


@pytest.mark.parametrize("old", [b"notes", b"BEGIN:VCALENDAR\r\nPRODID:-//work//EN\r\nEND:VCALENDAR\r\n"])
def test_a_file_that_is_no_calendar_of_coach_is_as_it_was(tmp_path: Path, old: bytes) -> None:
    put(tmp_path)
    file = tmp_path / "mine.ics"
    file.write_bytes(old)

    ran = exported(tmp_path, "-o", str(file))

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "is not a calendar of coach, and is as it was. Name another file." in ran.stderr
    assert file.read_bytes() == old


@pytest.mark.parametrize("text", ["", OVER])
def test_where_nothing_comes_no_file_is_made(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    file = tmp_path / "coach.ics"

    ran = exported(tmp_path, "-o", str(file))

    assert ran.returncode == 1
    assert ran.stderr == ("None of your reminders comes any more. `coach remind add` makes one that does.\n")
    assert not file.exists()


@pytest.mark.parametrize("out", ["", "/", "nowhere/coach.ics"])
def test_a_place_that_is_none_is_told(tmp_path: Path, out: str) -> None:
    put(tmp_path)

    ran = exported(tmp_path, "-o", out)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1


def test_a_zone_without_a_name_is_told_and_its_times_are_any_clocks(tmp_path: Path) -> None:
    put(tmp_path)

    ran = exported(tmp_path, zone="XYZ-2")

    assert ran.stderr == "Your time zone has no name here, so the times are by the phone's own clock.\n"
    assert "TZID" not in ran.stdout
