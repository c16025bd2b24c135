"""Doses written in layers become one dose; easier never asks more, and more never passes the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import exercise, plan

from coach.routine.model import (
    Breaths,
    Cadence,
    Category,
    Dose,
    DoseKeys,
    Hold,
    Holds,
    Reps,
    Sides,
    Time,
    Work,
)
from coach.routine.plan.limits import capped, limit
from coach.routine.plan.resolve import Unfit, resolve
from coach.routine.plan.work import length, more
from coach.time.units import Seconds

S = Seconds


def resolved(*layers: DoseKeys, category: Category = Category.STRETCHES) -> Dose:
    dose = resolve(layers, category)
    assert isinstance(dose, Dose)
    return dose


def test_six_repetitions_of_a_held_exercise_are_six_holds() -> None:
    assert resolved(DoseKeys(hold=S(30)), DoseKeys(reps=6)).work == Holds(6, S(30), S(3))


def test_repetitions_have_a_slower_return_in_strengthening() -> None:
    keys = DoseKeys(reps=10)

    assert resolved(keys).work == Reps(10, (S(3), S(0), S(3)))
    assert resolved(keys, category=Category.STRENGTHENING).work == Reps(10, (S(2), S(1), S(3)))


def test_a_duration_over_repetitions_is_as_many_whole_ones_as_cover_it() -> None:
    assert resolved(DoseKeys(reps=10), DoseKeys(duration=S(20))).work == Reps(4, (S(3), S(0), S(3)))


def test_a_hold_given_in_a_step_in_place_of_repetitions_is_one_hold() -> None:
    assert resolved(DoseKeys(reps=10), DoseKeys(hold=S(20))).work == Hold(S(20))


def test_a_short_single_hold_is_counted_as_a_repeated_one() -> None:
    assert resolved(DoseKeys(hold=S(5))).work == Holds(1, S(5), S(3))


def test_breaths_and_beats_are_rounded_up_to_whole_ones() -> None:
    assert resolved(DoseKeys(breath=(S(4), S(6)), duration=S(61))).work == Breaths(7, (S(4), S(6)))
    assert resolved(DoseKeys(cadence=100, duration=S(60.1))).work == Cadence(101, 100)
    assert resolved(DoseKeys(cadence=100, duration=S(60))).work == Cadence(100, 100)


def test_repetitions_of_something_that_goes_by_time_are_a_problem_with_its_mend() -> None:
    trouble = resolve([DoseKeys(duration=S(60)), DoseKeys(reps=6)], Category.MASSAGE)

    assert isinstance(trouble, Unfit)
    assert trouble.key == "reps"
    assert "duration" in trouble.mend


def test_strokes_can_be_counted_where_a_stroke_has_a_length() -> None:
    work = resolved(DoseKeys(duration=S(60), stroke=S(4)), DoseKeys(reps=6)).work

    assert work == Time(S(24), S(4))


def test_a_single_hold_cannot_alternate_so_each_side_has_its_own() -> None:
    assert resolved(DoseKeys(hold=S(20), sides=Sides.ALTERNATE)).sides is Sides.EACH


works = st.one_of(
    st.builds(Reps, st.integers(1, 30), st.sampled_from([(S(3), S(0), S(3)), (S(2), S(1), S(3))])),
    st.builds(Hold, st.integers(8, 120).map(S)),
    st.builds(Holds, st.integers(1, 20), st.integers(2, 30).map(S), st.just(S(3))),
    st.builds(Time, st.integers(5, 300).map(S), st.just(S(4))),
    st.builds(Breaths, st.integers(1, 40), st.just((S(4), S(6)))),
    st.builds(Cadence, st.integers(1, 600), st.sampled_from([60.0, 100.0, 120.0])),
)


@given(works, works)
def test_the_easier_way_never_asks_more_than_it_replaces(easier: Work, replaced: Work) -> None:
    def whole(work: Work) -> Dose:
        return Dose(work, 2, S(30), S(5), Sides.NONE, None, ())

    got = capped(whole(easier), whole(replaced))

    one = 1 if isinstance(easier, Hold | Time) else length(_single(easier))
    assert length(got.work) <= max(length(replaced), one) + 1e-6


def _single(work: Work) -> Work:
    match work:
        case Reps(_, tempo):
            return Reps(1, tempo)
        case Breaths(_, pattern):
            return Breaths(1, pattern)
        case Cadence(_, per_minute):
            return Cadence(1, per_minute)
        case Holds(_, hold, relax):
            return Holds(1, hold, relax)
    return work


@given(works, st.integers(0, 40))
def test_more_is_never_less_and_never_past_twice_the_own_dose(work: Work, times: int) -> None:
    within = DoseKeys(reps=20, hold=S(60), duration=S(120))

    got = more(work, times, within)

    assert length(got) >= length(work)
    if length(got) > length(work):
        match got:
            case Reps(reps) | Holds(reps):
                assert reps <= 20
            case Hold(hold):
                assert hold <= 60
            case Time(duration):
                assert duration <= 120
            case Cadence():
                assert got.beats <= 20
            case Breaths(breaths):
                assert breaths <= 20


@pytest.mark.parametrize(
    ("category", "seconds"),
    [(Category.TRIGGER_POINTS, 90), (Category.ACUPRESSURE, 120), (Category.POSTURE, 140)],
)
def test_pressure_has_a_limit_of_its_own(category: Category, seconds: int) -> None:
    assert limit(exercise(DoseKeys(hold=S(70)), category=category)).hold == S(seconds)


def test_a_plan_gives_the_rest_before_an_exercise_to_its_words() -> None:
    task = plan(DoseKeys(reps=4)).tasks[0]

    assert task.title == "Reach"
    assert task.as_written.dose.work == Reps(4, (S(3), S(0), S(3)))
