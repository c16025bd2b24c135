"""A session at a real terminal: its keys, its questions, its signals, and how it leaves the terminal."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from lived import WHOLE, Terminal, alive, at_home, found, has_tmux, history, waited

from bench.recording import Sink, Sound, available
from coach.clock import STOPPED as STOPPED_S
from coach.clock import Clock
from coach.cue.model import Role
from coach.history.store import Store
from coach.paths import data_root
from coach.session.events import StepEnded
from coach.speech.clips import Clips
from coach.speech.voice import key, resolve
from coach.units import Samples, Seconds

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_tmux() or not available(), reason="tmux gives these their terminal"
)

STOPPED = "Stopping here. What you did is saved."
NOTHING = np.zeros(0, dtype=np.int16)
NO_QUESTIONS = {"COACH_ASK": "false"}


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """How a session left its terminal, and what was heard of it."""

    code: int
    screen: str
    before: str
    after: str
    home: Path
    sound: Sound

    def heard(self, text: str) -> bool:
        """Return whether a line is in the sound."""
        clip = Clips(self.home / "cache" / "clips").get(key(text, Role.LINE, resolve("auto"), 220))
        half = len(self.sound) // 2
        return clip is not None and found(self.sound, clip.sound, half, half)[1] > WHOLE


def left(home: Path, act: Callable[[Terminal], None], env: dict[str, str] | None = None) -> Left:
    """Start a session, act as soon as it tells its first step, and look at the terminal before and after."""
    with ExitStack() as open_:
        sink = open_.enter_context(Sink())
        recording = open_.enter_context(sink.record())
        terminal = open_.enter_context(Terminal(at_home(home), sink.env | NO_QUESTIONS | (env or {})))
        before = terminal.answer("stty -a")
        terminal.start()
        terminal.until("3 steps")
        act(terminal)
        code = terminal.code()
        return Left(code, terminal.screen, before, terminal.answer("stty -a"), home, recording.sound)


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


def ctrl_c(home: Path) -> Left:
    return left(home, lambda terminal: terminal.type("C-c"))


def ctrl_c_twice(home: Path) -> Left:
    def press(terminal: Terminal) -> None:
        terminal.type("C-c")
        terminal.type("C-c")

    return left(home, press)


def terminated(home: Path) -> Left:
    return left(home, lambda terminal: os.kill(terminal.pid(), signal.SIGTERM))


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


def hung_up(home: Path) -> Path:
    with Sink() as sink, Terminal(at_home(home), sink.env | NO_QUESTIONS) as terminal:
        terminal.start()
        terminal.until("--- 2/3 Tap")
        pid = terminal.pid()
        terminal.close()
        waited(lambda: not alive(pid))
    return home


def suspended(home: Path) -> tuple[str, str, Left]:
    """Ctrl-Z, then `fg`, then keys; with the process's state and the terminal in between."""
    seen: list[str] = []

    def suspend(terminal: Terminal) -> None:
        pid = terminal.pid()
        terminal.type("C-z")
        terminal.until("Stopped")
        seen.append(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
        seen.append(terminal.answer("stty -a"))
        terminal.foreground()
        terminal.type("m", "Space")
        terminal.until("Going on.")
        terminal.type("q")

    ended = left(home, suspend)
    return seen[0], seen[1], ended


def stopped_for_seconds(home: Path) -> Left:
    def stop(terminal: Terminal) -> None:
        terminal.until("--- 1/3 Sit tall")
        os.kill(terminal.pid(), signal.SIGSTOP)
        Event().wait(STOPPED_S + 2)  # standing still for longer than a busy machine would make it
        terminal.foreground()
        terminal.until("Paused: the machine was asleep.")
        terminal.type("Space")
        terminal.until("Going on.")
        terminal.type("q")

    return left(home, stop)


def asked(home: Path) -> Left:
    """Questions before and after, at the first session of another day."""
    with Store.open(home / "data" / "coach.db") as store:
        yesterday = Clock().now() - timedelta(days=1)
        session = store.begin("short", "Short one", yesterday, planned=3)
        done = StepEnded(Samples(0), 1, "Tap", "tap", Seconds(6), Seconds(6), skipped=False)
        store.step_done(session, done, yesterday)
        store.end(session, yesterday, finished=True)

    def answer(terminal: Terminal) -> None:
        terminal.until("or worse? Type one")
        terminal.type("2", "Enter")
        terminal.until("Answer: 2.")
        terminal.until("How is your pain now, nought to ten? Type a number")
        terminal.type("1", "9", "BSpace", "1", "Enter")
        terminal.until("A number from 0 to 10, please")
        terminal.type("3", "Enter")
        terminal.until("Answer: 3.")
        terminal.until("How is your pain now, nought to ten? Type a number", times=2)
        terminal.type("Enter")
        terminal.until("No answer.")
        terminal.until("How hard was it, nought to ten? Type a number")
        terminal.type("1", "0", "Enter")

    return left(home, answer, {"COACH_ASK": "true"})


def not_asked(home: Path) -> Left:
    return left(home, lambda _: None)


SCENES = (
    *(keys, ctrl_c, ctrl_c_twice, terminated, crashed, hung_up, suspended),
    *(stopped_for_seconds, asked, not_asked),
)


def test_every_key_does_what_the_help_says_and_ctrl_s_stops_nothing(scene: Callable[..., Left]) -> None:
    ended = scene(keys)

    told = ["Volume 90.", "Volume 100.", "Sound off.", "Sound on.", "A little more."]
    assert ended.code == 0
    assert [what for what in told if what in ended.screen] == told
    assert ended.screen.rstrip().count(STOPPED) == 1


@pytest.mark.parametrize(
    "act", [keys, ctrl_c, ctrl_c_twice, terminated, crashed, stopped_for_seconds, asked, not_asked]
)
def test_the_terminal_is_left_as_it_was_found(scene: Callable[..., Left], act: Callable[..., Any]) -> None:
    ended = scene(act)

    assert ended.after == ended.before
    assert "icanon" in ended.after.split()


def test_ctrl_c_says_so_aloud_and_exits_with_130(scene: Callable[..., Left]) -> None:
    ended = scene(ctrl_c)

    assert ended.code == 130
    assert STOPPED in ended.screen
    assert ended.heard(STOPPED)
    assert not ended.heard("Well done.")
    assert not history(ended.home)[0].finished


def test_a_second_ctrl_c_ends_at_once(scene: Callable[..., Left]) -> None:
    ended = scene(ctrl_c_twice)

    assert ended.code == 130
    assert "Stopped. What you did is saved." in ended.screen


def test_a_term_signal_is_as_ctrl_c(scene: Callable[..., Left]) -> None:
    ended = scene(terminated)

    assert ended.code == 130
    assert STOPPED in ended.screen


def test_an_error_in_the_middle_is_told_in_a_line(scene: Callable[..., Left]) -> None:
    ended = scene(crashed)

    assert ended.code == 1
    assert "end.wav cannot be read" in ended.screen
    assert "Traceback" not in ended.screen


def test_a_window_that_is_closed_ends_the_session_and_keeps_what_was_done(
    scene: Callable[..., Path],
) -> None:
    home = scene(hung_up)

    [session] = history(home)
    assert session.ended is not None
    assert not session.finished
    assert [step.step for step in session.steps] == [0, 1]


def test_ctrl_z_pauses_and_stops_and_fg_goes_on(scene: Callable[..., tuple[str, str, Left]]) -> None:
    state, between, ended = scene(suspended)

    assert state == "T"
    assert ended.code == 0
    assert "Sound off." in ended.screen
    assert "Paused. Space goes on." in ended.screen
    assert between == ended.before
    assert ended.after == ended.before


def test_a_process_that_was_stopped_for_long_is_found_paused(scene: Callable[..., Left]) -> None:
    ended = scene(stopped_for_seconds)

    assert ended.code == 0
    assert ended.screen.index("Paused: the machine was asleep.") < ended.screen.index("Going on.")


def test_questions_are_asked_aloud_and_in_writing_and_their_answers_kept(scene: Callable[..., Left]) -> None:
    ended = scene(asked)

    latest = history(ended.home)[0]
    assert ended.code == 0
    assert dict(latest.answers) == {"morning": 2, "pain_before": 3, "effort": 10}
    assert latest.finished
    assert ended.heard("How is your pain now, nought to ten?")
    assert ended.heard("How hard was it, nought to ten?")


def test_nothing_is_asked_where_the_settings_say_so(scene: Callable[..., Left]) -> None:
    ended = scene(not_asked)

    assert ended.code == 0
    assert "nought to ten" not in ended.screen
    assert "The space bar pauses" not in ended.screen
