"""A device plays if it takes half a second of sound as fast as time passes; filling buffers is not enough."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sound.pace import Pace
from coach.time.units import RATE

MS = RATE // 1000

Pulls = list[tuple[float, int]]


def judged(pulls: Iterable[tuple[float, int]]) -> float | None:
    """Return when the device was last steady: each pull has its moment and its milliseconds of sound."""
    pace = Pace(0.0)
    for now, milliseconds in pulls:
        pace.note_pull(milliseconds * MS, now)
    return pace.steady_at


def every(
    apart: float, milliseconds: int, *, since: float = 0.0, seconds: float = 2.0
) -> list[tuple[float, int]]:
    return [(since + apart * n, milliseconds) for n in range(round(seconds / apart))]


@pytest.mark.parametrize("period", [5, 10, 20, 50, 100, 200, 400])
def test_a_device_that_pulls_in_time_is_steady_whatever_its_period(period: int) -> None:
    steady = judged(every(period / 1000, period, seconds=1.2))

    assert steady is not None
    assert 0.5 <= steady <= 1.2


def test_a_server_that_fills_its_buffers_and_stands_still_for_a_second_is_steady_once_it_goes_on() -> None:
    filling = [(0.001 * n, 20) for n in range(5)]

    assert judged(filling) is None
    assert judged([*filling, *every(0.02, 20, since=0.98)]) is not None


@given(st.lists(st.floats(0, 0.06), min_size=100, max_size=100))
def test_a_busy_machine_that_delays_each_pull_a_little_does_not_hide_a_steady_pace(
    delays: list[float],
) -> None:
    pulls = [(at + late, count) for (at, count), late in zip(every(0.02, 20), delays, strict=True)]

    assert judged(sorted(pulls)) is not None


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [(0.0, 2000)],
        [(0.001 * n, 20) for n in range(100)],
        every(0.9, 20, seconds=9),
        every(0.02, 5, seconds=4),
        every(0.02, 200, seconds=4),
    ],
    ids=["nothing", "one large block", "a buffer filled at once", "a drop a second", "a quarter", "a race"],
)
def test_a_device_that_takes_nothing_too_little_or_too_much_is_not_steady(
    pulls: list[tuple[float, int]],
) -> None:
    assert judged(pulls) is None


@pytest.mark.parametrize(
    ("pulls", "moves"),
    [
        (every(0.1, 40), True),
        (every(0.1, 300), True),
        (every(0.9, 20, seconds=9), False),
        (every(0.02, 200), False),
    ],
    ids=["a starved machine", "one that catches up", "a drop a second", "a race"],
)
def test_a_pace_that_can_be_listened_to_need_not_be_steady(pulls: Pulls, *, moves: bool) -> None:
    pace = Pace(0.0)
    for now, milliseconds in pulls:
        pace.note_pull(milliseconds * MS, now)

    assert pace.steady_at is None
    assert (pace.moved_at is not None) == moves


def test_when_it_was_last_steady_tells_one_that_stopped_from_one_that_goes_on() -> None:
    stopped = judged([*every(0.02, 20, seconds=2), *every(0.9, 20, since=2, seconds=8)])

    assert stopped is not None
    assert stopped <= 2
