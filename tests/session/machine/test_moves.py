"""Next, back, again, wait: each does what a listener expects, wherever it comes, and loses nothing else."""

import pytest
from played import Play, clip, do, named, rest, say, script

from coach.cue.model import Spoken
from coach.routine.model import DoseKeys, Say, Sides
from coach.session.events import FaceAsked, Heard, Resumed, StepEnded, StepStarted, Waiting
from coach.session.inputs import Command, FaceCommand, Slept, Typed
from coach.session.modes import Mode
from coach.time.units import Seconds

S = Seconds
SAY = Say(setup="Sit tall.", move="Reach with your arms.", during=("Jaw loose.",), end="Let go.")
OF = (
    named("reach", DoseKeys(reps=4), say=SAY),
    named("plank", DoseKeys(hold=S(30), sides=Sides.EACH), say=SAY),
)
THREE = script(say("Push your chair back.", "Look up."), do("reach"), rest(20), do("plank"), of=OF)
LONG = script(do("reach"), do("plank"), do("reach"), of=OF)
STOP_RULE = [
    "If pain is sharp or spreading, or reaches six out of ten, stop that exercise.",
    "If you become numb, weak or dizzy, stop the session.",
]
WAIT = "Take your time. Press the space bar when you are ready to go on."
CLOSE = "That was test, two exercises."


def heard_steps(play: Play) -> list[int]:
    return [e.step for e in play.told(StepStarted)]


# Next


def test_next_leaves_the_step_at_once_and_tells_what_was_done_of_it() -> None:
    play = Play(LONG)
    play.hear("three")
    play.wait(2)
    where = play.position

    play.ask(Command.NEXT)
    play.hear("Next, plank.")

    over = play.told(StepEnded)[0]
    assert (over.position, over.worked, over.planned, over.skipped) == (where, 13.95, 24.0, True)
    assert play.told(StepStarted)[1].position == where
    play.end()
    play.check()


def test_next_on_the_last_step_goes_to_the_close() -> None:
    play = Play(THREE)
    play.hear("halfway")
    mark = len(play.words)

    play.ask(Command.NEXT)
    play.end()

    assert play.since(mark)[0] == CLOSE
    assert play.exit_code == 0


def test_next_in_the_welcome_says_that_the_safety_words_come_first_and_drops_nothing() -> None:
    play = Play(THREE)
    play.hear(STOP_RULE[0])
    play.wait(1)

    play.ask(Command.NEXT)
    play.end()

    assert play.changed == ["The safety words come first."]
    assert play.words[1:5] == [STOP_RULE[0], "The safety words come first.", *STOP_RULE]
    assert [s.whole for s in play.sounded if s.cue == Spoken(STOP_RULE[0])] == [False, True]
    assert heard_steps(play) == [0, 1, 2]


def test_next_pressed_often_in_the_welcome_still_drops_nothing() -> None:
    play = Play(THREE)
    play.hear(STOP_RULE[0])
    for _ in range(30):
        play.ask(Command.NEXT)
        play.wait(0.03)

    play.end()

    whole = {s.cue for s in play.sounded if s.whole}
    assert {Spoken(line) for line in STOP_RULE} <= whole
    play.check()


def test_next_in_the_close_does_nothing_but_say_so() -> None:
    play = Play(THREE)
    play.hear(CLOSE)
    mark = len(play.words)

    play.ask(Command.NEXT)
    play.end()

    assert len(play.since(mark)) == 2
    assert play.changed == ["Nothing comes after this."]


def test_a_burst_of_next_ends_each_step_that_had_begun() -> None:
    play = Play(LONG)
    play.hear("First, reach.")

    play.ask(*[Command.NEXT] * 9)
    play.end()

    play.check()
    assert play.exit_code == 0


# Back


def test_back_starts_this_step_again() -> None:
    play = Play(THREE)
    play.hear("three")
    mark = len(play.words)

    play.ask(Command.BACK)
    play.end()

    assert play.since(mark)[:3] == ["First, reach.", "Four times.", "Sit tall."]
    assert heard_steps(play) == [0, 1, 1, 2]
    assert [(e.step, e.skipped) for e in play.told(StepEnded)][1] == (1, True)


@pytest.mark.parametrize(("seconds", "goes_to"), [(2.9, "Push your chair back."), (3.1, "First, reach.")])
def test_back_within_three_seconds_of_its_start_goes_to_the_step_before(seconds: float, goes_to: str) -> None:
    play = Play(THREE)
    play.hear("First, reach.")
    play.wait(seconds)
    mark = len(play.words)

    play.ask(Command.BACK)
    play.hear(goes_to)

    assert play.since(mark) == [goes_to]


def test_back_twice_goes_to_the_step_before() -> None:
    play = Play(THREE)
    play.hear("three")
    mark = len(play.words)

    play.ask(Command.BACK)
    play.wait(1)
    play.ask(Command.BACK)
    play.hear("Look up.")

    assert play.since(mark) == ["First, reach.", "Push your chair back.", "Look up."]


def test_back_on_the_first_step_starts_it_again() -> None:
    play = Play(THREE)
    play.hear("Push your chair back.")
    mark = len(play.words)

    play.ask(Command.BACK)
    play.hear("Look up.")

    assert play.since(mark) == ["Push your chair back.", "Look up."]


def test_back_in_the_welcome_starts_it_again() -> None:
    play = Play(THREE)
    play.hear(STOP_RULE[1])
    mark = len(play.words)

    play.ask(Command.BACK)
    play.hear(STOP_RULE[1])

    assert play.since(mark) == ["Test. About five minutes.", *STOP_RULE]


def test_back_just_after_the_close_began_goes_to_the_last_step() -> None:
    play = Play(THREE)
    play.hear(CLOSE)
    mark = len(play.words)

    play.ask(Command.BACK)
    play.hear("Let go.", times=2)

    assert play.since(mark)[0].startswith("Rest for twenty seconds.")


@pytest.mark.parametrize(
    ("key", "next_words"),
    [(Command.NEXT, "Rest for twenty seconds."), (Command.BACK, "First, reach.")],
)
def test_next_and_back_while_paused_act_and_go_on(key: Command, next_words: str) -> None:
    play = Play(THREE)
    play.hear("three")
    play.ask(Command.PAUSE)
    play.wait(20)
    mark = len(play.words)

    play.ask(key)
    play.hear(next_words)

    assert play.since(mark) == [next_words]
    assert len(play.told(Resumed)) == 1
    play.end()
    play.check()


# Again


def test_again_says_the_last_line_again_and_begins_the_cut_repetition_anew() -> None:
    play = Play(THREE)
    play.hear("three")
    play.wait(1)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.end()

    assert play.since(mark)[:4] == ["Jaw loose.", "three", "last one", "four"]
    assert play.worked[1] == (1, 25.0, 24.0)
    play.check()


def test_again_in_a_hold_stops_its_clock_and_goes_on_at_the_same_sample() -> None:
    play = Play(THREE)
    play.hear("halfway")
    play.wait(3)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.end()

    assert play.since(mark)[:5] == ["Jaw loose.", "three", "two", "one", "and relax"]
    assert play.worked[2] == (2, 60.0, 60.0)
    play.check()


def test_again_within_a_line_of_a_hold_says_it_whole_and_only_once_more() -> None:
    play = Play(THREE)
    play.hear("Jaw loose.", times=2)
    play.wait(0.3)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.hear("halfway")

    assert play.since(mark) == ["Jaw loose.", "halfway"]
    play.end()
    assert play.worked[2] == (2, 60.0, 60.0)


def test_again_within_a_line_of_the_instruction_says_it_from_its_start() -> None:
    play = Play(THREE)
    play.hear("Sit tall.")
    play.wait(0.3)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.hear("ready")

    assert play.since(mark) == ["Sit tall.", "Reach with your arms.", "ready"]


@pytest.mark.parametrize("word", ["Test. About five minutes.", STOP_RULE[0], "Push your chair back."])
def test_again_between_two_lines_repeats_one_and_loses_none(word: str) -> None:
    play = Play(THREE)
    play.hear(word)
    line = play.state.bars[0]
    play.wait((line.end - play.position) / 48_000 - 0.2)
    mark = len(play.words)
    before = list(play.words)

    play.ask(Command.AGAIN)
    play.end()

    alone = Play(THREE)
    alone.end()
    assert play.since(mark) == [word, *alone.words[len(before) :]]


def test_again_in_a_rest_takes_none_of_it_away() -> None:
    play = Play(script(do("reach"), rest(40), say("Sit down."), of=OF))
    play.hear("Rest for forty seconds.")
    play.wait(10)
    began = play.told(StepStarted)[1].position

    play.ask(Command.AGAIN)
    play.hear("Sit down.")

    words = 4 * 0.4 + 1
    assert (play.position - began) / 48_000 == pytest.approx(40 + words)


def test_again_twice_in_a_row_says_it_twice() -> None:
    play = Play(THREE)
    play.hear("three")
    play.wait(1)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.wait(0.5)
    play.ask(Command.AGAIN)
    play.end()

    assert play.since(mark)[:4] == ["Jaw loose.", "Jaw loose.", "three", "last one"]
    assert play.worked[1] == (1, 25.0, 24.0)
    play.check()


def test_again_while_paused_goes_on_with_the_line() -> None:
    play = Play(THREE)
    play.hear("three")
    play.ask(Command.PAUSE)
    play.wait(30)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    play.end()

    assert play.since(mark)[:2] == ["Jaw loose.", "three"]
    assert len(play.told(Resumed)) == 1
    play.check()


def test_again_before_anything_was_said_changes_nothing() -> None:
    play = Play(THREE, voice=lambda line: (1.0, clip(line)))

    play.ask(Command.AGAIN)
    play.end()

    assert play.words.count("Test. About five minutes.") == 1


# Wait


@pytest.mark.parametrize("word", ["Test. About five minutes.", "Push your chair back.", "Look up."])
@pytest.mark.parametrize("key", [Command.TOGGLE, Command.NEXT, Command.RESUME, Command.WAIT])
def test_the_next_step_waits_for_a_key_however_early_it_was_asked_for(word: str, key: Command) -> None:
    play = Play(THREE)
    play.hear(word)

    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)
    mark, where = len(play.words), play.position
    play.wait(600)
    assert play.position == where
    play.ask(key)
    play.end()

    assert play.words[mark - 1] == WAIT
    assert play.since(mark)[0] == ("Push your chair back." if word.startswith("Test") else "First, reach.")
    assert heard_steps(play) == [0, 1, 2]
    assert len(play.told(Waiting)) == 1
    play.check()


def test_the_next_step_waits_even_where_its_first_part_was_laid_already() -> None:
    play = Play(THREE)
    play.hear("Let go.")
    play.until(lambda: len(play.state.bars) == 2)
    assert play.state.bars[1].chapter == 2

    play.ask(Command.WAIT)
    play.hear(WAIT)

    play.wait(60)
    assert play.state.mode is Mode.WAITING
    play.ask(Command.TOGGLE)
    play.end()
    assert heard_steps(play) == [0, 1, 2]
    assert play.words.count("Rest for twenty seconds.") == 1


@pytest.mark.parametrize("word", ["Sit tall.", "Let go."])
def test_asked_for_twice_the_next_step_does_not_wait(word: str) -> None:
    play = Play(THREE)
    play.hear(word)
    play.ask(Command.WAIT)
    play.until(lambda: any(b.waits for b in play.state.bars) or word == "Sit tall.")

    play.ask(Command.WAIT)
    play.end()

    assert play.told(Waiting) == []
    assert WAIT not in play.words
    assert heard_steps(play) == [0, 1, 2]
    play.check()


def test_a_step_ends_before_the_next_one_waits() -> None:
    play = Play(THREE)
    play.hear("ready")
    play.ask(Command.WAIT)

    play.until(lambda: play.state.mode is Mode.WAITING)

    assert [e.step for e in play.told(StepEnded)] == [0, 1]
    assert play.told(Waiting)[0].step == 2


def test_more_and_again_beside_a_laid_wait_keep_the_wait_and_repeat_no_step() -> None:
    play = Play(THREE)
    play.hear("last one")
    play.ask(Command.WAIT)
    play.hear("Let go.")
    play.until(lambda: any(b.waits for b in play.state.bars))

    play.ask(Command.AGAIN)
    play.until(lambda: play.state.mode is Mode.WAITING)
    play.ask(Command.TOGGLE)
    play.end()

    assert heard_steps(play) == [0, 1, 2]
    assert play.words.count("four") == 1
    play.check()


def test_again_while_it_waits_says_that_it_waits() -> None:
    play = Play(THREE)
    play.hear("ready")
    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)

    play.ask(Command.AGAIN)
    play.wait(30)

    assert play.words[-2:] == [WAIT, WAIT]
    assert play.state.mode is Mode.WAITING


def test_back_while_it_waits_starts_the_step_again_that_was_just_done() -> None:
    play = Play(THREE)
    play.hear("ready")
    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)

    play.ask(Command.BACK)
    play.end()

    assert heard_steps(play) == [0, 1, 1, 2]


def test_sleep_while_it_waits_needs_one_key_to_go_on() -> None:
    play = Play(THREE)
    play.hear("ready")
    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)
    play.give(Slept(S(100)))

    play.ask(Command.TOGGLE)

    assert play.end() == 0


def test_a_pause_within_the_words_of_waiting_goes_on_with_next() -> None:
    play = Play(THREE)
    play.hear("ready")
    play.ask(Command.WAIT)
    play.hear(WAIT)
    play.ask(Command.PAUSE)
    play.wait(2)

    play.ask(Command.NEXT)
    play.end()

    assert heard_steps(play) == [0, 1, 2]
    assert play.exit_code == 0


def test_in_the_last_step_there_is_nothing_to_wait_before_and_it_says_so() -> None:
    play = Play(THREE)
    play.hear("halfway")

    play.ask(Command.WAIT)
    play.end()

    assert play.changed == ["No step comes after this one."]
    assert "No step comes after this one." in play.words
    assert play.worked[2] == (2, 60.0, 60.0)


# Volume


def test_volume_goes_up_and_down_in_tens_and_stays_within_its_bounds() -> None:
    play = Play(THREE, options={"volume": 90})

    play.ask(*[Command.LOUDER] * 3, *[Command.SOFTER] * 2)

    assert levels(play) == [90, 100, 100, 100, 90, 80]


def test_mute_survives_a_pause_and_volume_ends_it() -> None:
    play = Play(THREE, options={"volume": 50})
    play.hear("First, reach.")

    play.ask(Command.MUTE, Command.TOGGLE, Command.TOGGLE)
    muted = levels(play)
    play.ask(Command.LOUDER, Command.MUTE, Command.MUTE)

    assert muted == [50, 0]
    assert levels(play) == [50, 0, 60, 0, 60]
    assert play.changed == ["Sound off.", "Volume 60.", "Sound off.", "Sound on."]


def test_a_muted_session_begins_muted_and_keeps_its_volume() -> None:
    play = Play(THREE, options={"volume": 70, "muted": True})

    play.ask(Command.MUTE)

    assert levels(play) == [0, 70]


def test_the_keys_are_told_and_disturb_nothing() -> None:
    play = Play(THREE)
    play.hear("three")
    laid = play.state.bars

    play.give(Typed("?", FaceCommand.KEYS))

    assert [e.command for e in play.told(FaceAsked)] == ["keys"]
    assert play.state.bars == laid
    assert all(e.kind for e in play.told(Heard))


def levels(play: Play) -> list[int]:
    from coach.session.effects import Volume

    return [e.level for e in play.effects if isinstance(e, Volume)]
