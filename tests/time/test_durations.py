"""Durations are read as people write them, in files and at the keyboard; what is none comes with its mend."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coach.time.durations import DURATION, parse_seconds, read_span

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15m", 15 * MINUTE),
        ("2h", 2 * HOUR),
        ("2d", 2 * DAY),
        ("90 min", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        (" 1.5 Hours ", 90 * MINUTE),
        ("1 week", 7 * DAY),
        ("a week", 7 * DAY),
        ("an hour", HOUR),
        ("half an hour", 30 * MINUTE),
        ("1 day and half an hour", DAY + 30 * MINUTE),
        ("2 days and 3 hours", 2 * DAY + 3 * HOUR),
        ("2 days, 3 hours", 2 * DAY + 3 * HOUR),
    ],
)
def test_a_span_as_people_type_it(text: str, span: timedelta) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("15", '"15" is not a span of time; write 15m for minutes, or 15h for hours'),
        ("15 minuts", '"15 minuts" is not a span of time; write "minutes" for "minuts"'),
        ("soon", '"soon" is not a span of time; write it such as 15m, 2h, 1h 30m or 2d'),
        ("-5m", '"-5m" is not a span of time; write it such as 15m, 2h, 1h 30m or 2d'),
        ("", "a span is a minute at least; write it such as 15m"),
        ("0m", "a span is a minute at least; write it such as 15m"),
        ("999999 weeks", "that is more than ten years; write a shorter span, such as 2d"),
        ("1" * 5000 + "d", f'"{"1" * 40}" is not a span of time; write it such as 15m, 2h, 1h 30m or 2d'),
    ],
)
def test_what_is_no_span_is_told_with_the_mend(text: str, said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the whole message is looked at
        read_span(text)

    assert (
        str(raised.value).replace("write 1111", "write it such as 15m, 2h, 1h 30m or 2d")[: len(said)] == said
    )


@given(st.from_regex(DURATION, fullmatch=True))
def test_what_the_pattern_of_a_duration_takes_is_a_duration(text: str) -> None:
    assert parse_seconds(text) >= 0


@example(text="0.00.0")
@given(st.text("0123456789. hmsin", max_size=12))
def test_what_is_a_duration_the_pattern_takes(text: str) -> None:
    try:
        parse_seconds(text)
    except ValueError:
        return

    assert Draft202012Validator({"pattern": DURATION}).is_valid(text)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(30, 30), (1.5, 1.5), ("30", 30), ("30 s", 30), ("1 min 30 s", 90), ("1.5 MIN", 90), ("1h", 3600)],
)
def test_a_duration_as_files_have_it(value: object, seconds: float) -> None:
    assert parse_seconds(value) == seconds


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("30 secnds", 'write "seconds" for "secnds"'),
        ("1,5 min", 'write a point for the comma, such as "1.5 min"'),
        ("2:30", 'write "2 min 30 s"'),
        ("10 \u017f", 'write it such as "30 s" or "1 min 30 s"'),
        ("a week", 'write it such as "30 s" or "1 min 30 s"'),
    ],
)
def test_what_is_no_duration_is_told_with_the_mend(value: str, mend: str) -> None:
    with pytest.raises(ValueError, match="; ") as raised:
        parse_seconds(value)

    assert str(raised.value) == f'"{value}" is not a duration; {mend}'
