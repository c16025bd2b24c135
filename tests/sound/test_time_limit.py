"""A call that never answers is left behind; what it brings in the end is not lost."""

from queue import SimpleQueue
from threading import Event

import pytest

from coach.sound.time_limit import TookTooLong, within


def test_a_call_that_answers_in_time_gives_its_value() -> None:
    assert within(10, lambda: 3, "quick") == 3


def test_what_a_call_raises_is_raised() -> None:
    def fails() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        within(10, fails, "failing")


def test_a_call_that_takes_too_long_is_left_and_its_late_value_is_given_away() -> None:
    go_on, late = Event(), SimpleQueue[int]()

    def slow() -> int:
        go_on.wait(60)
        return 7

    with pytest.raises(TookTooLong) as caught:
        within(0.05, slow, "slow", late.put)
    still_there = caught.value.thread.is_alive()
    go_on.set()

    assert still_there
    assert late.get(timeout=60) == 7
    caught.value.thread.join(60)
    assert late.empty()
