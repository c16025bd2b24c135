"""Work is counted in whole ones: what is left of it, what of it fits, and what it takes to last so long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import exercise, plan

from coach.cue.script import Script, StepChange
from coach.cue.sets import seconds_per_side
from coach.routine.lint import doses
from coach.routine.model import Breaths, Cadence, Category, DoseKeys, Hold, Holds, Reps, Sides, Time, Work
from coach.routine.plan.limits import LONGEST_TOUCH, limit
from coach.routine.plan.work import at_most, covering, left_of, length, more, shortened, unit
from coach.time.units import Samples, Seconds

S = Seconds
TEMPO = (S(3), S(0), S(3))
BREATH = (S(4), S(6))
works = st.one_of(
    st.builds(Reps, st.integers(1, 30), st.just(TEMPO)),
    st.builds(Hold, st.integers(8, 120).map(S)),
    st.builds(Holds, st.integers(1, 20), st.integers(2, 30).map(S), st.just(S(3))),
    st.builds(Time, st.integers(5, 300).map(S), st.just(S(4))),
    st.builds(Breaths, st.integers(1, 40), st.just(BREATH)),
    st.builds(Cadence, st.integers(1, 600), st.sampled_from([60.0, 100.0, 120.0])),
)


@pytest.mark.parametrize(
    ("work", "new", "elapsed", "left"),
    [
        (Reps(8, TEMPO), Reps(6, TEMPO), 17.9, Reps(4, TEMPO)),
        (Reps(8, TEMPO), Reps(2, TEMPO), 12.0, None),
        (Holds(6, S(5), S(3)), Holds(4, S(3), S(3)), 16.0, Holds(2, S(3), S(3))),
        (Breaths(10, BREATH), Breaths(6, (S(3), S(3))), 25.0, Breaths(4, (S(3), S(3)))),
        (Hold(S(30)), Hold(S(20)), 8.0, Hold(S(12))),
        (Hold(S(30)), Hold(S(20)), 19.5, None),
        (Time(S(60), None), Time(S(90), S(4)), 30.0, Time(S(60), S(4))),
        (Cadence(120, 60.0), Cadence(60, 60.0), 20.0, Cadence(40, 60.0)),
        (Hold(S(30)), Reps(6, TEMPO), 15.0, Reps(3, TEMPO)),
        (Reps(6, TEMPO), Holds(5, S(5), S(3)), 18.0, Holds(2, S(5), S(3))),
        (Time(S(60), None), Breaths(6, BREATH), 90.0, None),
    ],
)
def test_what_is_left_is_reckoned_in_what_both_count_else_as_a_share(
    work: Work, new: Work, elapsed: float, left: Work | None
) -> None:
    assert left_of(work, new, S(elapsed)) == left


@given(works, st.floats(0, 700))
def test_what_is_cut_to_fit_lasts_no_longer_unless_it_is_a_single_one(work: Work, most: float) -> None:
    cut = at_most(work, S(most))

    single = at_most(work, S(0))
    assert length(cut) <= max(most, length(single)) + 1e-6
    assert length(cut) <= length(work)


@given(works, st.floats(0, 700))
def test_what_is_left_is_rounded_to_the_nearest_whole_one(work: Work, by: float) -> None:
    left, wanted = shortened(work, S(by)), length(work) - by

    if left is None:
        assert wanted < 1
    elif isinstance(work, Hold | Time):
        assert length(left) == pytest.approx(wanted)
    else:
        pause = work.relax if isinstance(work, Holds) else 0
        near = abs(length(left) - wanted) <= unit(work) / 2 + pause + 1e-6
        assert near or length(left) == _of(work, 1)


@given(works, st.floats(1, 700))
def test_what_covers_a_duration_is_as_few_as_can_be(work: Work, duration: float) -> None:
    if isinstance(work, Hold | Time):
        return
    count = covering(work, S(duration))

    assert _of(work, count) >= duration - 1e-6
    assert count == 1 or _of(work, count - 1) < duration


def _of(work: Work, count: int) -> float:
    """Return how long so many of the work's repetitions, breaths or beats last."""
    match work:
        case Reps(_, tempo):
            return length(Reps(count, tempo))
        case Holds(_, hold, relax):
            return length(Holds(count, hold, relax))
        case Breaths(_, pattern):
            return length(Breaths(count, pattern))
        case Cadence(_, per_minute):
            return length(Cadence(count, per_minute))
    raise AssertionError(work)


def test_more_is_three_repetitions_or_fifteen_seconds_each_time() -> None:
    none = DoseKeys()

    assert more(Reps(8, TEMPO), 2, none) == Reps(14, TEMPO)
    assert more(Hold(S(20)), 2, none) == Hold(S(50))
    assert more(Breaths(6, BREATH), 2, none) == Breaths(10, BREATH)
    assert more(Cadence(100, 100.0), 2, none) == Cadence(150, 100.0)


@pytest.mark.parametrize("category", list(LONGEST_TOUCH))
def test_more_leads_to_the_longest_pressure_that_the_strict_check_allows_and_no_further(
    category: Category,
) -> None:
    pressed = exercise(DoseKeys(hold=S(LONGEST_TOUCH[category] - 10)), category=category)

    longest = more(Hold(S(LONGEST_TOUCH[category] - 10)), 5, limit(pressed))

    assert longest == Hold(S(LONGEST_TOUCH[category]))
    assert _said(category, LONGEST_TOUCH[category]) == []
    assert any("one place is pressed" in message for message in _said(category, LONGEST_TOUCH[category] + 1))


def _said(category: Category, seconds: float) -> list[str]:
    """Return what the strict check says of one place pressed so long."""
    pressed = exercise(DoseKeys(hold=S(seconds)), category=category)
    dose = plan(DoseKeys(hold=S(seconds))).tasks[0].as_written.dose
    return [message for _, message, _ in doses.dose_remarks(pressed, dose)]


@pytest.mark.parametrize(
    ("keys", "one_side"),
    [
        (DoseKeys(reps=8, sides=Sides.ALTERNATE), 6.0),
        (DoseKeys(reps=8, sides=Sides.EACH), 12.0),
        (DoseKeys(reps=1, hold=S(5), relax=S(30), sides=Sides.ALTERNATE), 6.0),
        (DoseKeys(reps=1, hold=S(5), relax=S(30)), 12.0),
    ],
)
def test_each_side_has_half_of_what_was_done_to_both_in_turn(keys: DoseKeys, one_side: float) -> None:
    part = Script(plan(keys)).step(0)[0]

    assert part.alternate == (keys.sides is Sides.ALTERNATE)
    assert seconds_per_side(part, Samples(12 * 48_000)) == one_side


def test_what_alternates_still_does_when_it_is_gone_on_with() -> None:
    script = Script(plan(DoseKeys(reps=8, sides=Sides.ALTERNATE)))
    part = script.step(0)[0]

    rest = script.rest_of_bout(0, StepChange(more=1), part, Samples(24 * 48_000))

    assert rest.alternate
    assert rest.work == Reps(11, TEMPO)
    assert rest.begun == S(12)
