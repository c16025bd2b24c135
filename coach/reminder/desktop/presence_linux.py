"""What programs of a Linux desktop tell: who records, what fills the screen, whether quiet is wanted.

Starts small programs, which end together with the caller. `tell` takes the name of a field of
`Presence` and its value. What a program does not say is not told.

Errors: only those of a program that cannot be started.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import Final

from coach.time.units import Seconds

Tell = Callable[[str, object], None]

_X11: Final = Path(__file__).with_name("x11_probe.py")
_ASOUND: Final = Path("/proc/asound")
_SWITCHES: Final[Sequence[tuple[str, tuple[str, ...], str]]] = (
    ("gnome", ("gsettings", "get", "org.gnome.desktop.notifications", "show-banners"), "false"),
    (
        "cinnamon",
        ("gsettings", "get", "org.cinnamon.desktop.notifications", "display-notifications"),
        "false",
    ),
    ("mate", ("gsettings", "get", "org.mate.NotificationDaemon", "do-not-disturb"), "true"),
    ("xfce", ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb"), "true"),
)
"""A desktop, the command that asks for its switch, and what that prints where it must not disturb."""


async def screen(tell: Tell) -> None:
    """Ask the X server. One that only serves a Wayland desktop sees only a part of what goes on."""
    if not os.environ.get("DISPLAY"):
        return
    output = await _output_of(sys.executable, "-I", "-S", str(_X11)) or ""
    answers = {name: int(value) for name, value in (line.split() for line in output.splitlines())}
    partly = bool(os.environ.get("WAYLAND_DISPLAY"))
    if "idle" in answers and not partly:
        tell("idle_x11", Seconds(answers["idle"] / 1000))
    if "full_screen" in answers and (answers["full_screen"] or not partly):
        tell("full_screen", bool(answers["full_screen"]))


async def microphone(tell: Tell) -> None:
    """Ask the sound server who records; where there is none, look which sound card does."""
    sources = outputs = None
    if which("pactl") and _has_sound_server(os.environ):
        lists = (_output_of("pactl", "list", "short", kind) for kind in ("sources", "source-outputs"))
        sources, outputs = await asyncio.gather(*lists)
    tell(
        "microphone",
        _is_card_recording() if sources is None or outputs is None else is_recording(sources, outputs),
    )


async def switches(tell: Tell) -> None:
    """Ask the desktop's own settings whether the person is not to be disturbed."""
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").lower()
    for name, command, undisturbed in _SWITCHES:
        if name in desktop and which(command[0]) and (output := await _output_of(*command)):
            tell("undisturbed", output.strip() == undisturbed)


def is_recording(sources: str, outputs: str) -> bool:
    """Return whether anybody records from a microphone, by what `pactl list short` prints of both.

    A source that runs without an output does so for a filter; one that is not running is not used
    now. What a loudspeaker plays can be recorded, too: that source is its monitor.
    """
    recorded_numbers = {row[1] for row in _rows(outputs, 2)}
    return any(
        state == "RUNNING" and number in recorded_numbers and not name.endswith(".monitor")
        for number, name, _, _, state, *_ in _rows(sources, 5)
    )


def _rows(table: str, fewest: int) -> list[list[str]]:
    return [row for line in table.splitlines() if len(row := line.split("\t")) >= fewest]


async def _output_of(*command: str) -> str | None:
    """Return what a program prints; `None` where it fails. It ends when the caller stops waiting."""
    env = {**os.environ, "LC_ALL": "C"}
    child = await asyncio.create_subprocess_exec(
        *command, env=env, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
    )
    try:
        output, _ = await child.communicate()
    finally:
        with suppress(ProcessLookupError):
            child.kill()
    return None if child.returncode else output.decode(errors="replace")


def _has_sound_server(environ: Mapping[str, str]) -> bool:
    """Return whether a sound server is there already: asking must not start one."""
    folders = (environ.get("PULSE_RUNTIME_PATH", ""), f"{environ.get('XDG_RUNTIME_DIR', '')}/pulse")
    return bool(environ.get("PULSE_SERVER")) or any(Path(folder, "native").exists() for folder in folders)


def _is_card_recording() -> bool | None:
    """Return whether a sound card records; `None` where the system has none."""
    files = list(_ASOUND.glob("card*/pcm*c/sub*/status"))
    if not _ASOUND.is_dir():
        return None
    return any("RUNNING" in file.read_text() for file in files)
