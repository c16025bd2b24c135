"""Signals at a real terminal: stopped aloud, ended at once, suspended, hung up, and found again."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from lived import alive, at_home, history, waited
from terminal import NO_QUESTIONS, STOPPED, Left, Terminal, has_tmux, left

from bench.recording import Sink, available
from coach.time.clock import STOPPED as STOPPED_S

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_tmux() or not available(), reason="tmux gives these their terminal"
)


def ctrl_c(home: Path) -> Left:
    return left(home, lambda terminal: terminal.type("C-c"))


def ctrl_c_twice(home: Path) -> Left:
    def press(terminal: Terminal) -> None:
        terminal.type("C-c")
        terminal.type("C-c")

    return left(home, press)


def terminated(home: Path) -> Left:
    return left(home, lambda terminal: os.kill(terminal.pid(), signal.SIGTERM))


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


SCENES = (ctrl_c, ctrl_c_twice, terminated, hung_up, suspended, stopped_for_seconds)


@pytest.mark.parametrize("act", [ctrl_c, ctrl_c_twice, terminated, stopped_for_seconds])
def test_the_terminal_is_left_as_it_was_found_after_a_signal(
    scene: Callable[..., Left], act: Callable[..., Any]
) -> None:
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


def test_a_second_ctrl_c_exits_with_130_too(scene: Callable[..., Left]) -> None:
    ended = scene(ctrl_c_twice)

    assert ended.code == 130
    assert "  Stopped." in ended.screen


def test_a_term_signal_is_as_ctrl_c(scene: Callable[..., Left]) -> None:
    ended = scene(terminated)

    assert ended.code == 130
    assert STOPPED in ended.screen


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
