"""`coach remind export` writes the reminders as a calendar, and loses no file that is another's."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from called import Ran, coach
from icalendar import Calendar
from lived import NO_SOUND

from coach.history.migrations import MIGRATIONS
from coach.history.sessions import Sessions

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
def test_where_nothing_comes_the_calendar_has_a_zone_alone(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    file = tmp_path / "coach.ics"

    ran = exported(tmp_path, "-o", str(file))

    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 1)
    assert ran.stderr == ("None of your reminders comes any more. `coach remind add` makes one that does.\n")
    assert [part.name for part in Calendar.from_ical(file.read_bytes()).subcomponents] == ["VTIMEZONE"]


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


DESK = '[reminder.desk]\nroutine = "desk-reset"\nat = "10:30"\n'


def events(file: Path) -> dict[str, tuple[int, str, str]]:
    """Return for each event's id its sequence, its status and when it comes."""
    parts: list[Any] = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {
        str(e["UID"]): (int(e["SEQUENCE"]), str(e.get("STATUS", "")), f"{e['DTSTART'].dt:%H:%M}")
        for e in parts
    }


def to(home: Path, name: str, text: str, zone: str = "Europe/Berlin") -> dict[str, tuple[int, str, str]]:
    """Export these reminders to a file of that name; return its events."""
    put(home, text)
    ran = exported(home, "-o", str(home / name), zone=zone)
    assert ran.returncode == 0
    return events(home / name)


def test_a_reminder_that_is_moved_keeps_its_id(tmp_path: Path) -> None:
    a = to(tmp_path, "a.ics", DESK)
    b = to(tmp_path, "b.ics", DESK.replace("10:30", "11:00"))
    again = to(tmp_path, "c.ics", DESK.replace("10:30", "11:00"))

    assert list(a) == list(b)
    assert (list(a.values()), list(b.values())) == ([(0, "", "10:30")], [(1, "", "11:00")])
    assert again == b, "what is as it was has no higher sequence"


def test_what_changes_in_any_way_is_later_than_it_was(tmp_path: Path) -> None:
    texts = (DESK, f'{DESK}days = "mon-fri"\n', f'{DESK}note = "New."\n', f"{DESK}until = 2199-01-01\n")

    sequences = [to(tmp_path, "a.ics", text) for text in texts]
    elsewhere = to(tmp_path, "a.ics", texts[-1], zone="Asia/Tokyo")

    assert [[sequence for sequence, *_ in each.values()] for each in sequences] == [[0], [1], [2], [3]]
    assert [sequence for sequence, *_ in elsewhere.values()] == [4]


def test_what_went_is_cancelled_once(tmp_path: Path) -> None:
    both = DESK + DESK.replace("desk]", "other]")
    [(gone, _), (stays, _)] = to(tmp_path, "a.ics", both).items()
    text = both.replace("desk]", "new]")

    first, second = to(tmp_path, "b.ics", text), to(tmp_path, "c.ics", text)

    assert {uid: status for uid, (_, status, _) in first.items() if uid in (gone, stays)} == {
        gone: "CANCELLED",
        stays: "",
    }
    assert first[gone][0] == 1
    assert gone not in second
    assert len(second) == 2


def test_a_file_that_shows_what_went_is_told_so_whenever_it_is_written_next(tmp_path: Path) -> None:
    [uid] = to(tmp_path, "phone.ics", DESK)
    to(tmp_path, "tablet.ics", DESK)

    told = [to(tmp_path, name, "") for name in ("phone.ics", "tablet.ics", "tablet.ics")]

    assert [each.get(uid, ("", "", ""))[1] for each in told] == ["CANCELLED", "CANCELLED", ""]


def test_a_cancelled_event_comes_no_more_even_where_that_is_not_understood(tmp_path: Path) -> None:
    to(tmp_path, "a.ics", DESK)
    to(tmp_path, "a.ics", "")

    event: Any
    [event] = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")

    assert "RRULE" not in event
    assert event.walk("VALARM") == []
    assert event["DTSTART"].dt.utcoffset() == timedelta(0)


def test_one_of_the_same_name_that_is_added_again_is_later_than_its_end(tmp_path: Path) -> None:
    [(uid, _)] = to(tmp_path, "a.ics", DESK).items()
    to(tmp_path, "a.ics", "")

    again = to(tmp_path, "b.ics", DESK)

    assert again == {uid: (2, "", "10:30")}


def test_a_time_that_is_taken_out_is_cancelled_and_the_others_stay(tmp_path: Path) -> None:
    two = to(tmp_path, "a.ics", DESK.replace('"10:30"', '["10:30", "15:00"]'))

    one = to(tmp_path, "a.ics", DESK.replace("10:30", "15:00"))

    assert list(one) == list(two)
    assert [(status, at) for _, status, at in one.values() if not status] == [("", "15:00")]
    assert sum(status == "CANCELLED" for _, status, _ in one.values()) == 1


def test_one_that_ended_by_itself_is_not_cancelled_and_one_that_was_ended_is(tmp_path: Path) -> None:
    [uid] = to(tmp_path, "a.ics", DESK)

    ended = to(tmp_path, "a.ics", OVER)
    later = to(tmp_path, "b.ics", OVER)

    assert {key: status for key, (_, status, _) in ended.items()} == {uid: "CANCELLED"}
    assert later == {}


def test_what_a_coach_from_before_exported_keeps_its_id_or_is_cancelled(tmp_path: Path) -> None:
    before = {at: str(uuid5(NAMESPACE_URL, f"coach:reminder:desk:{at}")) for at in ("1030", "0900")}
    [(uid, _)] = to(tmp_path, "new.ics", DESK).items()
    text = (tmp_path / "new.ics").read_text("utf-8").replace(uid, before["1030"])
    ghost = text[text.index("BEGIN:VEVENT") : text.index("END:VCALENDAR")]
    ghost = ghost.replace(before["1030"], before["0900"])
    (tmp_path / "a.ics").write_text(text.replace("END:VCALENDAR", f"{ghost}END:VCALENDAR"), "utf-8")
    (tmp_path / "data" / "coach.db").unlink()

    first = to(tmp_path, "a.ics", DESK)
    moved = to(tmp_path, "b.ics", DESK.replace("10:30", "12:00"))

    assert {uid: status for uid, (_, status, _) in first.items()} == {
        before["1030"]: "",
        before["0900"]: "CANCELLED",
    }
    assert moved == {before["1030"]: (first[before["1030"]][0] + 1, "", "12:00")}


def test_where_the_history_is_older_than_exports_are_known_the_ids_are_those_of_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "data" / "coach.db"
    Sessions.open(path, MIGRATIONS[:2]).close()
    with sqlite3.connect(path) as raw:
        raw.execute("update migration set at = '2026-01-01 00:00:00'")
    raw.close()

    first = to(tmp_path, "a.ics", DESK)
    moved = to(tmp_path, "a.ics", DESK.replace("10:30", "12:00"))

    assert list(first) == list(moved) == [str(uuid5(NAMESPACE_URL, "coach:reminder:desk:1030"))]


def test_what_another_program_wrote_into_it_is_borne(tmp_path: Path) -> None:
    [uid] = to(tmp_path, "a.ics", DESK)
    text = (tmp_path / "a.ics").read_text("utf-8").replace("FREQ=DAILY", "FREQ=DAILY;UNTIL=21990101")
    (tmp_path / "a.ics").write_text(text.replace("SEQUENCE:0", f"SEQUENCE:{10**30}"), "utf-8")

    gone = to(tmp_path, "a.ics", "")
    again = to(tmp_path, "a.ics", DESK)

    assert 0 < gone[uid][0] < again[uid][0] < 2**31


@pytest.mark.parametrize("old", [b"", b"BEGIN:VEVENT\r\n", b"\xff\x00"])
def test_a_calendar_that_cannot_be_read_is_written_anew(tmp_path: Path, old: bytes) -> None:
    (tmp_path / "a.ics").write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//coach//reminders//EN\r\n" + old)

    assert len(to(tmp_path, "a.ics", DESK)) == 1


def test_a_history_that_cannot_be_used_keeps_no_calendar_back(tmp_path: Path) -> None:
    put(tmp_path, DESK)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "coach.db").write_bytes(b"SQLite format 3\0" + bytes(5000))

    ran = exported(tmp_path, "-o", str(tmp_path / "a.ics"))

    assert ran.returncode == 0
    assert len(events(tmp_path / "a.ics")) == 1
    assert "What was exported before is not known, so nothing is cancelled." in ran.stderr
