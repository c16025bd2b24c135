"""The recorder writes what a session tells, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.history.record import Recorder
from coach.history.store import Store
from coach.session.events import Answered, Ended, Event, Paused, Started, StepEnded, StepStarted
from coach.units import Samples, Seconds

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


def told(store: Store, *events: Event) -> Recorder:
    recorder = Recorder(store, Watch())
    for event in events:
        recorder(event)
    return recorder


def test_a_whole_session_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "coach.db") as store:
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

        [kept] = store.sessions()

    assert kept.id == recorder.session
    assert (kept.routine, kept.name, kept.planned, kept.finished) == ("desk-reset", "Desk reset", 2, True)
    assert (kept.began, kept.ended) == (START + timedelta(minutes=1), START + timedelta(minutes=4))
    assert kept.answers == {"pain_before": 4}
    assert [(s.title, s.worked, s.planned) for s in kept.steps] == [("Chin tuck", 9.0, 12.0)]


def test_a_session_that_was_stopped_can_be_gone_on_with(tmp_path: Path) -> None:
    with Store.open(tmp_path / "coach.db") as store:
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
    with Store.open(tmp_path / "coach.db") as store:
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
    with Store.open(tmp_path / "coach.db") as store:
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
    store = Store.open(tmp_path / "coach.db")
    recorder = told(store, Started(AT, "a", "A", ("one",)))
    store.close()

    with pytest.raises(CoachError):
        recorder(step(0))
