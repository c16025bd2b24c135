"""The recorder writes what a session tells, and nothing else."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.history.recorder import Recorder
from coach.history.sessions import Sessions
from coach.session.events import Answered, Ended, Event, Paused, Started, StepEnded, StepStarted
from coach.time.units import Samples, Seconds

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
AT = Samples(0)


class Watch:
    """A clock that goes on a minute each time it is looked at."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def step(number: int, *, skipped: bool = False) -> StepEnded:
    return StepEnded(AT, number, "Chin tuck", "chin-tuck", Seconds(9), Seconds(12), skipped=skipped)


def told(store: Sessions, *events: Event) -> Recorder:
    recorder = Recorder(store, Watch())
    for event in events:
        recorder(event)
    return recorder


def test_a_whole_session_is_written(tmp_path: Path) -> None:
    with Sessions.open(tmp_path / "coach.db") as store:
        recorder = told(
            store,
            Answered(AT, "before anything began", 1),
            Started(AT, "desk-reset", "Desk reset", ("Chin tuck", "Rest")),
            Answered(AT, "pain_before", 4),
            StepStarted(AT, 0, "Chin tuck", "chin-tuck"),
            Paused(AT, "asked"),
            step(0),
            Answered(AT, "effort", None),
            Ended(AT, finished=True, exit_code=0),
        )

        [kept] = store.recent()

    assert kept.id == recorder.session
    assert (kept.routine, kept.name, kept.planned, kept.finished) == ("desk-reset", "Desk reset", 2, True)
    assert (kept.began, kept.ended) == (START + timedelta(minutes=2), START + timedelta(minutes=7))
    assert kept.answers == {"pain_before": 4}
    assert [(s.title, s.worked, s.planned) for s in kept.steps] == [("Chin tuck", 9.0, 12.0)]


def test_a_session_that_was_stopped_can_be_gone_on_with(tmp_path: Path) -> None:
    with Sessions.open(tmp_path / "coach.db") as store:
        told(
            store,
            Started(AT, "a", "A", ("one", "two", "three")),
            StepStarted(AT, 0, "one"),
            step(0),
            StepStarted(AT, 1, "two"),
            Ended(AT, finished=False, exit_code=130),
        )

        found = store.unfinished(START + timedelta(hours=1))

    assert found is not None
    assert found.resume_at == 1


@pytest.mark.parametrize(("at", "resumed"), [(1, 1), (2, 2)])
def test_the_step_in_which_a_session_was_stopped_is_the_one_to_go_on_with(
    tmp_path: Path, at: int, resumed: int
) -> None:
    with Sessions.open(tmp_path / "coach.db") as store:
        told(
            store,
            Started(AT, "a", "A", ("one", "two", "three")),
            StepStarted(AT, at, "one"),
            step(at, skipped=True),
            Ended(AT, finished=False, exit_code=0),
        )

        found = store.unfinished(START + timedelta(hours=1))

    assert found is not None
    assert found.resume_at == resumed


def test_a_step_that_was_left_for_the_next_is_not_gone_back_to(tmp_path: Path) -> None:
    with Sessions.open(tmp_path / "coach.db") as store:
        told(
            store,
            Started(AT, "a", "A", ("one", "two", "three")),
            StepStarted(AT, 0, "one"),
            step(0, skipped=True),
            StepStarted(AT, 1, "two"),
            step(1),
            Ended(AT, finished=False, exit_code=0),
        )

        found = store.unfinished(START + timedelta(hours=1))

    assert found is not None
    assert found.resume_at == 2


def test_trouble_of_the_store_reaches_whoever_told(tmp_path: Path) -> None:
    store = Sessions.open(tmp_path / "coach.db")
    recorder = told(store, Started(AT, "a", "A", ("one",)))
    store.close()

    with pytest.raises(CoachError):
        recorder(step(0))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Have another program write to the history meanwhile."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.execute("rollback")
        other.close()


def test_what_another_program_kept_from_being_written_is_written_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    with Sessions.open(path) as store:
        recorder = Recorder(store, Watch())
        with held(path):
            for event in (Started(AT, "a", "A", ("one", "two")), StepStarted(AT, 0, "one"), step(0)):
                recorder(event)
        recorder(StepStarted(AT, 1, "two"))
        recorder(Ended(AT, finished=False, exit_code=0))

        [kept] = store.recent()

    assert (kept.began, kept.ended) == (START + timedelta(minutes=1), START + timedelta(minutes=5))
    assert [(s.step, s.worked) for s in kept.steps] == [(0, Seconds(9))]
    assert kept.resume_at == 1


def test_an_answer_outlives_another_programs_writing(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    with Sessions.open(path) as store:
        recorder = told(store, Started(AT, "a", "A", ("one",)))
        with held(path):
            recorder(Answered(AT, "effort", 3))
        recorder(Ended(AT, finished=True, exit_code=0))

        [kept] = store.recent()

    assert kept.answers == {"effort": 3}


def test_at_the_end_a_history_that_is_held_is_trouble(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    with Sessions.open(path) as store:
        recorder = told(store, Started(AT, "a", "A", ("one",)))

        with held(path), pytest.raises(CoachError, match="Another program is writing to it"):
            recorder(Ended(AT, finished=True, exit_code=0))
