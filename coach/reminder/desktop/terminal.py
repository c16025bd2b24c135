"""Opens a session in a terminal window of the person's choice, from a program that has no terminal.

`window_command` is pure: what exists is passed in. `open_terminal` starts programs and returns almost
at once.

Errors: `CoachError` where no window can be opened, or nothing started.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

from coach.errors import CoachError
from coach.reminder.autostart.environment import moving_variables
from coach.time.units import Seconds

AUTO: Final = "auto"
SETTING: Final = "reminders.terminal"

_FAILS_WITHIN: Final = Seconds(0.4)
"""A terminal that fails to open does so within this time."""
_X11: Final = "DISPLAY"
_WAYLAND: Final = "WAYLAND_DISPLAY"
_ANY_DISPLAY: Final = (_X11, _WAYLAND)
_TERMINALS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "xdg-terminal-exec": ((), _ANY_DISPLAY),
    "x-terminal-emulator": (("-e",), _ANY_DISPLAY),
    "ptyxis": (("--new-window", "--"), _ANY_DISPLAY),
    "kgx": (("--",), _ANY_DISPLAY),
    "gnome-terminal": (("--",), _ANY_DISPLAY),
    "konsole": (("-e",), _ANY_DISPLAY),
    "xfce4-terminal": (("-x",), _ANY_DISPLAY),
    "mate-terminal": (("-x",), _ANY_DISPLAY),
    "tilix": (("-e",), _ANY_DISPLAY),
    "ghostty": (("-e",), _ANY_DISPLAY),
    "kitty": ((), _ANY_DISPLAY),
    "wezterm": (("start", "--"), _ANY_DISPLAY),
    "alacritty": (("-e",), _ANY_DISPLAY),
    "foot": ((), (_WAYLAND,)),
    "urxvt": (("-e",), (_X11,)),
    "st": (("-e",), (_X11,)),
    "xterm": (("-e",), (_X11,)),
}
"""Each terminal, the arguments between it and the command, and the displays of which it needs one.

First what the person or the system has chosen, then what belongs to a desktop, then the rest.
"""
_KEEP_OPEN: Final = (
    '"$@"; code=$?; case $code in 0|130) ;; *)'
    ' printf "\\nPress Enter to close this window. "; read -r _;; esac; exit $code'
)
"""Leaves the window of a failed command open, so that its output can be read."""
_MAC: Final = (
    "on run {command}",
    'tell application "Terminal" to do script command',
    'tell application "Terminal" to activate',
    "end run",
)

Which = Callable[[str], str | None]


def window_command(
    setting: str,
    command: Sequence[str],
    *,
    environ: Mapping[str, str],
    which: Which,
    platform: str = sys.platform,
) -> list[str] | None:
    """Return what opens a terminal window that runs a command; `None` where there is no display or terminal.

    `setting` is "auto", a terminal's name, or the words that stand before a command.
    """
    if platform == "win32" and setting == AUTO:
        return ["cmd", "/c", "start", "coach", *command]
    if platform == "darwin" and setting == AUTO:
        return _mac_command(command, environ)
    if platform not in ("win32", "darwin") and not has_display(environ):
        return None
    shell_command = (
        [*command]
        if platform == "win32"
        else ["sh", "-c", _KEEP_OPEN, "coach", *_with_variables(command, environ)]
    )
    opening = _setting_words(setting, which) if setting != AUTO else _first_terminal(environ, which)
    return [*opening, *shell_command] if opening else None


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether there is a display on which a window can be seen."""
    return platform in ("win32", "darwin") or any(environ.get(name) for name in _ANY_DISPLAY)


def open_terminal(command: Sequence[str], setting: str) -> str:
    """Start a command in a terminal window, or by itself where there is no display; return which."""
    if not has_display(os.environ):
        _start(command)
        return "without a window, since there is no display"
    opening = window_command(setting, command, environ=os.environ, which=shutil.which)
    if opening is None:
        raise CoachError(_no_terminal(setting, command))
    process = _start(opening)
    name = Path(opening[0]).name
    with suppress(subprocess.TimeoutExpired):
        if process.wait(_FAILS_WITHIN):
            raise CoachError(
                f"{name} opened no window (it ended with {process.returncode}). {_advice(command)}"
            )
    return f"in a window of {name}"


def _mac_command(command: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """Return what has Terminal run the command. Its windows do not get our environment."""
    script = [word for line in _MAC for word in ("-e", line)]
    return ["osascript", *script, shlex.join(_with_variables(command, environ))]


def _with_variables(command: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """Return a command with the variables that move coach's folders or clock: a terminal may have its own."""
    variables = [f"{name}={value}" for name, value in moving_variables(environ).items()]
    return [*(["env", *variables] if variables else []), *command]


def _setting_words(setting: str, which: Which) -> list[str]:
    """Return the opening words of a setting; none where it cannot be read."""
    try:
        opening = shlex.split(setting)
    except ValueError:
        return []
    if not opening or which(opening[0]) is None:
        return []
    name = Path(opening[0]).name
    return [*opening, *_TERMINALS[name][0]] if len(opening) == 1 and name in _TERMINALS else opening


def _first_terminal(environ: Mapping[str, str], which: Which) -> list[str]:
    """Return the opening words of the first terminal that exists."""
    preferred = environ.get("TERMINAL", "")
    if preferred and which(preferred):
        return [preferred, *_TERMINALS.get(Path(preferred).name, (("-e",), ()))[0]]
    for name, (flags, displays) in _TERMINALS.items():
        if any(environ.get(display) for display in displays) and which(name):
            return [name, *flags]
    return []


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a program that outlives us, without reading its output. Raises `CoachError`."""
    null = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command,
            stdin=null,
            stdout=null,
            stderr=null,
            start_new_session=os.name == "posix",
            creationflags=0x00000200 if os.name == "nt" else 0,  # a group of its own
        )
    except (OSError, ValueError) as error:
        raise CoachError(f"{command[0]} could not be started: {error}. {_advice(command)}") from error
    Thread(target=process.wait, name="session", daemon=True).start()  # nothing else waits for its end
    return process


def _no_terminal(setting: str, command: Sequence[str]) -> str:
    if setting == AUTO:
        return f"No terminal was found to open a window with. {_advice(command)}"
    return f"{SETTING} is {setting!r}, and no such terminal is there. {_advice(command)}"


def _advice(command: Sequence[str]) -> str:
    command_text = shlex.join([Path(command[0]).name, *command[1:]])
    return f'Name yours with `coach config set {SETTING} "xterm -e"`, or type: {command_text}'
