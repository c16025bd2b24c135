"""Times, hours, days and dates are read as people write them; what cannot be meant is told."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.time.clock_times import (
    DATE_PATTERN,
    DAYS_PATTERN,
    HOURS_PATTERN,
    TIME_PATTERN,
    read_date,
    read_days,
    read_hours,
    read_time,
    time_text,
    times_every,
    within,
)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("10:30", time(10, 30)),
        ("7:05", time(7, 5)),
        ("07:05", time(7, 5)),
        (" 0:00 ", time(0)),
        ("23:59", time(23, 59)),
        ("10:30:00", time(10, 30)),
        (time(10, 30), time(10, 30)),
    ],
)
def test_a_time_of_the_day_is_read(value: object, clock: time) -> None:
    assert read_time(value) == clock


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("10.30", 'write "10:30"'),
        ("1030", 'write "10:30"'),
        ("7 pm", 'write "19:00"'),
        ("12:15 am", 'write "0:15"'),
        ("24:00", 'write "0:00"'),
        (10, 'write "10:00"'),
        (12.30, 'write "12:30"'),
        (9.05, 'write "9:05"'),
        (float("nan"), 'write it such as "10:30"'),
        ("25:00", "an hour is 0 to 23"),
        ("10:75", "a minute is 0 to 59"),
        ("noon", 'write it such as "10:30"'),
        (time(10, 30, 15), "write 10:30"),
        (True, 'write it such as "10:30"'),
        ([], 'write it such as "10:30"'),
        ("", 'write it such as "10:30"'),
        ("1" * 10_000, 'write it such as "10:30"'),
        ("١٠:٣٠", 'write it such as "10:30"'),
    ],
)
def test_what_is_no_time_of_the_day_is_told_with_what_to_write(value: object, mend: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"; {mend}") + "$") as caught:
        read_time(value)

    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("sun-mon", {6, 0}),
        ("mon", {0}),
        ("mon-mon", {0}),
        ("Mon, Wednesday,fri", {0, 2, 4}),
        ("tues–thurs", {1, 2, 3}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("daily", set(range(7))),
        ("every day", set(range(7))),
        ("Everyday", set(range(7))),
        (["sat", "mon-tue", "weekends"], {5, 6, 0, 1}),
    ],
)
def test_days_are_read(value: object, days: set[int]) -> None:
    assert read_days(value) == days


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("monn", 'write "mon"'),
        ("mon wed", 'write "mon,wed"'),
        ("Mon and Friday", 'write "mon,friday"'),
        ("mon-fry", 'write "fri"'),
        ("", "write such as"),
        ("mon,", "write such as"),
        ("mon-fri-sun", 'write "sun"'),
        ("Понедельник", 'write "mon"'),
        ("pátek", 'write "fri"'),
        ("月曜日", 'write "mon"'),
        ("Κυριακή", 'write "sun"'),
        ([], "leave the key out"),
        (["mon", 3], 'write them such as "mon-fri"'),
        (5, 'write them such as "mon-fri"'),
        ("mon," * 1_000, 'write them such as "mon-fri"'),
        (["mon"] * 1_000, 'write them such as "mon-fri"'),
    ],
)
def test_what_is_no_day_is_told(value: object, mend: str) -> None:
    with pytest.raises(ValueError, match=f"; .*{mend}"):
        read_days(value)


@pytest.mark.parametrize("value", ["9:00", "9-18", "9:00-9:00", "", 5, ["9:00", "18:00"], "9:00-25:00", "-"])
def test_what_is_no_span_of_hours_is_told(value: object) -> None:
    with pytest.raises(ValueError, match="; "):
        read_hours(value)


def test_dates_are_read_from_text_and_from_toml() -> None:
    assert read_date("2026-12-31") == read_date(date(2026, 12, 31)) == date(2026, 12, 31)
    assert read_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2027-02-29",
        "31.12.2026",
        "2026-1-1",
        2026,
        datetime(2026, 1, 1),
        date.max,
        "9999-12-31",
        "0001-01-01",
        None,
    ],
)
def test_what_is_no_date_that_can_be_planned_for_is_told(value: object) -> None:
    with pytest.raises(ValueError, match="; write"):
        read_date(value)


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(CLOCKS, CLOCKS)
def test_what_is_written_is_read_as_it_was(first: time, last: time) -> None:
    assert read_time(time_text(first)) == first
    if first != last:
        assert read_hours(time_text((first, last))) == (first, last)


@given(CLOCKS, CLOCKS, CLOCKS)
def test_each_time_is_either_in_some_hours_or_in_the_rest_of_the_day(clock: time, a: time, b: time) -> None:
    if a != b:
        assert within(clock, (a, b)) is not within(clock, (b, a))


def test_hours_have_their_first_minute_and_not_their_last() -> None:
    night = (time(22), time(7))

    at = [time(21, 59), time(22), time(0), time(6, 59), time(7)]
    assert [within(clock, night) for clock in at] == [False, True, True, True, False]


def test_times_so_far_apart_have_the_last_one_where_it_is_hit() -> None:
    day = (time(9), time(18))

    assert [clock.hour for clock in times_every(timedelta(hours=3), day)] == [9, 12, 15, 18]
    assert list(times_every(timedelta(hours=4), day))[-1] == time(17)
    assert list(times_every(timedelta(hours=24), day)) == [time(9)]
    assert len(list(times_every(timedelta(minutes=5), (time(0), time(23, 59))))) == 288


SIGNS = st.text("0123456789:- –,mondaytuefriwkens", max_size=14)


@given(SIGNS | st.from_regex(TIME_PATTERN) | st.from_regex(DAYS_PATTERN) | st.from_regex(HOURS_PATTERN))
def test_an_editor_is_told_to_take_what_is_taken(text: str) -> None:
    for pattern, read in ((TIME_PATTERN, read_time), (DAYS_PATTERN, read_days), (DATE_PATTERN, read_date)):
        taken = True
        try:
            read(text)
        except ValueError:
            taken = False
        assert bool(re.search(pattern, text)) >= taken, (pattern, text)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("Montag", 'write "mon"'),
        ("lundi", 'write "mon"'),
        ("Lunes", 'write "mon"'),
        ("Dienstag", 'write "tue"'),
        ("mercredi", 'write "wed"'),
        ("miércoles", 'write "wed"'),
        ("jeu.", 'write "thu"'),
        ("piątek", 'write "fri"'),
        ("Sonnabend", 'write "sat"'),
        ("dimanche", 'write "sun"'),
        ("mo-fr", 'write "mon"'),
        ("täglich", 'write "daily"'),
        ("werktags", 'write "weekdays"'),
        ("Wochenende", 'write "weekends"'),
        ("Yesterday", 'write the day of the week, such as "mon"'),
        ("morgen", 'write the day of the week, such as "mon"'),
        ("mondya", 'write "mon"'),
        ("xyzzy", 'write such as "mon-fri", "mon,wed" or "weekends"'),
    ],
)
def test_a_day_in_other_words_has_the_mend_that_is_meant(text: str, mend: str) -> None:
    with pytest.raises(ValueError, match="is not a day") as refusal:
        read_days(text)

    assert str(refusal.value).partition("; ")[2] == mend
