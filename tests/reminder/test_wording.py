"""Moments and spans are said as people say them, and moments read as people type them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reminder.model import EVERY_DAY, Rule
from coach.reminder.wording import how_long, in_words, lasting, read_day, read_moment, when
from coach.time.durations import read_span

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 14, 35, tzinfo=BERLIN)  # a Wednesday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-25 15:00", "today at 15:00"),
        ("2026-11-25 00:00", "today at 00:00"),
        ("2026-11-26 10:30", "tomorrow at 10:30"),
        ("2026-11-24 09:05", "yesterday at 09:05"),
        ("2026-11-30 10:30", "Monday at 10:30"),
        ("2026-12-01 10:30", "Tuesday at 10:30"),
        ("2026-12-02 10:30", "2 December at 10:30"),
        ("2026-11-23 10:30", "23 November at 10:30"),
        ("2027-02-03 10:30", "3 February 2027 at 10:30"),
    ],
)
def test_a_moment_is_said_from_today(moment: str, said: str) -> None:
    assert when(datetime.fromisoformat(moment).replace(tzinfo=BERLIN), NOW, BERLIN) == said


def test_a_moment_is_said_by_the_clock_where_the_person_is() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)

    assert when(late, NOW, BERLIN) == "tomorrow at 00:30"
    assert when(late, NOW, ZoneInfo("UTC")) == "today at 23:30"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=40), "in 1 minute"),
        (25 * MINUTE, "in 25 minutes"),
        (119 * MINUTE, "in 119 minutes"),
        (2 * HOUR, "in 2 hours"),
        (4 * HOUR, "in 4 hours"),
        (24 * HOUR, "in 24 hours"),
        (3 * DAY, "in 3 days"),
        (28 * DAY, "in 4 weeks"),
        (-25 * MINUTE, "25 minutes ago"),
        (-2 * DAY, "2 days ago"),
    ],
)
def test_how_far_off_a_moment_is(ahead: timedelta, said: str) -> None:
    assert how_long(NOW + ahead, NOW) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "0 minutes"),
        (MINUTE, "1 minute"),
        (15 * MINUTE, "15 minutes"),
        (90 * MINUTE, "1 hour 30 minutes"),
        (2 * HOUR, "2 hours"),
        (DAY + HOUR, "1 day 1 hour"),
        (7 * DAY, "7 days"),
    ],
)
def test_how_long_something_lasts(span: timedelta, said: str) -> None:
    assert lasting(span) == said


def rule(*at: str, days: frozenset[int] = EVERY_DAY, **dates: date) -> Rule:
    return Rule(tuple(map(time.fromisoformat, at)), days, **dates)


@pytest.mark.parametrize(
    ("it", "said"),
    [
        (rule("10:30"), "at 10:30, every day"),
        (
            rule("10:30", "15:00", days=frozenset(range(5)), until=date(2026, 12, 31)),
            "at 10:30 and 15:00, Monday to Friday, until 31 December 2026",
        ),
        (rule("09:00", "11:00", "13:00", "15:00", "17:00"), "every 2 hours from 09:00 to 17:00, every day"),
        (rule("09:00", "10:00", "11:00"), "every hour from 09:00 to 11:00, every day"),
        (rule("09:00", "10:30", "12:00"), "every 1 hour 30 minutes from 09:00 to 12:00, every day"),
        (rule("09:00", "10:00", "12:00"), "at 09:00, 10:00 and 12:00, every day"),
        (
            rule("09:00", "10:00", "12:00", "13:00", "15:00", "16:00", "18:00"),
            "at 7 times from 09:00 to 18:00, every day",
        ),
        (rule("10:30", days=frozenset((0, 2, 4))), "at 10:30, Monday, Wednesday and Friday"),
        (rule("10:30", days=frozenset((5, 6))), "at 10:30, Saturday and Sunday"),
        (rule("10:30", days=frozenset((3,))), "at 10:30, Thursday"),
        (rule("10:30", first=date(2027, 2, 1)), "at 10:30, every day, from 1 February 2027"),
    ],
)
def test_a_rule_in_words(it: Rule, said: str) -> None:
    assert in_words(it) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("18:00", "2026-11-25 18:00"),
        ("9:00", "2026-11-26 09:00"),
        ("14:35", "2026-11-26 14:35"),
        ("today 18:00", "2026-11-25 18:00"),
        ("tomorrow", "2026-11-26 00:00"),
        ("Tomorrow at 8:15", "2026-11-26 08:15"),
        ("friday", "2026-11-27 00:00"),
        ("wed", "2026-12-02 00:00"),
        ("monday 18:00", "2026-11-30 18:00"),
        ("2026-12-31", "2026-12-31 00:00"),
        ("2026-12-31 18:00", "2026-12-31 18:00"),
        ("2026-12-31T18:00", "2026-12-31 18:00"),
        ("2027-03-28 02:30", "2027-03-28 03:00"),
    ],
)
def test_a_moment_as_people_type_it(text: str, shown: str) -> None:
    moment = read_moment(text, NOW, BERLIN)

    assert moment.tzinfo is UTC
    assert f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}" == shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomorow", '"tomorow" is not a day; write "tomorrow"'),
        ("fryday", '"fryday" is not a day; write "friday"'),
        ("Montag", '"Montag" is not a day; write "monday"'),
        ("lunes", '"lunes" is not a day; write "monday"'),
        ("domenica", '"domenica" is not a day; write "sunday"'),
        ("Heute", '"Heute" is not a day; write "today"'),
        ("mañana", '"mañana" is not a day; write "tomorrow"'),
        ("later", '"later" is not a day; write it such as tomorrow, friday, 18:00 or 2026-12-31'),
        ("mon-fri", '"mon-fri" is not a day; write it such as tomorrow, friday, 18:00 or 2026-12-31'),
        ("", '"" is not a day; write it such as tomorrow, friday, 18:00 or 2026-12-31'),
        ("2026-02-30", "there is no 2026-02-30 in the calendar; write a day that there is"),
        ("tomorrow 25:00", '"25:00" is not a time of the day; an hour is 0 to 23'),
        ("25:00", '"25:00" is not a time of the day; an hour is 0 to 23'),
    ],
)
def test_what_is_no_moment_is_told_with_the_mend(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="; ") as raised:
        read_moment(text, NOW, BERLIN)

    assert str(raised.value) == said


@given(st.integers(1, 3660 * 24 * 60))
def test_what_is_said_of_a_span_is_read_as_that_span(minutes: int) -> None:
    assert read_span(lasting(minutes * MINUTE)) == minutes * MINUTE


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["mon", "tuesday", "Wed", "thu", "friday", "sat", "sunday"]),
)
def test_a_day_of_the_week_is_one_of_the_next_seven(today: date, word: str) -> None:
    day = read_day(word, today)

    assert today < day <= today + 7 * DAY
    assert f"{day:%A}".lower().startswith(word.lower())


@given(st.one_of(st.text(max_size=60), st.from_regex(r"\A[0-9a-z:.,T -]{1,20}\Z")))
def test_whatever_is_typed_means_something_or_is_an_error_with_a_mend(text: str) -> None:
    for read in (read_span, lambda typed: read_moment(typed, NOW, BERLIN)):
        try:
            read(text)
        except ValueError as error:
            assert "; " in str(error)  # noqa: PT017 - some texts do mean something
