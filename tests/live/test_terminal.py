"""A session at a real terminal: its keys, its questions, and how it leaves the terminal."""

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lived import at_home, history
from terminal import NO_QUESTIONS, STOPPED, Left, Terminal, has_tmux, left

from bench.recording import available
from coach.files.paths import data_root
from coach.history.sessions import Sessions
from coach.session.events import StepEnded
from coach.time.clock import Clock
from coach.time.units import Samples, Seconds

NOTHING = np.zeros(0, dtype=np.int16)
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_tmux() or not available(), reason="tmux gives these their terminal"
)


def keys(home: Path) -> Left:
    def press(terminal: Terminal) -> None:
        terminal.type("C-s", "?")
        terminal.until("louder, softer")
        terminal.type("Down", "Up", "m", "m")
        terminal.until("Sound on.")
        terminal.until("one", times=1)
        terminal.until("--- 2/3 Tap")
        terminal.until("  one")
        terminal.type("Space")
        terminal.until("Paused. Space goes on.")
        terminal.type("Space")
        terminal.until("Going on.")
        terminal.type("r", "a")
        terminal.until("A little more.")
        terminal.type("h")
        terminal.until("The harder way from here.")
        terminal.type("e")
        terminal.until("As written again.")
        terminal.type("w")
        terminal.until("The next step waits for you.")
        terminal.type("w")
        terminal.until("The next step comes by itself.")
        terminal.type("Right")
        terminal.until("--- 3/3 Well done")
        terminal.type("Left")
        terminal.until("--- 2/3 Tap", times=2)
        terminal.type("q")

    return left(home, press)


def crashed(home: Path) -> Left:
    """An installation that lacks a chime: the program ends with an error in the middle of a session."""
    package = home / "package"
    for folder in ("coach", "routines", "audio"):
        shutil.copytree(data_root() / folder, package / folder)
    for file in ("config.toml", "pyproject.toml"):
        shutil.copy(data_root() / file, package / file)
    (package / "audio" / "end.wav").unlink()
    routine = 'name = "Short one"\ncategory = "education"\nlevel = "gentle"\nminutes = 1\n'
    steps = '[[step]]\nsay = "One."\n[[step]]\nsay = "Two."\n[[step]]\nexercise = "tap"\n'
    with Terminal(at_home(home, routine + steps), NO_QUESTIONS | {"PYTHONPATH": str(package)}) as terminal:
        before = terminal.answer(f"cd {package}; stty -a")
        terminal.start()
        code = terminal.code()
        return Left(code, terminal.screen, before, terminal.answer("stty -a"), home, NOTHING)


def asked(home: Path) -> Left:
    """Questions before and after, at the first session of another day."""
    with Sessions.open(home / "data" / "coach.db") as store:
        yesterday = Clock().now() - timedelta(days=1)
        session = store.begin("short", "Short one", yesterday, planned=3)
        done = StepEnded(Samples(0), 1, "Tap", "tap", Seconds(6), Seconds(6), skipped=False)
        store.step_done(session, done, yesterday)
        store.end(session, yesterday, finished=True)

    def answer(terminal: Terminal) -> None:
        terminal.until("or worse? Type one")
        terminal.type("2", "Enter")
        terminal.until("Answer: 2.")
        terminal.until("How is your pain now, zero to ten? Type a number")
        terminal.type("1", "9", "BSpace", "1", "Enter")
        terminal.until("A number from 0 to 10, please")
        terminal.type("3", "Enter")
        terminal.until("Answer: 3.")
        terminal.until("How is your pain now, zero to ten? Type a number", times=2)
        terminal.type("Enter")
        terminal.until("No answer.")
        terminal.until("How hard was it, zero to ten? Type a number")
        terminal.type("1", "0", "Enter")

    return left(home, answer, {"COACH_ASK": "true"})


def answered_amiss(home: Path) -> Left:
    """Answers that are no whole number, in letters that are keys elsewhere."""

    def act(terminal: Terminal) -> None:
        terminal.until("How is your pain now, zero to ten? Type a number")
        answers = ("0", ".", "5"), ("-", "1"), ("h", "e", "r", "Space", "Right")
        for times, answer in enumerate(answers, start=1):
            for key in (*answer, "Enter"):
                terminal.type(key)
            terminal.until("A number from 0 to 10, please", times=times)
        terminal.type("2", "Enter")
        terminal.until("Answer: 2.")
        terminal.until("--- 1/3 Sit tall")
        terminal.type("q")

    return left(home, act, {"COACH_ASK": "true"})


def not_asked(home: Path) -> Left:
    return left(home, lambda _: None)


SCENES = (keys, crashed, asked, answered_amiss, not_asked)


def test_every_key_does_what_the_help_says_and_ctrl_s_stops_nothing(scene: Callable[..., Left]) -> None:
    ended = scene(keys)

    told = ["Volume 90.", "Volume 100.", "Sound off.", "Sound on.", "A little more."]
    assert ended.code == 0
    assert [what for what in told if what in ended.screen] == told
    assert ended.screen.rstrip().count(STOPPED) == 1


@pytest.mark.parametrize("act", [keys, crashed, asked, not_asked])
def test_the_terminal_is_left_as_it_was_found(scene: Callable[..., Left], act: Callable[..., Any]) -> None:
    ended = scene(act)

    assert ended.after == ended.before
    assert "icanon" in ended.after.split()


def test_an_error_in_the_middle_is_told_in_a_line(scene: Callable[..., Left]) -> None:
    ended = scene(crashed)

    assert ended.code == 1
    assert "end.wav cannot be read" in ended.screen
    assert "Traceback" not in ended.screen


def test_questions_are_asked_aloud_and_in_writing_and_their_answers_kept(scene: Callable[..., Left]) -> None:
    ended = scene(asked)

    latest = history(ended.home)[0]
    assert ended.code == 0
    assert dict(latest.answers) == {"morning": 2, "pain_before": 3, "effort": 10}
    assert latest.finished
    assert ended.heard("How is your pain now, zero to ten?")
    assert ended.heard("How hard was it, zero to ten?")


def test_what_is_no_whole_number_is_asked_for_again_and_its_letters_are_no_keys(
    scene: Callable[..., Left],
) -> None:
    ended = scene(answered_amiss)

    asked_for = ("way from here", "Paused", "No answer")
    assert ended.code == 0
    assert dict(history(ended.home)[0].answers) == {"pain_before": 2}
    assert [what for what in asked_for if what in ended.screen] == []


def test_nothing_is_asked_where_the_settings_say_so(scene: Callable[..., Left]) -> None:
    ended = scene(not_asked)

    assert ended.code == 0
    assert "zero to ten" not in ended.screen
    assert "The space bar pauses" not in ended.screen
