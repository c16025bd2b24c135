"""A script says what the listener needs, when they need it, and drops nothing that keeps them safe."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import HERE, exercise, measure, plan

from coach.cue import wording
from coach.cue.instruction import Detail
from coach.cue.model import Beat, Measure, Part, PartKind, Spoken
from coach.cue.script import Script, StepChange, TellingOptions, lines_of
from coach.cue.timeline import timeline
from coach.routine.model import (
    Category,
    Caution,
    Do,
    DoseKeys,
    Exercise,
    Level,
    Rest,
    Round,
    Routine,
    Say,
    SayStep,
    Sides,
    VariantKeys,
)
from coach.routine.plan.plan import Difficulty, Plan, build
from coach.time.units import Samples, Seconds

S = Seconds
SAY = Say(
    setup="Sit tall.",
    move="Slide your head back.",
    feel="A stretch at the top of your neck.",
    breathe="Breathe out as you slide.",
    during=("Keep your eyes level.",),
    mistake="If your chin drops, look up a little.",
    end="Let your head come back.",
)
STOP = "Stop if your arm tingles."


def tuck(**changes: object) -> Exercise:
    caution = Caution(tags=("neck",), avoid=("a neck injury nobody has looked at",), stop=STOP)
    easier = VariantKeys("Make the slide smaller.", DoseKeys(hold=S(10)))
    base = exercise(DoseKeys(hold=S(20), sets=2, rest=S(15)), SAY)
    return replace(base, name="Chin tuck", caution=caution, easier=easier, **changes)  # type: ignore[arg-type]  # the test's own keywords


def planned(*steps: Do | Rest | SayStep | Round, of: Exercise | None = None) -> Plan:
    routine = Routine("desk", "Desk reset", Category.POSTURE, Level.GENTLE, 5, steps, HERE)
    return build(routine, lambda _: of or tuck())


def said(parts: tuple[Part, ...]) -> list[str]:
    return [cue.text for part in parts for cue in lines_of(part.blocks)]


ONE = planned(Do("tuck", HERE))


def test_the_welcome_names_the_routine_its_length_and_what_to_have_before_the_stop_rule() -> None:
    ready = planned(Do("tuck", HERE), of=tuck(equipment=(("chair",), ("tennis ball", "rolled sock"))))

    words = said(Script(ready, TellingOptions(minutes=5)).welcome())

    assert words[0] == "Desk reset. About five minutes."
    assert words[1] == "Have a chair and a tennis ball or a rolled sock at hand."
    assert words[2:] == list(wording.stop_rule("112"))


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("emergency", ["112", "999", "911"])
def test_no_detail_drops_the_stop_rule_with_the_number_to_call(detail: Detail, emergency: str) -> None:
    words = " ".join(said(Script(ONE, TellingOptions(detail=detail, emergency=emergency)).welcome()))

    assert "six out of ten" in words
    assert "stop the session" in words
    assert wording.digits(emergency) in words


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("way", [Difficulty.AS_WRITTEN, Difficulty.EASIER])
def test_every_time_an_exercise_comes_its_caution_is_said_before_it_starts(
    detail: Detail, way: Difficulty
) -> None:
    rounds = planned(Round(3, (Do("tuck", HERE),), HERE))
    script = Script(rounds, TellingOptions(detail=detail))

    for index in range(3):
        first = script.step(index, StepChange(way))[0]
        laid = timeline(first.blocks, measure)
        before = [t.cue.text for t in laid.cues if isinstance(t.cue, Spoken) and t.until <= laid.work[0]]
        assert STOP in before
        assert "Leave this out with a neck injury nobody has looked at." in before


def test_the_full_words_come_in_the_order_a_listener_needs_them() -> None:
    words = said(Script(ONE, TellingOptions()).step(0)[:1])

    assert words[:10] == [
        "First, chin tuck.",
        "Hold for twenty seconds, twice.",
        "Leave this out with a neck injury nobody has looked at.",
        STOP,
        "Sit tall.",
        "Slide your head back.",
        "A stretch at the top of your neck.",
        "Breathe out as you slide.",
        "For an easier way: make the slide smaller.",
        "three",
    ]


def test_a_later_set_and_a_later_round_have_a_reminder_only() -> None:
    rounds = planned(Round(2, (Do("tuck", HERE),), HERE))
    script = Script(rounds, TellingOptions())

    second_set = said(script.step(0)[1:2])
    second_round = said(script.step(1)[:1])

    assert second_set[:3] == ["Rest for fifteen seconds.", "Last set.", SAY.mistake]
    assert second_round[0] == "Last round."
    assert second_round[1] == "Next, chin tuck again."
    assert SAY.setup not in second_round
    assert SAY.move in second_round


def test_detail_sets_how_much_is_said() -> None:
    amounts = [len(said(Script(ONE, TellingOptions(detail=detail)).step(0))) for detail in Detail]

    assert amounts == sorted(amounts, reverse=True)
    assert len(set(amounts)) == 3


def test_both_sides_get_the_same_full_dose_with_a_change_over_between() -> None:
    both = planned(Do("tuck", HERE, DoseKeys(sides=Sides.EACH, sets=1)))

    left, right = Script(both, TellingOptions()).step(0)

    works = [next(b for b in part.blocks if isinstance(b, Beat)) for part in (left, right)]
    assert works[0].length == works[1].length
    assert [c for f in works[0].fixed for c in f.cues] == [c for f in works[1].fixed for c in f.cues]
    assert wording.LEFT_FIRST in said((left,))
    assert said((right,))[0] == wording.CHANGE_OVER


def test_a_rest_before_an_exercise_says_what_comes_next_while_there_is_time() -> None:
    resting = planned(Do("tuck", HERE), Rest(S(60), HERE), Do("tuck", HERE))

    script = Script(resting, TellingOptions())
    first = script.step(1)[0]
    laid = timeline(first.blocks, measure)

    assert script.titles == ("Chin tuck", "Chin tuck")
    assert said((first,))[:2] == ["Rest for one minute.", "Last, chin tuck again."] or said((first,))[:2] == [
        "Rest for one minute.",
        "Next, chin tuck again.",
    ]
    assert laid.work[0] == 60 * 48_000


def test_a_bout_gone_on_with_in_the_easier_way_holds_what_is_left() -> None:
    script = Script(ONE, TellingOptions())
    part = script.step(0)[0]

    eased = script.rest_of_bout(0, StepChange(Difficulty.EASIER), part, Samples(4 * 48_000))
    done = script.rest_of_bout(0, StepChange(Difficulty.EASIER), part, Samples(15 * 48_000))

    assert said((eased,))[0] == "Make the slide smaller."
    assert timeline(eased.blocks, measure).work[1] - timeline(eased.blocks, measure).work[0] == 6 * 48_000
    assert not any(isinstance(block, Beat) for block in done.blocks)


def test_an_exercise_without_another_way_says_so() -> None:
    plain = Script(plan(DoseKeys(reps=4)), TellingOptions())

    assert not plain.can_change(0, StepChange(Difficulty.EASIER))
    assert not plain.can_change(0, StepChange(Difficulty.HARDER))
    assert plain.can_change(0, StepChange(more=1))
    assert not plain.can_change(0, StepChange(more=3))


def test_coming_back_says_where_you_are_and_counts_in() -> None:
    script = Script(ONE, TellingOptions())
    part = script.step(0)[0]
    laid = timeline(part.blocks, measure)

    words = [c.text for c in lines_of(script.come_back(part, laid, Samples(laid.work[0] + 8 * 48_000)))]

    assert words == ["Chin tuck, set one.", "Twelve seconds to go.", "three", "two", "one"]


def test_the_close_says_what_was_done_and_what_to_notice_later() -> None:
    words = said(Script(ONE, TellingOptions()).close())

    assert words[0] == "That was desk reset, one exercise."
    assert "tomorrow morning" in words[-1]


def test_a_talk_is_a_line_a_part_so_that_each_can_be_gone_back_to() -> None:
    talk = Script(planned(SayStep(("Stand up.", "Walk to the wall."), HERE)), TellingOptions()).step(0)

    assert [part.kind for part in talk] == [PartKind.TALK, PartKind.TALK]
    assert said(talk) == ["Stand up.", "Walk to the wall."]


doses = st.builds(
    DoseKeys,
    sets=st.sampled_from([None, 1, 3]),
    rest=st.sampled_from([None, S(0), S(45)]),
    sides=st.sampled_from([None, *Sides]),
    places=st.sampled_from([None, ("the top", "the middle", "the bottom")]),
    hold=st.sampled_from([None, S(3), S(9), S(30)]),
    reps=st.sampled_from([None, 1, 2, 7]),
    pressure=st.sampled_from([None, 4]),
)


@given(doses, st.sampled_from(list(Detail)), st.floats(0.1, 1.0))
def test_in_no_step_does_a_word_touch_another(keys: DoseKeys, detail: Detail, slow: float) -> None:
    script = Script(planned(Do("tuck", HERE, keys)), TellingOptions(detail=detail))

    for part in script.step(0):
        laid = timeline(
            part.blocks, lambda cue: Measure(Samples(round(measure(cue).length * 2 * slow)), Samples(2_000))
        )
        spoken = sorted((t for t in laid.cues if isinstance(t.cue, Spoken)), key=lambda t: t.start)
        assert all(a.until <= b.start for a, b in itertools.pairwise(spoken))
        assert laid.length >= laid.work[1] >= laid.work[0]


def test_what_nobody_keeps_is_not_said_to_be_saved() -> None:
    assert said((Script(ONE, TellingOptions()).stopped(),)) == ["Stopping here. What you did is saved."]
    assert said((Script(ONE, TellingOptions(saved=False)).stopped(),)) == [
        "Stopping here. This session is not kept."
    ]
