"""The one job, by the real APScheduler: in its time, only the last one armed, and an end at any time."""

from queue import Empty, SimpleQueue
from threading import enumerate as enumerate_threads

import pytest

from coach.session.inputs import Due, Input
from coach.session.part_timer import Timer
from coach.time.clock import Clock
from coach.time.units import Seconds

pytestmark = pytest.mark.usefixtures("in_real_time")

PATIENCE = 60
EARLY_S = 0.05
LATE_S = 5


def came(inbox: "SimpleQueue[Input]", within: float = PATIENCE) -> list[Input]:
    """Return everything that comes until nothing has for a while."""
    found: list[Input] = []
    try:
        found.append(inbox.get(timeout=within))
        while True:
            found.append(inbox.get(timeout=0.5))
    except Empty:
        return found


def test_a_job_comes_in_its_time() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer, clock = Timer(inbox.put), Clock()
    timer.arm(1, Seconds(0))
    inbox.get(timeout=PATIENCE)
    began = clock.monotonic()

    timer.arm(2, Seconds(0.4))
    found = inbox.get(timeout=PATIENCE)
    after = clock.monotonic() - began
    timer.close()

    assert found == Due(2)
    assert 0.4 - EARLY_S < after < LATE_S


def test_a_job_armed_while_the_scheduler_starts_is_not_lost() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()

    timer = Timer(inbox.put)
    timer.arm(7, Seconds(0.01))
    found = came(inbox)
    timer.close()

    assert found == [Due(7)]


@pytest.mark.parametrize("_", range(5))
def test_the_last_job_armed_before_the_scheduler_has_started_is_the_one_that_comes(_: int) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer, armed = Timer(inbox.put), 1

    timer.arm(armed, Seconds(0.3))
    while any(thread.name == "scheduler start" for thread in enumerate_threads()):
        armed += 1
        timer.arm(armed, Seconds(0.3))
    found = came(inbox)
    timer.close()

    assert found == [Due(armed)]


def test_only_the_job_armed_last_comes() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer = Timer(inbox.put)

    for generation in range(1, 21):
        timer.arm(generation, Seconds(0.5))
    timer.arm(21, Seconds(0.3))
    found = came(inbox)
    timer.close()

    assert found == [Due(21)]


def test_a_time_that_is_over_is_due_at_once() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer = Timer(inbox.put)

    timer.arm(3, Seconds(-12.5))
    found = came(inbox)
    timer.close()

    assert found == [Due(3)]


def test_a_job_comes_once_and_the_next_one_can_be_armed() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer = Timer(inbox.put)

    timer.arm(1, Seconds(0))
    first = came(inbox)
    timer.arm(2, Seconds(0))
    second = came(inbox)
    timer.close()

    assert (first, second) == ([Due(1)], [Due(2)])


@pytest.mark.parametrize("armed", [False, True])
def test_it_can_be_ended_while_it_starts(armed: bool) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()

    timer = Timer(inbox.put)
    if armed:
        timer.arm(1, Seconds(60))
    timer.close()

    assert inbox.empty()


def test_nothing_comes_after_the_end() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    timer = Timer(inbox.put)
    timer.arm(1, Seconds(0))
    inbox.get(timeout=PATIENCE)

    timer.arm(2, Seconds(0.2))
    timer.close()

    assert came(inbox, within=1) == []
