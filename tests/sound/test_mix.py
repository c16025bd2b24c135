"""Sounds laid on a stream are found in any window of it, and added up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coach.sound.mix import FADE, Layout, Sounding, clipped, dropped, summed
from coach.time.units import Samples

places = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 2000)), max_size=12)


def laid(pairs: list[tuple[int, int]]) -> tuple[Sounding, ...]:
    return tuple(Sounding(Samples(start), np.full(count, 100, np.int16)) for start, count in pairs)


@given(places, st.integers(0, 7000), st.integers(1, 1000))
def test_a_window_holds_each_sound_that_is_heard_in_it_and_no_other(
    pairs: list[tuple[int, int]], at: int, count: int
) -> None:
    sounds = laid(pairs)

    within = Layout(sounds).within(at, count)

    assert {id(s) for s in within} == {id(s) for s in sounds if s.start < at + count and s.end > at}


@given(places, st.integers(0, 7000), st.integers(1, 1000))
def test_each_sample_of_a_window_is_the_sum_of_what_sounds_there(
    pairs: list[tuple[int, int]], at: int, count: int
) -> None:
    sounds = laid(pairs)

    total = summed(Layout(sounds).within(at, count), at, count)

    sounding = [sum(100 for s in sounds if s.start <= here < s.end) for here in range(at, at + count)]
    assert total.tolist() == sounding


def test_what_goes_on_in_the_new_plan_is_not_dropped() -> None:
    stays, goes = laid([(0, 5000), (100, 5000)])

    rest = dropped(Layout((stays, goes)), Layout((stays,)), 1000, 960)

    assert len(rest) == FADE
    assert rest[0] == 100
    assert rest[-1] == 0
    assert list(rest) == sorted(rest, reverse=True)


def test_nothing_goes_on_where_the_new_plan_moves_the_position() -> None:
    sounds = laid([(0, 5000)])

    rest = dropped(Layout(sounds), Layout(sounds, at=3000), 1000, 960)

    assert rest[0] == 100


def test_what_is_too_loud_is_held_below_full_scale() -> None:
    assert clipped(np.array([40_000, -40_000, 5], dtype=np.int32)).tolist() == [28212, -28212, 5]
