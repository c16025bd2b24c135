"""A session in the background speaks on and leaves the terminal to the shell; brought back, it has keys."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from lived import BRISK, at_home, history, waited
from terminal import NO_QUESTIONS, STOPPED, Left, Terminal, has_tmux, left

from bench.recording import Sink, available

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_tmux() or not available(), reason="tmux gives these their terminal"
)


@dataclass(frozen=True, slots=True)
class Behind:
    """How a session went that was in the background, and what a shell said of its terminal meanwhile."""

    left: Left
    meanwhile: str
    state: str = ""


def state(pid: int) -> str:
    """Return the state of a process: `T` where it is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def started_behind(
    home: Path, act: Callable[[Terminal], str], env: dict[str, str] | None = None, shell: str = ""
) -> Behind:
    """Start a session with `&`, act, and look at the terminal before and after."""
    with ExitStack() as open_:
        sink = open_.enter_context(Sink())
        recording = open_.enter_context(sink.record())
        terminal = open_.enter_context(Terminal(at_home(home), sink.env | NO_QUESTIONS | (env or {})))
        if shell:
            terminal.run(shell)
        before = terminal.answer("stty -a")
        terminal.run(f"clear; {sys.executable} -m coach start short {' '.join(BRISK)} --plain &")
        meanwhile = act(terminal)
        code = terminal.code()
        after = terminal.answer("stty -a")
        return Behind(Left(code, terminal.screen, before, after, home, recording.sound), meanwhile)


def waits_for(terminal: Terminal) -> None:
    (terminal.home / "code").unlink(missing_ok=True)
    terminal.run(f"wait %1; echo $? > {terminal.home}/code")


def started_with_ampersand(home: Path) -> Behind:
    def act(terminal: Terminal) -> str:
        terminal.until("--- 1/3 Sit tall")
        meanwhile = terminal.answer("stty -a")
        terminal.run("echo typed at the shell: ehq")
        terminal.until("\ntyped at the shell: ehq")
        waits_for(terminal)
        return meanwhile

    return started_behind(home, act)


def where_a_line_would_stop_it(home: Path) -> Behind:
    """The terminal is set to stop what writes to it from the background."""

    def act(terminal: Terminal) -> str:
        terminal.until("--- 1/3 Sit tall")
        meanwhile = terminal.answer("stty -a")
        waits_for(terminal)
        return meanwhile

    return started_behind(home, act, shell="stty tostop")


def brought_back(home: Path) -> Behind:
    def act(terminal: Terminal) -> str:
        terminal.until("--- 1/3 Sit tall")
        meanwhile = terminal.answer("stty -a")
        terminal.foreground()
        terminal.type("m")
        terminal.until("Sound off.")
        terminal.type("C-z")
        terminal.until("Stopped")
        terminal.run("bg")
        terminal.until("Going on.")
        terminal.foreground()
        terminal.type("m")
        terminal.until("Sound on.")
        terminal.type("q")
        return meanwhile

    return started_behind(home, act)


def in_a_shell_that_keeps_no_modes(home: Path) -> Behind:
    """dash gives a stopped job's terminal to nobody as it was, and marks no pasted text itself."""

    def act(terminal: Terminal) -> str:
        terminal.until("--- 1/3 Sit tall")
        terminal.foreground()
        terminal.type("m")
        terminal.until("Sound off.")
        terminal.type("C-z")
        terminal.until("Stopped")
        meanwhile = terminal.answer("stty -a")
        terminal.foreground()
        terminal.type("m")
        terminal.until("Sound on.")
        terminal.type("q")
        return meanwhile

    return started_behind(home, act, shell="exec dash -i")


def stopped_and_sent_behind(home: Path) -> Behind:
    """Ctrl-Z, then `bg`."""
    seen: list[str] = []

    def act(terminal: Terminal) -> None:
        pid = terminal.pid()
        terminal.until("--- 1/3 Sit tall")
        terminal.type("C-z")
        terminal.until("Stopped")
        (home / "code").unlink(missing_ok=True)
        terminal.run("bg")
        terminal.until("Going on.")
        seen.extend((terminal.answer("stty -a"), state(pid)))
        terminal.run(f"wait %1; echo $? > {home}/code")

    ended = left(home, act)
    return Behind(ended, *seen)


def stopped_behind(home: Path) -> Behind:
    """Stopped by another in the background, and let go on there."""

    def act(terminal: Terminal) -> str:
        terminal.until("--- 1/3 Sit tall")
        os.kill(terminal.pid(), signal.SIGTSTP)
        waited(lambda: state(terminal.pid()) == "T")
        os.kill(terminal.pid(), signal.SIGCONT)
        terminal.until("Going on.")
        meanwhile = terminal.answer("stty -a")
        waits_for(terminal)
        return meanwhile

    return started_behind(home, act)


def pasted(home: Path) -> Left:
    def act(terminal: Terminal) -> None:
        terminal.until("--- 1/3 Sit tall")
        for text in ("q", "The quick brown fox", "e\nh\nq\n"):
            terminal.paste(text)
        terminal.type("M-q", "M-e", "F1", "F5", "C-Up", "m")
        terminal.until("Sound off.")

    return left(home, act)


SCENES = (
    *(started_with_ampersand, where_a_line_would_stop_it, brought_back, in_a_shell_that_keeps_no_modes),
    *(stopped_and_sent_behind, stopped_behind, pasted),
)


@pytest.mark.parametrize(
    "act", [started_with_ampersand, where_a_line_would_stop_it, stopped_and_sent_behind, stopped_behind]
)
def test_in_the_background_it_speaks_to_its_end(
    scene: Callable[..., Behind], act: Callable[..., Behind]
) -> None:
    ended = scene(act).left

    assert ended.code == 0
    assert "  Done." in ended.screen
    assert ended.heard("Well done.")
    assert history(ended.home)[0].finished


@pytest.mark.parametrize(
    "act",
    [
        *(started_with_ampersand, brought_back, in_a_shell_that_keeps_no_modes),
        *(stopped_and_sent_behind, stopped_behind),
    ],
)
def test_the_terminal_is_the_shells_meanwhile_and_afterwards(
    scene: Callable[..., Behind], act: Callable[..., Behind]
) -> None:
    behind = scene(act)

    assert behind.meanwhile == behind.left.before
    assert behind.left.after == behind.left.before


def test_what_is_typed_at_the_shell_is_no_key_of_a_session_behind_it(scene: Callable[..., Behind]) -> None:
    ended = scene(started_with_ampersand).left

    assert "\ntyped at the shell: ehq" in ended.screen
    assert "The harder way" not in ended.screen


def test_sent_on_in_the_background_it_runs(scene: Callable[..., Behind]) -> None:
    assert scene(stopped_and_sent_behind).state != "T"


@pytest.mark.parametrize("act", [brought_back, in_a_shell_that_keeps_no_modes])
def test_brought_back_it_takes_keys_as_often_as_it_is(
    scene: Callable[..., Behind], act: Callable[..., Behind]
) -> None:
    ended = scene(act).left

    assert ended.code == 0
    assert ended.screen.index("Sound off.") < ended.screen.index("Sound on.") < ended.screen.index(STOPPED)


def test_pasted_text_and_keys_that_are_none_ask_for_nothing(scene: Callable[..., Left]) -> None:
    ended = scene(pasted)

    assert ended.code == 0
    assert "  Done." in ended.screen
    assert [
        what for what in ("way from here", STOPPED, "Paused", "A little more") if what in ended.screen
    ] == []
