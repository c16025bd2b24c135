"""A pause loses nothing: a short one goes on at the same sample, a long one says where and counts in."""

import pytest
from played import Play, clip, do, ended, named, rest, say, script

from coach.cue.full_timeline import placed_parts
from coach.cue.model import Spoken
from coach.routine.model import DoseKeys, Say, Sides
from coach.session.effects import Arm, Go, HoldSound, StopProcess
from coach.session.events import Heard, Paused, Resumed
from coach.session.inputs import Command, Continued, Jumped, Slept, Suspended
from coach.session.modes import Mode
from coach.time.units import Seconds

S = Seconds
SAY = Say(setup="Sit tall.", move="Reach with your arms.", end="Let go.")
OF = (
    named("reach", DoseKeys(reps=4), say=SAY),
    named("plank", DoseKeys(hold=S(30), sides=Sides.EACH), say=SAY),
)
BOTH = script(do("reach"), rest(20), do("plank"), say("Well done."), of=OF)
PLANNED = [(p.start + t.start, t.cue) for p in placed_parts(BOTH, clip) for t in p.timeline.cues]


@pytest.mark.parametrize("word", ["Reach with your arms.", "ready", "two", "Let go.", "halfway"])
def test_a_short_pause_goes_on_at_the_same_sample(word: str) -> None:
    play = Play(BOTH)
    play.hear(word)
    play.wait(0.21)
    where = play.position

    play.ask(Command.TOGGLE)
    play.wait(9.9)
    assert play.position == where
    play.ask(Command.TOGGLE)

    play.end()
    assert [(e.position, e.cue) for e in play.told(Heard)] == PLANNED
    assert all(s.whole for s in play.sounded)
    play.check()


def test_a_pause_holds_the_sound_and_tells_where() -> None:
    play = Play(BOTH)
    play.hear("two")

    play.ask(Command.PAUSE, Command.PAUSE)
    play.wait(3)
    play.ask(Command.RESUME, Command.RESUME)

    assert [(e.position, e.why) for e in play.told(Paused)] == [(play.position, "asked")]
    assert len(play.told(Resumed)) == 1
    kinds = [type(e) for e in play.effects]
    assert (kinds.count(HoldSound), kinds.count(Go)) == (1, 1)


def test_after_ten_seconds_it_says_where_you_are_counts_in_and_begins_the_cut_repetition_anew() -> None:
    play = Play(BOTH)
    play.hear("two")
    play.wait(2)
    play.ask(Command.TOGGLE)
    play.wait(10)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    play.end()

    assert play.since(mark)[:7] == ["Reach.", "Three left to go.", "three", "two", "one", "two", "three"]
    assert play.words.count("four") == 1
    assert play.cut == []
    play.check()


def test_a_repetition_begun_anew_lasts_as_long_as_any() -> None:
    play = Play(BOTH)
    play.hear("two")
    play.wait(2)
    play.ask(Command.TOGGLE)
    play.wait(60)

    play.ask(Command.TOGGLE)
    play.end()

    assert play.at("three", 2) - play.at("two", 3) == pytest.approx(6.0)
    assert play.worked[0] == (0, 26.0, 24.0)


def test_a_long_pause_in_a_hold_says_what_is_left_and_holds_exactly_that() -> None:
    play = Play(BOTH)
    play.hear("halfway")
    play.wait(5)
    play.ask(Command.TOGGLE)
    play.wait(30)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    play.hear("Let go.")

    assert play.since(mark)[:9] == [
        *("Plank, left side.", "Ten seconds to go.", "three", "two", "one"),
        *("three", "two", "one", "and relax"),
    ]
    play.end()
    assert play.worked[1] == (1, 60.0, 60.0)
    play.check()


def test_a_line_cut_by_a_long_pause_is_said_anew_and_whole() -> None:
    play = Play(BOTH)
    play.hear("Reach with your arms.")
    play.wait(0.5)
    play.ask(Command.TOGGLE)
    play.wait(11)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    play.hear("ready")

    assert play.since(mark) == ["Reach.", "Reach with your arms.", "ready"]
    play.end()
    assert play.cut == ["Reach with your arms."]


def test_a_safety_word_cut_by_a_long_pause_is_said_anew_and_whole() -> None:
    play = Play(BOTH)
    line = "If you become numb, weak or dizzy, stop the session."
    play.hear(line)
    play.wait(1)
    play.ask(Command.TOGGLE)
    play.wait(11)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    play.end()

    assert play.since(mark)[0] == line
    assert [s.whole for s in play.sounded if s.cue == Spoken(line)] == [False, True]


def test_a_lead_in_cut_by_a_long_pause_is_given_whole() -> None:
    play = Play(BOTH)
    play.hear("Left side first.")
    play.hear("two")
    play.wait(0.6)
    play.ask(Command.TOGGLE)
    play.wait(20)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    play.hear("halfway")

    assert play.since(mark) == ["Plank, left side.", "three", "two", "one", "halfway"]


def test_a_second_long_pause_within_the_words_says_them_again_and_loses_nothing() -> None:
    play = Play(BOTH)
    play.hear("three")
    play.wait(1)
    for _ in range(3):
        play.ask(Command.TOGGLE)
        play.wait(12)
        play.ask(Command.TOGGLE)
        play.wait(1)

    play.end()

    assert play.words.count("Two left to go.") == 3
    assert play.worked[0] == (0, 25.0, 24.0)
    play.check()


@pytest.mark.parametrize("came", [Slept(S(40)), Suspended()])
def test_a_session_that_was_asleep_is_found_paused_and_comes_back_in_full(came: Slept | Suspended) -> None:
    play = Play(BOTH)
    play.hear("halfway")
    play.give(came)
    where = play.position
    play.wait(3)
    assert (play.position, play.state.mode) == (where, Mode.PAUSED)

    mark = len(play.words)
    play.ask(Command.TOGGLE)
    play.hear("Let go.")

    assert play.since(mark)[:5] == ["Plank, left side.", "Fifteen seconds to go.", "three", "two", "one"]
    assert play.told(Paused)[0].why == ("slept" if isinstance(came, Slept) else "suspended")


def test_ctrl_z_holds_the_sound_before_the_process_is_stopped() -> None:
    play = Play(BOTH)
    play.hear("halfway")

    play.give(Suspended())

    kinds = [type(e) for e in play.effects]
    assert kinds.index(HoldSound) < kinds.index(StopProcess)


@pytest.mark.parametrize("slept", [False, True])
def test_a_session_that_ctrl_z_stopped_goes_on_in_the_background_and_waits_in_the_foreground(
    slept: bool,
) -> None:
    for background in (True, False):
        play = Play(BOTH)
        play.hear("halfway")
        play.give(Suspended())
        play.clocks.samples += 40 * 48_000
        mark = len(play.words)
        if slept:
            play.give(Slept(S(40)))

        play.give(Continued(background))
        play.wait(10)

        assert (play.state.mode is Mode.PAUSED) is not background
        assert play.since(mark)[:1] == (["Plank, left side."] if background else [])
        if not background:
            play.ask(Command.TOGGLE)
        play.end()
        assert ended(play).finished
        play.check()


def test_a_pause_that_was_asked_for_lasts_in_the_background_too() -> None:
    play = Play(BOTH)
    play.hear("halfway")
    play.ask(Command.PAUSE)

    play.give(Suspended())
    play.give(Continued(True))

    assert play.state.mode is Mode.PAUSED
    assert play.told(Resumed) == []
    play.ask(Command.TOGGLE)
    assert len(play.told(Resumed)) == 1


def test_going_on_where_nothing_was_paused_changes_nothing() -> None:
    play = Play(BOTH)
    play.hear("halfway")
    before = play.state

    play.give(Continued(True))
    play.give(Continued(False))

    assert play.state == before


def test_sleep_within_a_short_pause_makes_it_a_long_one() -> None:
    play = Play(BOTH)
    play.hear("halfway")
    play.ask(Command.PAUSE)
    play.wait(1)
    play.give(Slept(S(3600)))

    mark = len(play.words)
    play.ask(Command.RESUME)
    play.hear("Let go.")

    assert play.since(mark)[0] == "Plank, left side."


def test_a_jump_of_the_clock_arms_the_job_anew_and_changes_nothing_that_is_heard() -> None:
    play = Play(BOTH)
    play.hear("two")
    before = len(play.effects)

    play.give(Jumped())

    assert [type(e) for e in play.effects[before:]] == [Arm]
    assert play.effects[-1] == Arm(play.state.generation, play.state.laid_until)
    play.end()
    assert [(e.position, e.cue) for e in play.told(Heard)] == PLANNED


def test_a_part_that_ends_as_the_pause_takes_hold_does_not_leave_the_session_silent() -> None:
    play = Play(script(do("reach"), do("plank"), of=OF))
    play.hear("Let go.")
    play.ask(Command.WAIT)
    play.hear("Take your time. Press the space bar when you are ready to go on.")
    end = play.state.bars[0].end
    play.wait((end - play.position - 400) / 48_000)
    play.ask(Command.PAUSE)
    play.device.give_out(end - play.position)  # of a block that was under way
    play.wait(1)

    play.ask(Command.RESUME)
    play.wait(1)
    play.ask(Command.RESUME)

    assert play.end() == 0
    play.check()
