"""The live table of commands: what there is to call, each with its options and arguments."""

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import typer
from lived import NO_SOUND, clean_env
from typer.core import TyperCommand, TyperGroup

from coach.cli.app import COMMANDS, ELSEWHERE, app, run
from coach.cli.shared.lazy_group import LazyGroup

Words = tuple[str, ...]
Command = TyperCommand | TyperGroup

EXAMPLES: Final = {
    "": "",
    "start": "start nowhere",
    "list": "list",
    "show": "show desk-reset",
    "new": "new 'Morning neck'",
    "edit": "edit short",
    "preview": "preview nowhere",
    "set": "set short 1 say 'Sit taller.'",
    "diff": "diff desk-reset",
    "reset": "reset desk-reset",
    "check": "check --strict",
    "share": "share desk-reset",
    "import": "import nowhere.toml",
    "schema": "schema --write",
    "say": "say --voice nobody 'Sit tall.'",
    "voices": "voices",
    "voices add": "voices add nowhere.onnx",
    "voices try": "voices try nobody",
    "voices use": "voices use nobody",
    "voices prepare": "voices prepare nowhere",
    "devices": "devices",
    "log": "log",
    "log add": "log add desk-reset",
    "log export": "log export",
    "log forget": "log forget 9",
    "remind": "remind --help",
    "remind add": "remind add desk-reset --at 10:30",
    "remind list": "remind list",
    "remind next": "remind next",
    "remind why": "remind why",
    "remind snooze": "remind snooze 15m",
    "remind skip": "remind skip",
    "remind pause": "remind pause --for 2d",
    "remind resume": "remind resume",
    "remind edit": "remind edit",
    "remind remove": "remind remove nothing",
    "remind test": "remind test nothing",
    "remind log": "remind log",
    "remind status": "remind status",
    "remind run": "remind run --once",
    "remind install": "remind install --dry-run",
    "remind uninstall": "remind uninstall --help",
    "remind export": "remind export",
    "config": "config",
    "config set": "config set rate 150",
    "doctor": "doctor",
}
"""A call of each that ends by itself, in a home with the routine `short`; what it needs need not be there."""


def commands() -> Iterator[tuple[Words, Command]]:
    """Yield each command with the words that call it, groups too, the program itself first."""
    group = typer.main.get_command(app)
    assert isinstance(group, LazyGroup)
    group.register(COMMANDS, "coach.cli.commands", ELSEWHERE)
    yield from _below(group, ())


def examples() -> list[Words]:
    """Return a call of each command. Fails where one is new, and has none yet."""
    names = [" ".join(words) for words, _ in commands()]
    assert set(names) == set(EXAMPLES)
    return [tuple(shlex.split(EXAMPLES[name])) for name in names]


def ran(home: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command in this process, with nothing of this person's; return its exit code."""
    for name, value in (clean_env(home, NO_SOUND) | {"EDITOR": "true"}).items():
        monkeypatch.setenv(name, value)
    for name in set(os.environ) - set(clean_env(home, NO_SOUND)) - {"EDITOR"}:
        monkeypatch.delenv(name)
    monkeypatch.chdir(home)
    monkeypatch.setattr(sys, "argv", ["coach", *words])
    return int(run())


def _below(command: Command, words: Words) -> Iterator[tuple[Words, Command]]:
    yield words, command
    if not isinstance(command, TyperGroup):
        return
    context = command.make_context(words[-1] if words else "coach", [], resilient_parsing=True)
    for name in command.commands:
        _, inner, _ = command.resolve_command(context, [name])
        assert isinstance(inner, TyperCommand | TyperGroup)
        yield from _below(inner, (*words, name))
