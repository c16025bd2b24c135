"""The calendar for the phone, read back and expanded, comes when the agent would."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone
from searching import examples

from coach.errors import UsageError
from coach.language.sanitize import for_terminal
from coach.reminder.icalendar_export import MOST_EVENTS, YEARS, Shown, calendar, has_name
from coach.reminder.model import EVERY_DAY, Reminder, Rule
from coach.reminder.recurrence import occurrences
from coach.time.clock_changes import changes

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
WORKDAYS = frozenset(range(5))
ZONES = (
    "Europe/Berlin",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "UTC",
)
TELLING = ("00:00", "00:30", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "03:30", "23:30")


def reminder(*at: str, days: frozenset[int] = EVERY_DAY, note: str = "", **dates: date) -> Reminder:
    rule = Rule(tuple(map(time.fromisoformat, at)), days, **dates)
    return Reminder("desk-reset", rule, routine="desk-reset", note=note)


def shown(reminder: Reminder) -> Shown:
    return Shown("Desk reset", 5.5, f"coach start {reminder.routine}")


def written(*reminders: Reminder, here: tzinfo, now: datetime = NOW) -> Calendar:
    """Return the calendar as a phone reads it."""
    found = Calendar.from_ical(calendar(reminders, shown, now, here))
    assert isinstance(found, Calendar)
    return found


def events(found: Calendar) -> list[Any]:
    return [part for part in found.walk("VEVENT") if isinstance(part, Event)]


def comes(found: Calendar, begin: datetime, end: datetime) -> list[datetime]:
    """Return the moments at which the calendar's events begin, from one moment until another."""
    expanded = recurring_ical_events.of(found).between(begin, end)
    moments = [event["DTSTART"].dt.astimezone(UTC) for event in expanded]
    return sorted(moment for moment in moments if begin <= moment < end)


def fires(it: Reminder, zone: tzinfo, begin: datetime, end: datetime) -> list[datetime]:
    just_before = datetime.resolution
    return [o.moment for o in occurrences(it.rule, begin - just_before, zone, end - just_before)]


@pytest.mark.parametrize("days", [EVERY_DAY, WORKDAYS, frozenset((5, 6))])
@pytest.mark.parametrize("name", ZONES)
def test_two_years_of_telling_times_come_when_the_agent_fires(name: str, days: frozenset[int]) -> None:
    zone, it = ZoneInfo(name), reminder(*TELLING, days=days)
    end = NOW + 730 * DAY

    found = written(it, here=zone)

    assert comes(found, NOW, end) == fires(it, zone, NOW, end)


@settings(max_examples=examples(60))
@given(
    st.sampled_from(sorted(available_timezones() - {"localtime", "Factory", "posixrules"})),
    st.sets(st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45))), min_size=1, max_size=4),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 400),
)
def test_around_each_change_of_any_clock_it_comes_when_the_agent_fires(
    name: str, at: set[time], days: frozenset[int], lasts: int
) -> None:
    zone, until = ZoneInfo(name), (NOW + lasts * DAY).date()
    it = Reminder("any", Rule(tuple(sorted(at)), days, until=until), routine="any")

    found = written(it, here=zone)

    turns = [change.moment for change in changes(zone, NOW, NOW + 400 * DAY)]
    for begin in (NOW + SECOND, *(turn - 2 * DAY for turn in turns if turn - 2 * DAY > NOW)):
        assert comes(found, begin, begin + 5 * DAY) == fires(it, zone, begin, begin + 5 * DAY)


def test_an_export_on_the_day_of_a_change_leaves_nothing_out() -> None:
    berlin, now = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 28, 23, tzinfo=UTC)
    it = reminder("02:15", "02:45")

    found = written(it, here=berlin, now=now)

    assert comes(found, now, now + 3 * DAY) == fires(it, berlin, now, now + 3 * DAY)
    assert len(fires(it, berlin, now, now + DAY)) == 1


def test_a_first_and_a_last_day_are_both_in_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    it = reminder("00:00", "23:59", first=date(2026, 3, 28), until=date(2026, 3, 30))

    found = written(it, here=berlin)

    assert comes(found, NOW, NOW + 365 * DAY) == fires(it, berlin, NOW, NOW + 365 * DAY)
    assert len(fires(it, berlin, NOW, NOW + 365 * DAY)) == 6


def test_each_reminder_goes_by_the_clock_of_its_own_zone() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    here, there = reminder("10:30"), replace(reminder("10:30"), name="there", zone="Asia/Tokyo")

    found = written(here, there, here=ZoneInfo("Europe/Berlin"))

    first = [event["DTSTART"].dt.isoformat() for event in events(found)]
    assert first == ["2026-01-11T10:30:00+01:00", "2026-01-11T10:30:00+09:00"]
    assert comes(found, NOW, NOW + DAY) == sorted(
        fires(here, ZoneInfo("Europe/Berlin"), NOW, NOW + DAY) + fires(there, tokyo, NOW, NOW + DAY)
    )
    assert [part["TZID"] for part in found.walk("VTIMEZONE")] == ["Europe/Berlin", "Asia/Tokyo"]


def test_what_comes_no_more_is_not_in_it() -> None:
    assert events(written(reminder("10:30", until=date(2026, 1, 9)), here=UTC)) == []


def test_an_event_says_what_to_do_and_rings_at_its_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    [event] = events(written(reminder("10:30", days=WORKDAYS, note="By the window."), here=berlin))

    [alarm] = event.subcomponents
    assert event["SUMMARY"] == "Desk reset"
    assert event["DESCRIPTION"] == "By the window.\nTo begin: coach start desk-reset"
    assert event["DURATION"].dt == timedelta(minutes=6)
    assert event["DTSTAMP"].dt == NOW
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(0))


def test_the_end_of_a_rule_is_in_utc_where_its_times_have_a_zone() -> None:
    it = reminder("10:30", until=date(2026, 7, 1))

    text = calendar([it], shown, NOW, ZoneInfo("Europe/Berlin")).decode()

    assert "DTSTART;TZID=Europe/Berlin:20260111T103000\r\n" in text
    assert "RRULE:FREQ=DAILY;UNTIL=20260701T083000Z\r\n" in text
    assert "METHOD" not in text


def test_the_same_reminder_has_the_same_id_in_each_calendar() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    once = events(written(reminder("02:30", "15:00"), here=berlin))
    later = events(written(reminder("02:30", "15:00", note="New."), here=berlin, now=NOW + 5 * DAY))

    ids = [event["UID"] for event in once]
    assert ids == [event["UID"] for event in later]
    assert len(set(ids)) == len(ids) == 2 + YEARS + 1  # a lost 02:30 each spring


@pytest.mark.parametrize("here", [timezone(timedelta(hours=2)), ZoneInfo("Factory")])
def test_a_zone_without_a_name_gives_times_of_any_clock(here: tzinfo) -> None:
    text = calendar([reminder("10:30", until=date(2026, 7, 1))], shown, NOW, here).decode()

    assert not has_name(here)
    assert "DTSTART:20260111T103000\r\n" in text
    assert "UNTIL=20260701T103000\r\n" in text
    assert "TZID" not in text


HOSTILE = "Line\r\nEND:VEVENT\nATTACH:file, a;b\\n \x1b[31m\x00\u202e\u2028" + "é" * 100


def test_hostile_words_stay_words() -> None:
    it = reminder("10:30", note=HOSTILE)
    told = Shown(HOSTILE, 5, f"coach start {HOSTILE}")

    data = calendar([it], lambda _: told, NOW, ZoneInfo("Europe/Berlin"))

    [event] = events(Calendar.from_ical(data))
    assert event["SUMMARY"] == "Line END:VEVENT ATTACH:file, a;b\\n [31m " + "é" * 100
    assert "ATTACH" not in event
    assert event["DESCRIPTION"].startswith("Line\nEND:VEVENT\nATTACH:file, a;b\\n [31m")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(byte >= 32 or byte in b"\r\n" for byte in data)


def plain(text: str) -> str:
    return for_terminal(text).replace("\\N", "\\ N")


@given(st.one_of(st.text(max_size=80), st.text('\\nN;,:\r\n\t"^ ', max_size=12)))
@example("C:\\Notes")
def test_any_note_and_title_are_read_back_as_they_were(text: str) -> None:
    told = Shown(text, 5, "coach start desk-reset")

    data = calendar([reminder("10:30", note=text)], lambda _: told, NOW, UTC)

    [event] = events(Calendar.from_ical(data))

    assert set(event) == {
        "UID",
        "DTSTAMP",
        "SUMMARY",
        "DESCRIPTION",
        "DTSTART",
        "DURATION",
        "RRULE",
        "TRANSP",
    }
    assert event["SUMMARY"] == " ".join(plain(text).split())
    lines = [plain(line) for line in text.splitlines()]
    assert event["DESCRIPTION"] == "\n".join([*lines, "To begin: coach start desk-reset"])


def test_more_events_than_a_phone_bears_are_refused() -> None:
    at = tuple(time(minute // 60, minute % 60) for minute in range(1440))
    many: Sequence[Reminder] = [Reminder(f"r{n}", Rule(at), routine="desk-reset") for n in range(4)]

    with pytest.raises(UsageError, match=f"more than {MOST_EVENTS:,} events"):
        calendar(many, shown, NOW, UTC)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Europe/Dublin"]
)
def test_a_phone_that_does_not_know_the_zone_finds_its_changes_in_the_calendar(name: str) -> None:
    zone = ZoneInfo(name)

    [part] = written(reminder("10:30"), here=zone).walk("VTIMEZONE")

    assert isinstance(part, Timezone)
    told = part.to_tz(lookup_tzid=False)
    for change in changes(zone, NOW, NOW + YEARS * 365 * DAY):
        for wall in (change.wall_before - timedelta(minutes=61), change.wall_after + timedelta(minutes=61)):
            assert wall.replace(tzinfo=told).utcoffset() == wall.replace(tzinfo=zone).utcoffset()
