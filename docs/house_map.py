"""The map of the house in docs/architecture.md: every room, and every file in it, made from the code.

A room is a folder of `coach/`. Its purpose is in this file alone; the purpose of a file is the file's first
line. The rooms come in the order of the contract "Imports go down only": each may import what comes after it.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_COACH: Final = Path(__file__).parents[1] / "coach"
_TOP: Final = "coach"
ROOMS: Final = {
    "coach": "what coach does, one file a use: it begins here",
    "cli": "the command line: reads the words, calls one function, prints",
    "cli/commands": "one file a command",
    "cli/remind": "one file a command of `coach remind`",
    "cli/shared": "what several commands need; no command imports another",
    "check": "`coach check`: all that is wrong in a person's files",
    "doctor": "`coach doctor`: each part tried for real on this machine",
    "screen": "what a session tells, shown",
    "reminder": "when a reminder comes, and whether it may: pure rules, and what carries them out below",
    "reminder/agent": "the process that brings reminders",
    "reminder/autostart": "what starts the agent: systemd, launchd, Task Scheduler",
    "reminder/desktop": "the desktop: what it shows, and what goes on there",
    "reminder/file": "`reminders.toml`: what it may say, read and changed",
    "reminder/journal": "what came of each reminder, kept in the history's database",
    "control": "whoever gives commands to a session: keys, words on a pipe, signals",
    "history": "the sessions that were done; the database",
    "session": "a session under way: what comes in, what it asks for, what it tells, and its loop",
    "session/machine": "the pure machine: `step(state, now, input)` gives the next state and the effects",
    "speech": "lines to clips: who asks for them, and waits for none",
    "speech/voices": "which voices there are, tried and added",
    "speech/worker": "what runs in the speech worker's own process",
    "sound": "clips to the loudspeaker",
    "cue": "what is heard and when, in samples: pure",
    "routine": "exercises and routines",
    "routine/sharing": "routines given to others and taken from them",
    "routine/editing": "a person's own files made and changed",
    "routine/library": "which files there are, and which are in force",
    "routine/format": "what a file may say",
    "routine/lint": "what `coach check --strict` asks of a file",
    "routine/plan": "doses resolved, rounds unrolled, a routine cut to fit: pure",
    "config": "the settings in force, and what each may be",
    "files": "a person's files, whatever they say: read with places, changed with care, kept whole",
    "time": "clocks, clock times, durations, zones",
    "language": "text on its way to a terminal, a screen or an ear",
    "language/notation": "how `3 × 10`, `1:30` and `2x/day` are spoken",
}
"""The purpose of each room."""


def rooms() -> str:
    """Return the table of rooms, from the top down."""
    lines = ["| room | what it is for |", "| --- | --- |"]
    lines += [f"| [`{_room_name(room)}`](#{_anchor(room)}) | {ROOMS[room]} |" for room in _ordered()]
    return "".join(f"{line}\n" for line in lines)


def files() -> str:
    """Return one table for each room: its files, each with its purpose."""
    parts = []
    for room in _ordered():
        rows = [f"| `{path.name}` | {_purpose(path)} |" for path in _modules(room)]
        parts.append(
            "\n".join((f"### {_room_name(room)}", "", "| file | what it is |", "| --- | --- |", *rows))
        )
    return "\n\n".join(parts) + "\n"


def _ordered() -> list[str]:
    """Return the rooms, each after those that may import it. `KeyError` for one that is not in `ROOMS`."""
    settings: dict[str, Any] = tomllib.loads((_COACH.parent / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Imports go down only")
    tops = [name for layer in layers for name in layer.replace(":", "|").replace(" ", "").split("|")]
    folders = {str(path.parent.relative_to(_COACH)) for path in _COACH.rglob("*.py")} - {"."}
    unknown = folders - set(ROOMS)
    if unknown:
        raise KeyError(
            f"docs/house_map.py does not say what these rooms are for: {', '.join(sorted(unknown))}"
        )
    room_names = list(ROOMS)
    return [
        _TOP,
        *sorted(folders, key=lambda room: (tops.index(room.partition("/")[0]), room_names.index(room))),
    ]


def _modules(room: str) -> Iterator[Path]:
    folder = _COACH if room == _TOP else _COACH / room
    return (path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py")


def _purpose(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("|", "\\|")


def _room_name(room: str) -> str:
    return "coach/" if room == _TOP else f"coach/{room}/"


def _anchor(room: str) -> str:
    return _room_name(room).replace("/", "")
