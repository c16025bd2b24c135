"""Sleep, a stopped process and a clock that was set are told from each other, and from a busy machine."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.time.clock import JUMP, STOPPED, Clock, ClockChange, Reading, judge
from coach.time.units import Seconds

BEFORE = Reading(Seconds(100), 1_790_000_000.0, Seconds(250))
LOOK = 0.25
HOUR = 3600.0

passing = st.floats(0, STOPPED, allow_nan=False)
setting = st.floats(-1e6, 1e6).filter(lambda by: abs(by) > JUMP + 0.001)


def after(passed: float, *, set_by: float = 0, asleep: float = 0) -> Reading:
    """Return the reading so many seconds later; a machine asleep has a wall clock that goes on."""
    return Reading(
        Seconds(BEFORE.monotonic + passed),
        BEFORE.wall + passed + asleep + set_by,
        Seconds(BEFORE.boot + passed + asleep),
    )


def test_nothing_has_happened_between_two_looks() -> None:
    assert judge(BEFORE, after(LOOK)) == ClockChange()


def test_a_busy_machine_is_not_asleep() -> None:
    assert judge(BEFORE, after(4.9)) == ClockChange()


def test_a_machine_that_slept_has_slept_for_so_long() -> None:
    change = judge(BEFORE, after(LOOK, asleep=600))

    assert change.slept == pytest.approx(600)


def test_a_process_that_was_stopped_counts_as_asleep() -> None:
    change = judge(BEFORE, after(7.5))

    assert change.slept == pytest.approx(7.5)
    assert not change.jumped


@pytest.mark.parametrize("by", [HOUR, -HOUR, 0.021, -0.021])
def test_a_wall_clock_that_was_set_is_a_jump_and_no_sleep(by: float) -> None:
    assert judge(BEFORE, after(LOOK, set_by=by)) == ClockChange(jumped=True)


def test_a_clock_that_is_slewed_is_no_jump() -> None:
    assert judge(BEFORE, after(LOOK, set_by=0.0005)) == ClockChange()


@given(passing)
def test_however_long_a_look_takes_it_is_nothing(passed: float) -> None:
    assert judge(BEFORE, after(passed)) == ClockChange()


@given(passing, setting)
def test_setting_the_wall_clock_is_never_sleep(passed: float, by: float) -> None:
    assert judge(BEFORE, after(passed, set_by=by)) == ClockChange(jumped=True)


@given(passing, st.floats(1.001, 1e6))
def test_sleep_is_found_whatever_was_set_meanwhile(passed: float, asleep: float) -> None:
    still = judge(BEFORE, after(passed, asleep=asleep))
    set_meanwhile = judge(BEFORE, after(passed, asleep=asleep, set_by=HOUR))

    assert still.slept == pytest.approx(asleep, abs=0.001)
    assert set_meanwhile.slept == pytest.approx(asleep, abs=0.001)
    assert set_meanwhile.jumped


def test_the_machines_own_clocks_agree_with_each_other() -> None:
    clock = Clock()

    readings = [clock.read() for _ in range(100)]

    assert [r.monotonic for r in readings] == sorted(r.monotonic for r in readings)
    assert judge(readings[0], readings[-1]) == ClockChange()
    assert clock.monotonic() >= readings[-1].monotonic


def test_now_is_the_moment_in_the_zone_where_the_person_is() -> None:
    clock = Clock()

    now = clock.now()

    assert now.utcoffset() is not None
    assert abs(now - now.fromtimestamp(clock.read().wall).astimezone()) < timedelta(seconds=5)
