"""What comes in a span comes in order, and a span that is too long is refused before it is looked at."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.reminder.model import Reminder, Rule
from coach.reminder.upcoming import MOST_LISTED, comings, days, most_occurrences
from coach.time.clock_changes import ZoneChange, changes

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 28, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reminder(name: str, *at: str, zone: str = "", until: date | None = None) -> Reminder:
    rule = Rule(tuple(map(time.fromisoformat, at)), until=until)
    return Reminder(name, rule, routine=name, zone=zone)


def test_what_comes_at_one_moment_is_in_the_order_of_the_names() -> None:
    both = [reminder("b", "09:00", zone="Asia/Kolkata"), reminder("a", "03:30", zone="UTC")]

    found = list(comings(both, BEGIN, BEGIN + DAY, BERLIN))

    assert [(each.reminder.name, each.occurrence.moment.hour, each.zone_name) for each in found] == [
        ("a", 3, "UTC"),
        ("b", 3, "Asia/Kolkata"),
    ]


def test_the_first_moment_is_in_it_and_the_last_is_not() -> None:
    found = list(comings([reminder("a", "00:00", zone="UTC")], BEGIN, BEGIN + DAY, BERLIN))

    assert [each.occurrence.moment for each in found] == [BEGIN]


def test_a_day_is_as_long_as_its_zone_has_it() -> None:
    begin, end = days(date(2026, 3, 29), date(2026, 3, 29), BERLIN)

    assert end - begin == 23 * HOUR


def test_a_span_that_is_too_long_is_refused_before_it_is_looked_at() -> None:
    each_minute = Rule(tuple(time(minute // 60, minute % 60) for minute in range(1440)))
    many = [Reminder(f"r{number}", each_minute, routine="r") for number in range(1000)]

    with pytest.raises(UsageError, match=rf"times, more than {MOST_LISTED:,}\. Name a shorter span\."):
        comings(many, BEGIN, BEGIN + 3000 * DAY, BERLIN)


@given(
    st.integers(0, 60), st.integers(-5, 30), st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Apia"])
)
def test_no_more_come_than_was_thought_at_most(hours: int, until: int, zone: str) -> None:
    it = reminder("a", "00:00", "11:30", "23:59", zone=zone, until=(BEGIN + until * DAY).date())
    end = BEGIN + hours * HOUR

    found = list(comings([it], BEGIN, end, BERLIN))

    assert len(found) <= most_occurrences(it, BEGIN, end)


def test_the_changes_of_a_clock_are_found_to_the_second() -> None:
    found = list(changes(BERLIN, BEGIN, BEGIN + 300 * DAY))

    assert found == [
        ZoneChange(datetime(2026, 3, 29, 1, tzinfo=UTC), HOUR, 2 * HOUR),
        ZoneChange(datetime(2026, 10, 25, 1, tzinfo=UTC), 2 * HOUR, HOUR),
    ]
    assert (found[0].wall_before, found[0].wall_after) == (datetime(2026, 3, 29, 2), datetime(2026, 3, 29, 3))
