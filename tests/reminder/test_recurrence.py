"""A reminder comes once at each of its times, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reminder.model import EVERY_DAY, Occurrence, Rule
from coach.reminder.recurrence import moment_of, next_occurrence, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
SANTIAGO = ZoneInfo("America/Santiago")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")
PACIFIC = ZoneInfo("US/Pacific")
WORKDAYS = frozenset(range(5))
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def at(*texts: str, days: frozenset[int] = EVERY_DAY, first: str = "", until: str = "") -> Rule:
    """Return a rule from times as text."""
    return Rule(
        tuple(map(time.fromisoformat, texts)),
        days,
        date.fromisoformat(first) if first else None,
        date.fromisoformat(until) if until else None,
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def come(rule: Rule, zone: ZoneInfo, first: str, last: str) -> list[str]:
    """Return what the zone's clock shows as each comes, on the days from one to another."""
    begin = moment_of(datetime.fromisoformat(first), zone) - SECOND
    end = moment_of(datetime.fromisoformat(last) + DAY, zone) - SECOND
    found = occurrences(rule, begin, zone, to=end)
    return [f"{each.moment.astimezone(zone):%d %H:%M %z}" for each in found]


def test_a_time_that_does_not_exist_comes_at_the_next_moment_that_does() -> None:
    coming = next_occurrence(at("02:30"), utc("2026-03-28 12:00"), BERLIN)

    assert coming == Occurrence(utc("2026-03-29 01:00"), datetime(2026, 3, 29, 2, 30))
    assert coming.moment.astimezone(BERLIN).time() == time(3)


@pytest.mark.parametrize("clock", ["00:00", "00:01", "00:59"])
def test_a_day_without_its_midnight_begins_an_hour_later(clock: str) -> None:
    assert come(at(clock), SANTIAGO, "2026-09-06", "2026-09-06") == ["06 01:00 -0300"]


@pytest.mark.parametrize(
    ("zone", "clock", "day", "comes"),
    [
        (BERLIN, "02:30", "2026-10-25", "25 02:30 +0200"),
        (SANTIAGO, "23:30", "2026-04-04", "04 23:30 -0300"),
        (LORD_HOWE, "01:45", "2026-04-05", "05 01:45 +1100"),
    ],
)
def test_a_time_that_exists_twice_comes_once_the_first_time(
    zone: ZoneInfo, clock: str, day: str, comes: str
) -> None:
    assert come(at(clock), zone, day, day) == [comes]


def test_a_time_that_exists_twice_does_not_come_again_after_its_first() -> None:
    between = utc("2026-10-25 01:15")  # 02:15 in Berlin, for the second time

    coming = next_occurrence(at("02:30"), between, BERLIN)

    assert coming == Occurrence(utc("2026-10-26 01:30"), datetime(2026, 10, 26, 2, 30))


def test_a_clock_that_leaps_by_half_an_hour_loses_nothing() -> None:
    times = come(at("01:45", "02:00", "02:15", "02:30"), LORD_HOWE, "2026-10-04", "2026-10-04")

    assert times == ["04 01:45 +1030", "04 02:30 +1100"]


def test_two_times_that_fall_on_one_moment_are_one_occurrence() -> None:
    rule = at("02:10", "02:50", "03:00", "03:10")

    found = list(occurrences(rule, utc("2026-03-29 00:00"), BERLIN, to=utc("2026-03-29 02:00")))

    assert found == [
        Occurrence(utc("2026-03-29 01:00"), datetime(2026, 3, 29, 2, 10)),
        Occurrence(utc("2026-03-29 01:10"), datetime(2026, 3, 29, 3, 10)),
    ]


def test_a_day_that_was_left_out_comes_as_the_next_begins() -> None:
    assert come(at("10:30"), APIA, "2011-12-29", "2011-12-31") == [
        "29 10:30 -1000",
        "31 00:00 +1400",
        "31 10:30 +1400",
    ]


def test_a_leap_day_is_a_day() -> None:
    assert come(at("10:30"), BERLIN, "2028-02-28", "2028-03-01") == [
        "28 10:30 +0100",
        "29 10:30 +0100",
        "01 10:30 +0100",
    ]


def test_no_workday_is_lost_after_a_clock_change_at_the_weekend() -> None:
    assert come(at("00:30", days=WORKDAYS), PACIFIC, "2026-03-05", "2026-03-10") == [
        "05 00:30 -0800",
        "06 00:30 -0800",
        "09 00:30 -0700",
        "10 00:30 -0700",
    ]


def test_a_rule_comes_on_its_first_and_on_its_last_day() -> None:
    rule = at("00:00", "23:59", first="2026-06-02", until="2026-06-03")

    assert come(rule, BERLIN, "2026-06-01", "2026-06-04") == [
        "02 00:00 +0200",
        "02 23:59 +0200",
        "03 00:00 +0200",
        "03 23:59 +0200",
    ]


def test_after_its_last_day_a_rule_comes_no_more() -> None:
    assert next_occurrence(at("10:30", until="2026-06-03"), utc("2026-06-03 08:30"), BERLIN) is None


def test_the_next_one_is_after_the_moment_and_never_at_it() -> None:
    moment = utc("2026-06-03 08:30")

    assert next_occurrence(at("10:30"), moment - SECOND, BERLIN) == Occurrence(
        moment, datetime(2026, 6, 3, 10, 30)
    )
    assert next_occurrence(at("10:30"), moment, BERLIN) == Occurrence(
        moment + DAY, datetime(2026, 6, 4, 10, 30)
    )


def test_another_zone_keeps_the_wall_clock_time() -> None:
    morning = utc("2026-06-03 05:00")

    here = next_occurrence(at("10:30"), morning, BERLIN)
    there = next_occurrence(at("10:30"), morning, PACIFIC)

    assert here == Occurrence(utc("2026-06-03 08:30"), datetime(2026, 6, 3, 10, 30))
    assert there == Occurrence(utc("2026-06-03 17:30"), datetime(2026, 6, 3, 10, 30))


def test_a_zone_that_is_a_mere_offset_serves_too() -> None:
    coming = next_occurrence(at("10:30"), utc("2026-06-03 00:00"), timezone(timedelta(hours=-3)))

    assert coming == Occurrence(utc("2026-06-03 13:30"), datetime(2026, 6, 3, 10, 30))


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Etc/GMT-14"])
def test_the_last_of_all_days_is_no_error(zone: str) -> None:
    rule = at("00:00", "23:59", until="9999-12-31")

    assert len(list(occurrences(rule, utc("9999-12-20 00:00"), ZoneInfo(zone)))) > 10


def test_a_rule_without_days_never_comes() -> None:
    assert next_occurrence(at("10:30", days=frozenset()), utc("9990-01-01 00:00"), BERLIN) is None


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """Return the moments of a zone's changes from 1970 to 2037, to the day."""
    zone, begin = ZoneInfo(name), datetime(1970, 1, 2, tzinfo=UTC)
    days = [begin + number * DAY for number in range(68 * 365)]
    return tuple(
        after for before, after in pairwise(days) if _offset(before, zone) != _offset(after, zone)
    ) or (begin,)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@st.composite
def around_changes(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """Draw a zone, and a moment a day or two before one of its changes."""
    name = draw(st.sampled_from(sorted(available_timezones())))
    change = draw(st.sampled_from(changes(name)))
    return ZoneInfo(name), change - timedelta(minutes=draw(st.integers(24 * 60, 72 * 60)))


rules = st.builds(
    lambda times, days: Rule(tuple(sorted(times)), days),
    st.sets(
        st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 45, 59))), min_size=1, max_size=12
    ),
    st.frozensets(st.integers(0, 6), min_size=1),
)
WEEK = 7 * DAY


@given(around_changes(), rules)
def test_each_comes_after_the_one_before(case: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    zone, begin = case

    moments = [each.moment for each in occurrences(rule, begin, zone, to=begin + WEEK)]

    assert all(before < after for before, after in pairwise([begin, *moments]))
    assert all(moment <= begin + WEEK for moment in moments)


@given(around_changes(), rules)
def test_going_from_each_to_the_next_gives_them_all(case: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    zone, begin = case
    now, met = begin, []

    while (coming := next_occurrence(rule, now, zone)) and coming.moment <= begin + WEEK:
        met.append(coming)
        now = coming.moment

    assert met == list(occurrences(rule, begin, zone, to=begin + WEEK))


@given(around_changes(), rules)
def test_each_comes_when_a_clock_first_shows_its_time_or_leaps_over_it(
    case: tuple[ZoneInfo, datetime], rule: Rule
) -> None:
    zone, begin = case

    for each in occurrences(rule, begin, zone, to=begin + WEEK):
        just_before = shown(each.moment - SECOND, zone)
        earlier = [shown(each.moment - timedelta(minutes=number), zone) for number in range(1, 27 * 60, 7)]
        assert max([just_before, *earlier]) < each.wall
        if shown(each.moment, zone) != each.wall:
            assert shown(each.moment, zone) > each.wall
            assert shown(each.moment, zone) - just_before > SECOND


@given(around_changes(), rules)
def test_none_is_lost_and_none_comes_twice(case: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    zone, begin = case
    days = [(shown(begin, zone) + number * DAY).date() for number in range(3, 6)]
    wanted = [datetime.combine(day, clock) for day in days if day.weekday() in rule.days for clock in rule.at]

    found = list(occurrences(rule, begin, zone, to=begin + 2 * WEEK))

    walls = [each.wall for each in found]
    moments = [each.moment for each in found]
    assert len(set(walls)) == len(walls)
    for wall in wanted:
        came = moments[walls.index(wall)] if wall in walls else moment_of(wall, zone)
        assert came in moments


@given(around_changes(), rules, st.integers(0, 7 * 24 * 3600))
def test_what_comes_next_does_not_hang_on_when_one_asks(
    case: tuple[ZoneInfo, datetime], rule: Rule, later: int
) -> None:
    zone, begin = case
    asked = begin + timedelta(seconds=later)

    coming = next_occurrence(rule, asked, zone)

    assert coming == next(each for each in occurrences(rule, begin, zone) if each.moment > asked)
