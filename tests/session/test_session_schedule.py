"""The scheduler's job comes with its number, and ends without a word."""

from queue import SimpleQueue

import pytest

from coach.session.events import Due, Input
from coach.session.schedule import Timer
from coach.units import Seconds


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_ending_just_as_a_job_runs_breaks_nothing_in_the_schedulers_thread() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()

    for number in range(30):
        timer = Timer(inbox.put)
        timer.arm(number, Seconds(0))
        came = inbox.get(timeout=30)
        timer.close()

        assert came == Due(number)
