"""How a terminal window is opened, told from what exists; and a real one, which opens and runs a command."""

import os
import shlex
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktops import Screen, need
from lived import waited

from coach.errors import CoachError
from coach.reminder.desktop.terminal import open_terminal, window_command

X = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
COMMAND = ["coach", "start", "desk-reset"]
LINUX = "linux"


def _has(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def _opening(setting: str, environ: dict[str, str], *programs: str) -> list[str] | None:
    """Return the words before the shell that runs the command."""
    found = window_command(setting, COMMAND, environ=environ, which=_has(*programs), platform=LINUX)
    if found is None:
        return None
    assert found[-3:] == COMMAND
    return found[: found.index("sh")]


@pytest.mark.parametrize(
    ("environ", "programs", "opening"),
    [
        (X, ("xterm", "gnome-terminal"), ["gnome-terminal", "--"]),
        (X, ("xterm", "x-terminal-emulator"), ["x-terminal-emulator", "-e"]),
        (X, ("foot", "xterm"), ["xterm", "-e"]),
        (WAYLAND, ("foot", "xterm"), ["foot"]),
        (WAYLAND, ("xterm",), None),
        (X, (), None),
        ({**X, "TERMINAL": "wezterm"}, ("wezterm", "xterm"), ["wezterm", "start", "--"]),
        ({**X, "TERMINAL": "strange"}, ("strange", "xterm"), ["strange", "-e"]),
        ({**X, "TERMINAL": "gone"}, ("xterm",), ["xterm", "-e"]),
        ({}, ("xterm",), None),
    ],
)
def test_the_terminal_of_the_system_is_found(
    environ: dict[str, str], programs: tuple[str, ...], opening: list[str] | None
) -> None:
    assert _opening("auto", environ, *programs) == opening


@pytest.mark.parametrize(
    ("setting", "opening"),
    [
        ("kitty --hold", ["kitty", "--hold"]),
        ("konsole", ["konsole", "-e"]),
        ("/usr/bin/kitty", None),
        ("'my term' -x", ["my term", "-x"]),
        ("gone", None),
        ("", None),
        ("kitty '", None),
    ],
)
def test_a_terminal_that_was_chosen_is_opened_with_its_own_words(
    setting: str, opening: list[str] | None
) -> None:
    assert _opening(setting, X, "kitty", "konsole", "my term", "xterm") == opening


def test_on_a_mac_its_terminal_is_told_the_command_in_one_word_with_the_settings_that_it_would_not_know() -> (
    None
):
    environ = {"COACH_HOME": "/tmp/my home", "OTHER": "1"}

    found = window_command(
        "auto", ["/opt/my coach", "start"], environ=environ, which=_has(), platform="darwin"
    )

    assert found is not None
    assert found[0] == "osascript"
    assert shlex.split(found[-1]) == ["env", "COACH_HOME=/tmp/my home", "/opt/my coach", "start"]


def test_on_windows_a_window_is_started() -> None:
    found = window_command("auto", COMMAND, environ={}, which=_has(), platform="win32")

    assert found == ["cmd", "/c", "start", "coach", *COMMAND]


@pytest.fixture
def screen(in_real_time: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    with Screen() as screen:
        monkeypatch.setenv("DISPLAY", screen.display)
        for name in ("WAYLAND_DISPLAY", "TERMINAL"):
            monkeypatch.delenv(name, raising=False)
        yield screen


def _program(folder: Path, script: str) -> str:
    path = folder / "a program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@need("Xvfb", "xterm")
@pytest.mark.parametrize("setting", ["xterm", "xterm -e"])
def test_a_window_opens_in_which_the_command_runs_at_a_terminal(
    screen: Screen, tmp_path: Path, setting: str
) -> None:
    told = tmp_path / "told"
    program = _program(tmp_path, 'tty > "$2.new"; echo "$1" >> "$2.new"; mv "$2.new" "$2"')

    said = open_terminal([program, 'two  words; "$HOME"', str(told)], setting)

    waited(told.exists, "a command in a window")
    terminal, given = told.read_text().splitlines()
    assert terminal.startswith("/dev/")
    assert given == 'two  words; "$HOME"'
    assert said == "in a window of xterm"


@need("Xvfb", "xterm")
@pytest.mark.parametrize(("code", "stays"), [(1, True), (0, False), (130, False)])
def test_a_window_stays_open_to_be_read_where_the_command_failed(
    screen: Screen, tmp_path: Path, code: int, stays: bool
) -> None:
    parent = tmp_path / "parent"
    program = _program(tmp_path, f'echo $PPID > "$1.new"; mv "$1.new" "$1"; exit {code}')

    open_terminal([program, str(parent)], "xterm")

    waited(parent.exists, "a command in a window")
    shell = Path("/proc", parent.read_text().strip())
    if stays:
        waited(lambda: _reads_its_terminal(shell), "a shell that waits for Enter")
    else:
        waited(lambda: not shell.exists(), "the end of the window")


def _reads_its_terminal(process: Path) -> bool:
    """Return whether a process waits for its terminal, once all that it has started is over."""
    children = (process / "task" / process.name / "children").read_text().split()
    return not children and (process / "stat").read_text().rpartition(") ")[2][0] == "S"


@need("Xvfb")
def test_a_terminal_that_opens_no_window_is_told_with_what_to_do(screen: Screen, tmp_path: Path) -> None:
    broken = shlex.quote(_program(tmp_path, "exit 3"))

    # Whoever is slower to fail than a terminal may be, on a busy machine, is tried again.
    said = waited(lambda: _failure(broken), "a failure")

    assert "a program opened no window (it ended with 3). " in said
    assert said.endswith(" or type: coach start desk-reset")
    assert "reminders.terminal is 'gone', and no such terminal is there. " in _failure("gone")


def _failure(setting: str) -> str:
    try:
        open_terminal(COMMAND, setting)
    except CoachError as error:
        return str(error)
    return ""


def test_without_a_display_the_command_runs_by_itself_and_reads_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    told = tmp_path / "told"
    script = f"import sys, pathlib; p = pathlib.Path({str(told)!r}); p.write_text(repr(sys.stdin.read()))"

    said = open_terminal([sys.executable, "-c", script], "auto")

    waited(lambda: told.exists() and told.read_text(), "the command")
    assert told.read_text() == "''"
    assert "no display" in said


def test_a_session_that_is_over_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    told = tmp_path / "told"

    open_terminal([_program(tmp_path, f"echo $$ > {told}.new; mv {told}.new {told}")], "auto")

    waited(told.exists, "the command")
    waited(lambda: not Path("/proc", told.read_text().strip()).exists(), "its end")


def test_a_session_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(CoachError, match="could not be started"):
        open_terminal([f"{os.sep}nonexistent{os.sep}coach", "start"], "auto")
