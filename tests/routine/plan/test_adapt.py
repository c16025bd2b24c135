"""What is chosen, and what is left out of a session that must be shorter or do without something."""

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from written import HERE, exercise

from coach.cue.estimate import estimate
from coach.cue.full_timeline import total
from coach.cue.script import Script, TellingOptions
from coach.language import rates
from coach.routine.library.suggest import least_recent, reason_for
from coach.routine.model import Category, Do, DoseKeys, Exercise, Level, Round, Routine, VariantKeys
from coach.routine.plan.adapt import fit, within, without
from coach.routine.plan.plan import Plan, Task, build
from coach.time.units import seconds


@dataclass(frozen=True)
class Entry:
    id: str
    name: str


EXERCISES: dict[str, Exercise] = {
    "warm-up": replace(exercise(DoseKeys(reps=8, sets=2)), id="warm-up", name="Warm-up"),
    "row": replace(
        exercise(DoseKeys(reps=10, sets=3)),
        id="row",
        name="Row",
        equipment=(("resistance band",),),
        easier=VariantKeys(exercise="squeeze"),
    ),
    "pull": replace(exercise(DoseKeys(reps=10, sets=3)), id="pull", name="Pull", equipment=(("band",),)),
    "press": replace(
        exercise(DoseKeys(reps=10)), id="press", name="Press", equipment=(("tennis ball", "rolled sock"),)
    ),
    "squeeze": replace(exercise(DoseKeys(reps=6)), id="squeeze", name="Squeeze"),
    "close": replace(exercise(DoseKeys(reps=4, sets=2)), id="close", name="Close"),
}


def planned(*steps: Do | Round) -> Plan:
    routine = Routine("test", "Test", Category.STRENGTHENING, Level.GENTLE, 10, steps, HERE)
    return build(routine, EXERCISES.__getitem__)


def do(name: str, *, optional: bool = False) -> Do:
    return Do(name, HERE, optional=optional)


def minutes(plan: Plan) -> float:
    return seconds(total(Script(plan, TellingOptions()), estimate(rates.USUAL))) / 60


LONG = planned(
    do("warm-up"),
    do("row"),
    Round(3, (do("squeeze"),), HERE),
    do("press", optional=True),
    do("close"),
)


def test_the_routine_done_longest_ago_is_chosen_and_one_never_done_before_all() -> None:
    entries = [Entry("a", "A"), Entry("b", "B")]
    today = date(2026, 3, 10)
    done = {"a": date(2026, 3, 1), "b": date(2026, 3, 9)}

    assert least_recent(entries, done) == entries[0]
    assert reason_for(entries[0], done["a"], today) == "A: of these it is the longest since, 9 days ago."
    assert least_recent(entries, {"a": today}) == entries[1]
    assert reason_for(entries[1], None, today) == "B: you have not done it yet."


def test_without_a_band_another_way_is_taken_or_the_step_is_left_out() -> None:
    plan = without(planned(do("warm-up"), do("row"), do("pull"), do("close")), ["band"])

    assert [task.title for task in plan.tasks] == ["Warm-up", "Squeeze", "Close"]
    assert plan.left_out == (
        "Squeeze comes in place of Row, which needs resistance band.",
        "Pull is left out: it needs band.",
    )


def test_a_thing_with_a_stand_in_is_not_lacking() -> None:
    assert without(planned(do("press")), ["tennis ball"]).left_out == ()
    assert without(planned(do("press")), ["tennis ball", "sock"]).tasks == ()


def test_a_thing_that_nothing_needs_is_told_so_that_a_wrong_name_is_noticed() -> None:
    plan = without(planned(do("press"), do("pull")), ["bnad", "rolled sock"])

    assert plan.left_out == ("Nothing in Test needs 'bnad'.",)
    assert len(plan.steps) == 2


def test_rounds_and_sets_go_before_any_step_and_the_first_and_last_stay_whole() -> None:
    rounds_gone = fit(LONG, minutes(LONG) - 0.5, minutes)
    shortest = fit(LONG, 0.5, minutes)

    assert rounds_gone.left_out == ("Fewer rounds.",)
    assert [task.title for task in shortest.tasks] == ["Warm-up", "Row", "Squeeze", "Close"]
    assert [task.as_written.dose.sets for task in shortest.tasks] == [2, 1, 1, 2]
    assert shortest.left_out[-1].startswith(
        "0.5 minutes is too short for this routine: it still takes about "
    )


def test_a_plan_that_fits_is_left_as_it_is() -> None:
    assert fit(LONG, 60, minutes) == LONG


@settings(deadline=None)
@given(st.floats(0.5, 20))
def test_a_shortened_plan_fits_or_says_that_it_cannot(wanted: float) -> None:
    plan = fit(LONG, wanted, minutes)

    assert minutes(plan) <= wanted or "too short" in plan.left_out[-1]
    assert isinstance(plan.steps[0], Task)
    assert plan.tasks[0].title == "Warm-up"
    assert plan.tasks[-1].title == "Close"


def test_an_exercise_above_the_level_is_done_in_its_easier_way_and_harder_leads_back() -> None:
    strong = replace(EXERCISES["row"], level=Level.STRONG)
    routine = Routine("test", "Test", Category.STRENGTHENING, Level.STRONG, 10, (do("row"), do("pull")), HERE)
    plan = build(routine, lambda name: strong if name == "row" else EXERCISES[name])

    milder = within(plan, Level.MODERATE)

    row, pull = milder.tasks
    assert row.exercise.id == "squeeze"
    assert row.harder is not None
    assert row.harder.exercise is strong
    assert pull == plan.tasks[1]
