"""The scheduler's job comes with its number, and ends without a word."""

import os
import subprocess
import sys
from queue import SimpleQueue

import pytest

from coach.session.inputs import Due, Input
from coach.session.part_timer import Timer
from coach.time.units import Seconds


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_ending_just_as_a_job_runs_breaks_nothing_in_the_schedulers_thread() -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()

    for number in range(30):
        timer = Timer(inbox.put)
        timer.arm(number, Seconds(0))
        came = inbox.get(timeout=30)
        timer.close()

        assert came == Due(number)


@pytest.mark.parametrize("zone", ["EST5EDT4,M3.2.0,M11.1.0", "Nowhere/Nothing", ""])
def test_a_job_comes_in_time_whatever_the_systems_zone_is(zone: str) -> None:
    code = (
        "from queue import SimpleQueue\n"
        "from coach.session.part_timer import Timer\n"
        "inbox = SimpleQueue()\n"
        "timer = Timer(inbox.put)\n"
        "timer.arm(7, 0.1)\n"
        "print(inbox.get(timeout=30))\n"
        "timer.close()\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ran.stdout, ran.stderr) == ("Due(generation=7)\n", "")
