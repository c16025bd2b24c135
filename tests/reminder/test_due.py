"""What has become of a reminder, and what holds it back, is said in one place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config.settings import Reminders
from coach.reminder.due import Settlement, Situation, holding_rule, let_go_in_a_row, may_speak, settle
from coach.reminder.journal.records import DoneSession, OccurrenceRecord, OccurrenceState
from coach.reminder.model import Presence, Reminder, Rule
from coach.time.units import Seconds

BERLIN = ZoneInfo("Europe/Berlin")
RULES = Reminders(
    speak="ask",
    quiet=None,
    snooze=Seconds(900),
    terminal="auto",
    chime=True,
    session=True,
    microphone=True,
    full_screen=True,
    do_not_disturb=True,
    away=True,
    done=True,
    move=True,
)
TWICE = Reminder("desk", Rule((time(10, 30), time(15))), routine="desk-reset")


def at(clock: str, day: int = 4) -> datetime:
    """A moment of March 2026 as Berlin's clocks show it; the 4th is a Wednesday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def wall(clock: str, day: int = 4) -> datetime:
    return at(clock, day).astimezone(BERLIN).replace(tzinfo=None)


def facts(now: str, since: str = "0:00", day: int = 4, **more: Any) -> Situation:  # noqa: ANN401 - any of its fields
    return Situation(now=at(now, day), zone=BERLIN, rules=RULES, since={"desk": at(since)}, **more)


def kept(clock: str, state: OccurrenceState, day: int = 4, **more: Any) -> OccurrenceRecord:  # noqa: ANN401 - the same
    return OccurrenceRecord("desk", wall(clock, day), at(clock, day), state, **more)


def done(clock: str, day: int = 4, *, finished: bool = True, elsewhere: bool = False) -> DoneSession:
    moment = at(clock, day)
    began = at("12:00", day) if elsewhere else moment - timedelta(minutes=5)
    return DoneSession("desk-reset", began, date(2026, 3, day), moment, finished, elsewhere)


def told(found: Settlement) -> Iterator[tuple[str, str, str]]:
    for each in sorted((*found.closed, *found.ready), key=lambda k: k.wall):
        yield f"{each.wall:%H:%M}", str(each.state), each.why


def test_one_comes_at_its_time_and_not_before() -> None:
    early = settle([TWICE], facts("10:29"))
    due = settle([TWICE], facts("10:30"))

    assert list(told(early)) == []
    assert [each.wall for each in due.ready] == [wall("10:30")]


def test_one_that_has_come_does_not_come_again() -> None:
    found = settle([TWICE], facts("10:31", records=[kept("10:30", OccurrenceState.SHOWN, shown=at("10:30"))]))

    assert list(told(found)) == []


def test_of_several_that_were_slept_through_one_comes() -> None:
    every = replace(TWICE, rule=Rule(tuple(time(hour) for hour in range(8, 20))))

    found = settle([every], facts("15:10"))

    assert [f"{each.wall:%H:%M}" for each in found.ready] == ["15:00"]
    assert [(f"{each.wall:%H:%M}", each.why) for each in found.closed][-3:] == [
        ("12:00", "coach was not running, the computer was asleep, or its clock was set"),
        ("13:00", "coach was not running, the computer was asleep, or its clock was set"),
        ("14:00", "a later one came"),
    ]


def test_one_that_is_no_longer_useful_is_missed() -> None:
    inside = settle([TWICE], facts("17:00", since="12:00"))
    outside = settle([TWICE], facts("17:01", since="12:00"))

    assert len(inside.ready) == 1
    assert list(told(outside)) == [
        ("15:00", "missed", "coach was not running, the computer was asleep, or its clock was set")
    ]


def test_its_own_window_counts() -> None:
    patient = replace(TWICE, window=timedelta(hours=6))

    assert len(settle([patient], facts("20:59", since="12:00")).ready) == 1
    assert len(settle([patient], facts("21:01", since="12:00")).ready) == 0


@pytest.mark.parametrize(
    ("did", "came"),
    [
        (done("9:00"), False),
        (done("10:29"), False),
        (done("9:00", finished=False), True),
        (done("22:00", day=3), True),
        (done("10:10", elsewhere=True), False),
    ],
)
def test_done_early_on_its_day_it_does_not_come(did: DoneSession, came: bool) -> None:
    found = settle([TWICE], facts("10:30", sessions=[did]))

    assert bool(found.ready) is came
    assert came or list(told(found)) == [("10:30", "done", "you had done it already")]


@pytest.mark.parametrize(
    ("clock", "came"), [("10:40", True), ("12:40", True), ("12:50", False), ("14:59", False)]
)
def test_what_was_done_counts_for_the_nearer_of_two(clock: str, came: bool) -> None:
    first = kept("10:30", OccurrenceState.STARTED)

    found = settle([TWICE], facts("15:00", since="11:00", records=[first], sessions=[done(clock)]))

    assert bool(found.ready) is came


def test_what_was_done_yesterday_evening_does_not_count_for_the_morning() -> None:
    found = settle([replace(TWICE, rule=Rule((time(6),)))], facts("6:00", sessions=[done("19:00", day=3)]))

    assert len(found.ready) == 1


def test_what_is_added_by_hand_counts_on_its_own_day_only() -> None:
    yesterday = DoneSession("desk-reset", at("12:00", 3), date(2026, 3, 3), at("10:20"), True, True)

    assert len(settle([TWICE], facts("10:30", sessions=[yesterday])).ready) == 1


def test_any_routine_of_its_category_counts() -> None:
    of_kind = Reminder("desk", TWICE.rule, category="stretches")
    known = {"stretches": frozenset(("desk-reset",))}

    found = settle([of_kind], facts("10:30", sessions=[done("10:00")], in_category=lambda c: known[c]))

    assert list(told(found)) == [("10:30", "done", "you had done it already")]


def test_another_routine_does_not_count() -> None:
    other = replace(done("10:00"), routine="gentle-start")

    assert len(settle([TWICE], facts("10:30", sessions=[other])).ready) == 1


def test_doing_it_answers_one_that_was_shown() -> None:
    shown = kept("10:30", OccurrenceState.SHOWN, shown=at("10:31"))
    begun = DoneSession("desk-reset", at("10:40"), date(2026, 3, 4), at("10:41"), False, False)

    found = settle([TWICE], facts("10:42", since="10:30", records=[shown], sessions=[begun]))

    assert list(told(found)) == [("10:30", "started", "you began it yourself")]


def test_one_that_nobody_answers_is_let_go_after_its_window_or_when_the_next_comes() -> None:
    shown = kept("10:30", OccurrenceState.SHOWN, shown=at("10:31"))
    patient = replace(TWICE, window=timedelta(hours=8))

    after = settle([TWICE], facts("12:32", since="10:30", records=[shown]))
    later = settle([patient], facts("15:00", since="10:30", records=[shown]))

    assert list(told(after)) == [("10:30", "ignored", "nothing was answered")]
    assert list(told(later)) == [("10:30", "ignored", "the next one came"), ("15:00", "waiting", "")]


def test_paused_ones_do_not_come() -> None:
    for pauses in ({"": None}, {"desk": at("11:00")}, {"desk": None}):
        found = settle([TWICE], facts("10:30", pauses=pauses))

        assert list(told(found)) == [("10:30", "skipped", "it was paused")]


def test_a_pause_that_is_over_or_of_another_holds_nothing() -> None:
    for pauses in ({"desk": at("10:30")}, {"other": None}):
        assert len(settle([TWICE], facts("10:30", pauses=pauses)).ready) == 1


def test_a_snoozed_one_comes_again_at_its_new_time() -> None:
    snoozed = replace(kept("10:30", OccurrenceState.SNOOZED), due=at("10:45"))

    assert list(told(settle([TWICE], facts("10:44", since="10:30", records=[snoozed])))) == []
    assert len(settle([TWICE], facts("10:45", since="10:30", records=[snoozed])).ready) == 1


def test_a_snooze_past_midnight_comes_on_the_next_day() -> None:
    late = Reminder("desk", Rule((time(23, 50),)), routine="desk-reset")
    snoozed = OccurrenceRecord("desk", wall("23:50"), at("0:20", 5), OccurrenceState.SNOOZED)

    assert len(settle([late], facts("0:20", since="23:50", day=5, records=[snoozed])).ready) == 1


def test_one_that_a_crash_left_about_to_be_shown_comes_once_more_only() -> None:
    first = kept("10:30", OccurrenceState.FIRING, tries=1)

    again = settle([TWICE], facts("10:31", since="10:30", records=[first]))
    enough = settle([TWICE], facts("10:31", since="10:30", records=[replace(first, tries=2)]))

    assert [each.state for each in again.ready] == [OccurrenceState.FIRING]
    assert list(told(enough)) == [("10:30", "shown", "it may have come: coach had to start anew")]


def test_what_is_open_of_a_reminder_that_was_removed_is_over() -> None:
    found = settle(
        [],
        facts(
            "10:31", records=[kept("10:30", OccurrenceState.SHOWN), kept("10:31", OccurrenceState.WAITING)]
        ),
    )

    why = "the reminder was removed"
    assert list(told(found)) == [("10:30", "dismissed", why), ("10:31", "missed", why)]


@pytest.mark.parametrize(
    ("around", "rule"),
    [
        (Presence(), None),
        (
            Presence(locked=False, full_screen=False, microphone=False, undisturbed=False, idle=Seconds(0)),
            None,
        ),
        (Presence(session=True), "session"),
        (Presence(undisturbed=True), "do_not_disturb"),
        (Presence(microphone=True), "microphone"),
        (Presence(full_screen=True), "full_screen"),
        (Presence(idle=Seconds(299)), None),
        (Presence(idle=Seconds(300)), "away"),
        (Presence(locked=True), "away"),
    ],
)
def test_each_rule_holds_it_back_and_can_be_turned_off(around: Presence, rule: str | None) -> None:
    waiting, here = kept("10:30", OccurrenceState.WAITING), facts("10:31")

    assert holding_rule(waiting, around, here) == rule
    if rule is not None:
        switched: dict[str, Any] = {rule: False}
        off = replace(here, rules=replace(RULES, **switched))
        assert holding_rule(waiting, around, off) is None


@pytest.mark.parametrize(
    ("clock", "quiet", "held"),
    [
        ("21:59", (time(22), time(7)), False),
        ("22:00", (time(22), time(7)), True),
        ("3:00", (time(22), time(7)), True),
        ("7:00", (time(22), time(7)), False),
        ("13:30", (time(13), time(14)), True),
        ("22:00", None, False),
    ],
)
def test_quiet_hours_hold_it_back_past_midnight_too(
    clock: str, quiet: tuple[time, time] | None, held: bool
) -> None:
    here = replace(facts(clock), rules=replace(RULES, quiet=quiet))

    assert (holding_rule(kept(clock, OccurrenceState.WAITING), Presence(), here) == "quiet") is held


def test_it_waits_for_a_person_who_is_away_for_an_hour_at_most() -> None:
    waiting, away = kept("10:30", OccurrenceState.WAITING), Presence(idle=Seconds(4000))

    assert holding_rule(waiting, away, facts("11:29")) == "away"
    assert holding_rule(waiting, away, facts("11:30")) is None


@pytest.mark.parametrize(
    ("speak", "own", "around", "shown", "spoken"),
    [
        ("ask", None, Presence(), True, False),
        ("ask", None, Presence(), False, True),
        ("yes", None, Presence(), True, True),
        ("no", None, Presence(), False, False),
        ("no", True, Presence(), True, True),
        ("yes", False, Presence(), False, False),
        ("yes", None, Presence(full_screen=True), True, False),
        ("yes", None, Presence(full_screen=True), False, True),
        ("yes", True, Presence(locked=True), True, False),
        ("yes", True, Presence(locked=True), False, False),
        ("yes", True, Presence(microphone=True), False, False),
        ("yes", True, Presence(idle=Seconds(600)), True, False),
    ],
)
def test_it_speaks_only_where_it_may(
    speak: Literal["ask", "yes", "no"], own: bool | None, around: Presence, shown: bool, spoken: bool
) -> None:
    reminder = replace(TWICE, speak=own)

    assert may_speak(reminder, replace(RULES, speak=speak), around, shown=shown) is spoken


def test_those_let_go_in_a_row_are_counted_since_it_was_asked() -> None:
    gone = [
        kept("15:00", OccurrenceState.IGNORED),
        kept("10:30", OccurrenceState.DISMISSED),
        kept("15:00", OccurrenceState.IGNORED, day=3),
    ]

    assert let_go_in_a_row(gone, None) == 3
    assert let_go_in_a_row(gone, at("12:00")) == 1
    assert let_go_in_a_row([kept("15:00", OccurrenceState.STARTED), *gone], None) == 0


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=12, unique=True),
    st.lists(st.integers(1, 1000), min_size=1, max_size=12),
)
def test_however_seldom_it_looks_each_occurrence_ends_once_and_one_at_most_comes_at_a_time(
    clocks: list[tuple[int, int]], steps: list[int]
) -> None:
    reminder = Reminder("desk", Rule(tuple(sorted(time(*clock) for clock in clocks))), routine="desk-reset")
    now, known = at("0:00"), dict[datetime, OccurrenceRecord]()
    came: list[OccurrenceRecord] = []
    start = now
    for step in steps:
        looked, now = now, now + timedelta(minutes=step)
        here = Situation(now, BERLIN, RULES, {"desk": looked}, tuple(known.values()))
        found = settle([reminder], here)
        assert len(found.ready) <= 1
        shown = [replace(each, state=OccurrenceState.SHOWN, shown=now) for each in found.ready]
        came += shown
        known |= {each.wall: each for each in (*found.closed, *shown)}

    due = [
        moment
        for day in range((now - start).days + 2)
        for clock in reminder.rule.at
        if start < (moment := at(f"{clock.hour}:{clock.minute}") + timedelta(days=day)) <= now
    ]
    assert len(known) == len(due)
    assert len({each.wall for each in came}) == len(came)
