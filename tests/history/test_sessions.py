"""What was done is kept, whole, for its owner alone, whatever happens to the program or the file."""

import os
import sqlite3
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.errors import CoachError, UsageError
from coach.history.sessions import Sessions
from coach.session.events import StepEnded
from coach.time.units import Samples, Seconds

BERLIN = timezone(timedelta(hours=1))
MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN)
posix = pytest.mark.skipif(os.name != "posix", reason="modes and kills as POSIX has them")


def ended(step: int, *, worked: float = 20, skipped: bool = False) -> StepEnded:
    return StepEnded(
        Samples(0), step, f"Step {step}", "chin-tuck", Seconds(worked), Seconds(30), skipped, "easier"
    )


def test_a_session_is_told_as_it_was(store: Sessions) -> None:
    session = store.begin("desk-reset", "Desk reset", MORNING, planned=2)
    store.answer(session, "pain_before", 4)
    store.step_begun(session, 0, MORNING)
    store.step_done(session, ended(0), MORNING)
    store.step_done(session, ended(1, worked=1.5, skipped=True), MORNING)
    store.answer(session, "pain_after", 5)
    store.answer(session, "pain_after", 3)
    store.end(session, MORNING + timedelta(minutes=5), finished=True)

    [kept] = store.recent()

    assert (kept.id, kept.routine, kept.name, kept.day) == (
        session,
        "desk-reset",
        "Desk reset",
        date(2026, 3, 2),
    )
    assert (kept.began, kept.ended) == (MORNING, MORNING + timedelta(minutes=5))
    assert (kept.finished, kept.elsewhere, kept.planned) == (True, False, 2)
    assert kept.answers == {"pain_before": 4, "pain_after": 3}
    assert [(s.step, s.worked, s.planned, s.skipped, s.way) for s in kept.steps] == [
        (0, 20.0, 30.0, False, "easier"),
        (1, 1.5, 30.0, True, "easier"),
    ]
    assert kept.worked == 21.5


def test_the_day_is_the_one_where_the_person_was(store: Sessions) -> None:
    store.begin("a", "A", datetime(2026, 3, 3, 0, 20, tzinfo=BERLIN))

    assert store.recent()[0].day == date(2026, 3, 3), "in UTC it is still the second"


def test_sessions_come_latest_first_so_many_and_since_a_day(store: Sessions) -> None:
    for days in (0, 2, 1):
        store.begin(f"r{days}", "R", MORNING + timedelta(days=days))

    assert [s.routine for s in store.recent()] == ["r2", "r1", "r0"]
    assert [s.routine for s in store.recent(limit=1)] == ["r2"]
    assert [s.routine for s in store.recent(since=date(2026, 3, 3))] == ["r2", "r1"]


def test_the_last_unfinished_session_says_where_to_go_on(store: Sessions) -> None:
    session = store.begin("a", "A", MORNING, planned=9)
    store.step_done(session, ended(0), MORNING)
    store.step_done(session, ended(1), MORNING)
    store.end(session, MORNING, finished=False)

    found = store.unfinished(MORNING + timedelta(hours=1))

    assert found is not None
    assert (found.id, found.resume_at) == (session, 2)


def test_after_going_back_the_step_under_way_is_where_to_go_on(store: Sessions) -> None:
    session = store.begin("a", "A", MORNING, planned=9)
    store.step_done(session, ended(4, skipped=True), MORNING)
    store.step_begun(session, 3, MORNING)

    found = store.unfinished(MORNING)

    assert found is not None
    assert found.resume_at == 3


@pytest.mark.parametrize("case", ["finished", "finished later", "too old", "every step done", "elsewhere"])
def test_nothing_is_unfinished_that_is(store: Sessions, case: str) -> None:
    session = store.begin("a", "A", MORNING, planned=1)
    if case == "every step done":
        store.step_done(session, ended(0), MORNING)
    if case == "finished":
        store.end(session, MORNING, finished=True)
    if case == "finished later":
        store.end(store.begin("a", "A", MORNING), MORNING, finished=True)
    if case == "elsewhere":
        store.forget(session)
        store.add("a", "A", MORNING.date())
    hours = 12.1 if case == "too old" else 1

    assert store.unfinished(MORNING + timedelta(hours=hours)) is None


def test_twelve_hours_count_from_the_last_that_was_done(store: Sessions) -> None:
    session = store.begin("a", "A", MORNING, planned=9)
    store.step_done(session, ended(0), MORNING + timedelta(hours=2))

    assert store.unfinished(MORNING + timedelta(hours=13)) is not None


def test_a_routine_was_last_done_when_it_was_last_finished(store: Sessions) -> None:
    for days, finished in ((0, True), (1, True), (2, False)):
        at = MORNING + timedelta(days=days)
        store.end(store.begin("a", "A", at), at, finished=finished)
    store.add("b", "B", date(2026, 1, 5))

    done = store.last_done()

    assert done["a"] == MORNING + timedelta(days=1)
    assert done["b"].astimezone().date() == date(2026, 1, 5)


def test_the_morning_is_asked_about_once_a_day_and_only_after_another_day(store: Sessions) -> None:
    asked = [store.first_today_after_other_day(MORNING)]
    store.step_done(store.begin("a", "A", MORNING), ended(0), MORNING)
    asked.append(store.first_today_after_other_day(MORNING))
    next_day = MORNING + timedelta(days=1)
    asked.append(store.first_today_after_other_day(next_day))
    store.begin("a", "A", next_day)
    asked.append(store.first_today_after_other_day(next_day))

    assert asked == [False, False, True, False]


def test_a_session_in_which_nothing_was_done_is_no_last_time(store: Sessions) -> None:
    store.step_done(store.begin("a", "A", MORNING), ended(0, worked=0, skipped=True), MORNING)

    assert not store.first_today_after_other_day(MORNING + timedelta(days=1))


def test_what_is_forgotten_leaves_no_trace_in_any_file(database_path: Path) -> None:
    with Sessions.open(database_path) as store:
        kept = store.begin("kept", "Kept", MORNING)
        gone = store.begin("gone", "A-Secret-Name", MORNING)
        store.step_done(gone, ended(0), MORNING)
        store.answer(gone, "pain_before", 9)

        assert store.forget(gone) == 1
        left = b"".join(file.read_bytes() for file in database_path.parent.iterdir())

        assert b"A-Secret-Name" not in left
        assert [s.id for s in store.recent()] == [kept]
        assert store.forget() == 1
    with sqlite3.connect(database_path) as raw:
        assert raw.execute("select count(*) from step").fetchone() == (0,)
        assert raw.execute("select count(*) from answer").fetchone() == (0,)


def test_a_session_that_is_not_there_cannot_be_forgotten(store: Sessions) -> None:
    with pytest.raises(UsageError, match="no session 7"):
        store.forget(7)


def test_forgetting_says_so_where_another_program_keeps_the_traces(
    store: Sessions, database_path: Path
) -> None:
    store.begin("a", "A", MORNING)
    reader = sqlite3.connect(database_path, isolation_level=None)
    reader.execute("begin")
    reader.execute("select * from session").fetchall()

    with pytest.raises(CoachError, match="removed, but traces of it stay"):
        store.forget()

    reader.close()
    assert store.recent() == ()


def test_another_reader_sees_each_step_at_once_and_disturbs_nothing(
    store: Sessions, database_path: Path
) -> None:
    session = store.begin("a", "A", MORNING)
    with Sessions.open(database_path) as other:
        seen = []
        for number in range(3):
            store.step_done(session, ended(number), MORNING)
            seen.append(len(other.recent()[0].steps))

    assert seen == [1, 2, 3]


@posix
def test_a_killed_session_loses_no_step_that_had_ended(database_path: Path) -> None:
    code = f"""
import sys
from datetime import datetime
from pathlib import Path
from coach.history.sessions import Sessions
from coach.session.events import StepEnded
at = datetime.fromisoformat({MORNING.isoformat()!r})
store = Sessions.open(Path(sys.argv[1]))
session = store.begin("a", "A", at, planned=9)
for step in range(3):
    store.step_begun(session, step, at)
    store.step_done(session, StepEnded(0, step, "T", "", 5.0, 5.0, False), at)
store.step_begun(session, 3, at)
print("there", flush=True)
sys.stdin.read()
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(database_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"there\n"
        child.kill()
    with Sessions.open(database_path) as store:
        found = store.unfinished(MORNING)

    assert found is not None
    assert ([s.step for s in found.steps], found.resume_at, found.ended) == ([0, 1, 2], 3, None)
