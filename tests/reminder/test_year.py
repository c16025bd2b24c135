"""A year of reminders in every zone agrees with another reckoning, and that reckoning can find fault."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bench.reminders_year import report_lines, walk_year
from coach.reminder.model import Occurrence, Rule
from coach.reminder.recurrence import next_occurrence

LEFT_OUT = ("Pacific/Apia", "Pacific/Fakaofo")


def by_the_offset_before(rule: Rule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Do as calendars do: a time that does not exist comes as if the clock had not leapt."""
    coming = next_occurrence(rule, after, zone)
    if coming is None or coming.wall == coming.moment.astimezone(zone).replace(tzinfo=None):
        return coming
    return replace(coming, moment=coming.wall.replace(tzinfo=zone).astimezone(UTC))


def test_through_2026_every_zone_agrees_with_what_its_clock_shows() -> None:
    found = walk_year(2026, available_timezones())

    assert found.wrong == []
    assert found.zones == len(available_timezones())
    assert found.occurrences > 3_500 * found.zones
    berlin = [
        (str(was), str(became)) for (was, became), names in found.leaps.items() if "Europe/Berlin" in names
    ]
    assert berlin == [
        ("2026-03-29 02:00:00", "2026-03-29 03:00:00"),
        ("2026-10-25 03:00:00", "2026-10-25 02:00:00"),
    ]


def test_a_year_with_a_day_left_out_agrees_too() -> None:
    found = walk_year(2011, LEFT_OUT)

    assert found.wrong == []
    day = (datetime(2011, 12, 30), datetime(2011, 12, 31))
    assert sorted(found.leaps[day]) == list(LEFT_OUT)


def test_a_reckoning_that_is_wrong_in_a_gap_is_found_out() -> None:
    found = walk_year(2026, ["Europe/London", "Asia/Kolkata"], by_the_offset_before)

    assert found.wrong == [
        "Europe/London, at telling times: 2026-03-29 01:30:00, 2026-03-29 01:00:00+00:00",
        "Europe/London, at telling times: 2026-03-29 01:30:00, 2026-03-29 01:30:00+00:00",
        "Europe/London, at telling times: 2026-03-29 02:30:00, 2026-03-29 01:30:00+00:00",
    ]


def test_a_reckoning_that_loses_one_is_found_out() -> None:
    lost = datetime(2026, 5, 4, 15)

    def losing(rule: Rule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
        coming = next_occurrence(rule, after, zone)
        if coming is None or coming.wall != lost:
            return coming
        return next_occurrence(rule, after + timedelta(days=1), zone)

    found = walk_year(2026, ["Asia/Kolkata"], losing)

    assert any(f"{lost}" in line for line in found.wrong)


def test_the_days_of_a_change_are_listed_with_their_zones() -> None:
    lines = list(report_lines(2026, walk_year(2026, ["America/Santiago"])))

    assert lines[2:] == [
        "  2026-04-05 overlap 00:00 is 23:00 of 04 April: America/Santiago",
        "  2026-09-06 gap     00:00 is 01:00: America/Santiago",
    ]
