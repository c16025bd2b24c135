"""A session can be stopped at any moment: it says so, tells what was done, and ends with its code."""

from collections.abc import Callable

import pytest
from played import NEVER, Play, clip, do, ended, named, rest, say, script

from coach.cue.model import Measure, Spoken
from coach.routine.model import DoseKeys, Say
from coach.session.effects import Finish, Lay
from coach.session.events import Heard, StepEnded
from coach.session.inputs import Command, Interrupted, Slept, Suspended, Tick
from coach.session.machine.state import deadline, wake
from coach.session.modes import Mode
from coach.time.units import Samples, Seconds

SAY = Say(setup="Sit tall.", move="Reach.", end="Let go.")
OF = (named("reach", DoseKeys(reps=3), say=SAY), named("plank", DoseKeys(hold=Seconds(30)), say=SAY))
SCRIPT = script(say("Look up."), do("reach"), rest(20), do("plank"), of=OF)
STOPPED = "Stopping here. What you did is saved."


def fresh(play: Play) -> None:
    assert play.clock == 0


def in_the_welcome(play: Play) -> None:
    play.wait(6)


def in_a_hold(play: Play) -> None:
    play.hear("halfway")


def paused(play: Play) -> None:
    play.hear("halfway")
    play.ask(Command.PAUSE)
    play.wait(100)


def waiting(play: Play) -> None:
    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)


def asking(play: Play) -> None:
    play.until(lambda: play.state.mode is Mode.ASKING)


def asking_and_paused(play: Play) -> None:
    asking(play)
    play.ask(Command.PAUSE)


def in_the_close(play: Play) -> None:
    play.ask(Command.NEXT)
    play.hear("It is normal if muscles ache a little for up to two days.")


SCENES = [fresh, in_the_welcome, in_a_hold, paused, waiting, asking, asking_and_paused, in_the_close]


def played(scene: Callable[[Play], None]) -> Play:
    asks = ("pain_before",) if scene in (asking, asking_and_paused) else ()
    play = Play(SCRIPT, options={"ask_before": asks})
    scene(play)
    return play


@pytest.mark.parametrize("scene", SCENES)
def test_stop_says_so_whole_and_ends_with_nought(scene: Callable[[Play], None]) -> None:
    play = played(scene)
    mark = len(play.words) if play.clock else 0
    at = play.clock

    play.ask(Command.STOP)
    code = play.end()

    assert code == 0
    assert play.since(mark)[-1:] == [STOPPED]
    assert len(play.since(mark)) <= 1 or scene is fresh
    assert play.sounded[-1].cue == Spoken(STOPPED)
    assert play.sounded[-1].whole
    assert (play.clock - at) / 48_000 < 4
    assert (ended(play).finished, ended(play).exit_code) == (False, 0)
    play.check()


@pytest.mark.parametrize("scene", SCENES)
def test_ctrl_c_says_so_and_ends_with_130(scene: Callable[[Play], None]) -> None:
    play = played(scene)

    play.give(Interrupted())
    code = play.end()

    assert code == 130
    assert play.words[-1] == STOPPED
    assert ended(play).exit_code == 130


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("first", ["q", "Ctrl-C"])
def test_a_second_ctrl_c_ends_at_once(scene: Callable[[Play], None], first: str) -> None:
    play = played(scene)
    play.give(Interrupted()) if first == "Ctrl-C" else play.ask(Command.STOP)
    at = play.clock

    play.give(Interrupted())

    assert play.exit_code == 130
    assert play.clock == at
    assert not ended(play).finished
    assert isinstance(play.effects[-1], Finish)


def test_stop_tells_the_work_that_was_done_of_the_step() -> None:
    play = Play(SCRIPT)
    play.hear("halfway")
    play.wait(5)

    play.ask(Command.STOP)
    play.end()

    last = play.told(StepEnded)[-1]
    assert (last.step, last.worked, last.planned, last.skipped) == (2, 19.95, 30.0, True)


@pytest.mark.parametrize("scene", SCENES)
def test_last_words_that_never_come_are_given_up_after_two_seconds(scene: Callable[[Play], None]) -> None:
    play = Play(
        SCRIPT,
        voice=lambda line: (NEVER if line.text == STOPPED else 0.0, clip(line)),
        options={"ask_before": ("pain_before",) if scene in (asking, asking_and_paused) else ()},
    )
    scene(play)
    at = play.clock

    play.ask(Command.STOP)
    code = play.end()

    assert code == 0
    assert (play.clock - at) / 48_000 == pytest.approx(2, abs=0.02)
    assert STOPPED not in play.words


def test_last_words_that_take_longer_than_two_seconds_are_said_whole_without_haste() -> None:
    long = Measure(Samples(clip(Spoken(STOPPED)).length * 3))
    play = Play(SCRIPT, voice=lambda line: (0.0, long if line.text == STOPPED else clip(line)))
    play.hear("halfway")
    play.ask(Command.STOP)
    play.wait(3)

    behind = [deadline(play.state)]
    play.end()

    assert behind == [None]
    assert play.sounded[-1].whole
    assert play.sounded[-1].until - play.sounded[-1].start == long.length


def test_last_words_that_cannot_be_made_are_told_in_writing() -> None:
    play = Play(SCRIPT, voice=lambda line: (0.0, None if line.text == STOPPED else clip(line)))
    play.hear("halfway")

    play.ask(Command.STOP)
    play.end()

    last = play.told(Heard)[-1]
    assert (last.cue, last.missing) == (Spoken(STOPPED), True)


def test_while_it_stops_only_the_volume_can_be_changed() -> None:
    play = Play(SCRIPT)
    play.hear("halfway")
    play.ask(Command.STOP)
    play.wait(0.5)
    laid = play.state.bars

    others = [c for c in Command if c not in (Command.LOUDER, Command.SOFTER, Command.MUTE)]
    play.ask(*others, Command.SOFTER)
    play.give(Slept(Seconds(50)))
    play.give(Suspended())

    assert play.state.bars == laid
    assert play.state.volume == 90
    assert play.end() == 0


def test_what_comes_after_the_end_changes_nothing() -> None:
    play = Play(SCRIPT)
    play.end()
    over, told = play.state, len(play.effects)

    play.ask(*Command)
    play.give(Interrupted())

    assert play.state == over
    assert len(play.effects) == told
    assert (wake(over), deadline(over)) == (None, None)


def test_nothing_is_laid_after_the_last_words() -> None:
    play = Play(SCRIPT)
    play.hear("halfway")
    play.ask(Command.STOP)
    laid = sum(isinstance(e, Lay) and bool(e.segments) for e in play.effects)

    play.end()

    assert sum(isinstance(e, Lay) and bool(e.segments) for e in play.effects) == laid


@pytest.mark.parametrize("scene", SCENES)
def test_ctrl_c_ends_it_though_the_device_stands_still(scene: Callable[[Play], None]) -> None:
    play = played(scene)

    play.give(Interrupted())
    play.device.hold()  # a device that takes nothing: no sample is given out, and the clock goes on
    for _ in range(16):
        if play.exit_code is None:
            play.wait(0.25)
            play.give(Tick())

    assert play.exit_code == 130
    assert not ended(play).finished
