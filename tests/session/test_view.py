"""A view is folded from events alone, and shows at every moment what the session knows."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import Play, clip, do, named, rest, say, script
from searching import examples
from viewed import agree

from coach.cue.model import Measure, Role, Spoken
from coach.routine.model import DoseKeys, Say, Sides, VariantKeys
from coach.session.bout import Bout
from coach.session.events import Ended, Started, StepStarted
from coach.session.inputs import Asked, Command, DeviceChanged, Entered, Input, Interrupted, Slept, Typed
from coach.session.modes import Mode
from coach.session.troubles import DeviceLost, LineFailed
from coach.session.view import View, fold
from coach.time.units import RATE, Samples, Seconds

S = Seconds
SAY = Say(setup="Sit tall.", move="Reach.", end="Let go.")
OF = (
    named("reach", DoseKeys(reps=4), say=SAY, easier=VariantKeys("Do less.", DoseKeys(reps=2))),
    named("twist", DoseKeys(hold=S(20), sides=Sides.EACH, sets=2, rest=S(12)), say=SAY),
)
SCRIPT = script(say("Look up."), do("reach"), rest(20), do("twist"), of=OF)
ASKS = {"ask_before": ("pain_before",), "ask_after": ("effort",)}

inputs: st.SearchStrategy[Input] = st.one_of(
    st.sampled_from(Command).map(Asked),
    st.sampled_from([Typed("4"), Typed("q", Command.STOP), Entered(), Slept(S(60)), Interrupted()]),
    st.builds(DeviceChanged, st.booleans(), st.just("Speaker")),
)
waits = st.sampled_from([0.0, 0.01, 0.4, 3.0, 11.0, 25.0])


@given(
    st.lists(st.tuples(inputs, waits), max_size=20),
    st.lists(st.sampled_from([0.0, 0.1, 4.0]), min_size=1, max_size=5),
    st.floats(0, 160),
    st.integers(0, 100),
    st.booleans(),
)
@settings(max_examples=examples(150))
def test_whatever_is_done_the_view_agrees_with_the_session_after_each_thing(
    done: list[tuple[Input, float]], delays: list[float], start: float, volume: int, muted: bool
) -> None:
    def voice(line: Spoken) -> tuple[float, Measure]:
        return delays[len(line.text) % len(delays)], clip(line)

    play = Play(SCRIPT, voice, {**ASKS, "volume": volume, "muted": muted})

    play.wait(start)
    for received, seconds in done:
        if play.exit_code is None:
            play.give(received)
            agree(play.view, play.state, play.position)
            play.wait(seconds)

    assert reduce(fold, play.events, View()) == play.view


def test_a_session_from_its_first_word_to_its_last_is_seen_in_one_view() -> None:
    play = Play(SCRIPT, options={"volume": 70, "muted": True})
    welcome = "Test. About five minutes."
    assert play.view == View("test", "Test", SCRIPT.titles, volume=70, muted=True, line=welcome)

    play.hear("two")
    assert (play.view.step, play.view.title, play.view.exercise) == (1, "Reach", "reach")
    assert play.view.line == "For an easier way: do less."
    play.end()

    assert play.view.mode is Mode.OVER
    assert (play.view.step, play.view.title, play.view.bout) == (None, "", None)
    assert play.view.position == play.told(Ended)[0].position


def test_what_is_left_of_a_bout_is_reckoned_from_the_position() -> None:
    play = Play(SCRIPT)
    play.hear("halfway")

    bout = play.view.bout

    assert bout is not None
    assert (bout.set, bout.sets, bout.side, bout.sides) == (0, 2, 0, 2)
    assert bout.elapsed(Samples(play.position)) / RATE == pytest.approx(10, abs=0.1)
    assert bout.left(Samples(play.position + 4 * RATE)) / RATE == pytest.approx(6, abs=0.1)


def test_a_bout_before_its_work_is_whole_and_after_it_is_over() -> None:
    bout = Bout(begins=Samples(100), ends=Samples(300), resumes=Samples(20))

    assert (bout.elapsed(Samples(20)), bout.left(Samples(20))) == (0, 200)
    assert (bout.elapsed(Samples(900)), bout.left(Samples(900))) == (200, 0)


def test_words_put_between_take_nothing_from_a_bout() -> None:
    play = Play(SCRIPT)
    play.hear("halfway")
    play.ask(Command.PAUSE)
    play.wait(60)
    before = play.view.bout
    assert before is not None
    left = before.left(Samples(play.position))

    play.ask(Command.RESUME)
    play.wait(0.5)

    assert play.view.bout not in (before, None)
    assert play.view.bout is not None
    assert play.view.bout.left(Samples(play.position)) == left


def test_a_little_more_is_seen_at_once() -> None:
    play = Play(SCRIPT)
    play.hear("two")
    before = play.view.bout

    play.ask(Command.MORE)

    assert before is not None
    assert play.view.bout is not None
    assert play.view.bout.ends - before.ends == 18 * RATE


def test_a_rest_is_seen_as_a_bout_of_its_whole_length() -> None:
    play = Play(script(do("reach"), rest(20), say("Look up."), of=OF))
    play.hear("Rest for twenty seconds.")
    play.wait(5)

    bout = play.view.bout

    assert bout is not None
    assert bout.left(Samples(play.position)) / RATE == pytest.approx(15, abs=0.01)


def test_a_question_is_seen_from_its_first_word_and_waits_once_it_is_said() -> None:
    play = Play(SCRIPT, options=ASKS)
    play.hear("How is your pain now, zero to ten?")
    saying = play.view.question
    play.until(lambda: play.state.mode is Mode.ASKING)
    waiting = play.view.question

    play.answer("4")

    assert saying is not None
    assert (saying.name, saying.text, saying.waits) == (
        *("pain_before", "How is your pain now, zero to ten?"),
        False,
    )
    assert waiting is not None
    assert waiting.waits
    assert play.view.question is None


def test_words_put_into_a_question_do_not_take_its_place() -> None:
    play = Play(SCRIPT, options=ASKS)
    play.hear("How is your pain now, zero to ten?")
    play.wait(0.2)
    play.ask(Command.PAUSE)
    play.wait(60)

    play.ask(Command.RESUME)
    play.hear("Going on.")

    assert play.view.question is not None
    assert play.view.question.text == "How is your pain now, zero to ten?"


def test_a_device_that_is_lost_is_the_trouble_until_there_is_one_again() -> None:
    play = Play(SCRIPT)
    play.give(DeviceChanged(False, ""))
    lost = play.view.trouble

    play.give(DeviceChanged(True, "Speaker"))

    assert lost == DeviceLost(Samples(0))
    assert play.view.trouble is None


def test_a_line_that_failed_is_still_the_trouble_when_a_device_comes() -> None:
    play = Play(SCRIPT, voice=lambda line: (0.0, None if line.text == "Look up." else clip(line)))
    play.hear("Look up.")

    play.give(DeviceChanged(True, "Speaker"))

    assert play.view.trouble == LineFailed(Samples(0), Spoken("Look up.", Role.LINE), "broken")


def test_another_session_is_seen_anew() -> None:
    view = fold(fold(View(), Started(Samples(0), "a", "A", ("One",))), StepStarted(Samples(9), 0, "One"))

    assert fold(view, Started(Samples(0), "b", "B", ("Two",), 50)) == View("b", "B", ("Two",), volume=50)
