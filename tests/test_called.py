"""A command that tests call by a fork says and does what one with an interpreter of its own does."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND, at_home, history
from reminding import written
from scenes import DESK

from coach.cli.app import COMMANDS
from coach.cli.remind.group import COMMANDS as REMIND

EACH: Mapping[str, tuple[str, ...]] = {
    "start": ("no-such-routine",),
    "list": ("--json",),
    "show": ("desk-reset", "--script"),
    "new": ("My own",),
    "edit": ("desk-reset",),
    "preview": ("no-such-routine",),
    "set": ("short", "2", "reps", "4"),
    "diff": ("short",),
    "reset": ("short", "--yes"),
    "check": ("--strict",),
    "share": ("short",),
    "import": ("no-such-file.toml",),
    "schema": ("routine",),
    "say": ("Hello.",),
    "voices": ("use", "no-such-voice"),
    "devices": (),
    "log": (),
    "remind": (),
    "config": ("set", "rate", "fast"),
    "doctor": ("--json",),
}
EACH_REMIND: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(REMIND, ()),
    "add": ("desk-reset", "--at", "25:00"),
    "edit": ("desk",),
    "remove": ("desk",),
    "run": ("--no-such-option",),
    "install": ("--no-such-option",),
    "uninstall": ("--no-such-option",),
}
NEXT = ("remind", "next", "--from", "2026-03-28", "--until", "2026-03-30")
BOTH = [(name, *EACH[name]) for name in COMMANDS] + [("remind", name, *EACH_REMIND[name]) for name in REMIND]


def both(folder: Path, *words: str, env: Mapping[str, str] = NO_SOUND, given: str = "") -> tuple[Ran, Ran]:
    """Run a command by a fork, and with an interpreter of its own, in two homes that are alike."""
    homes = folder / "forked", folder / "started"
    env = {**env, "VISUAL": "true"}
    forked, started = (
        coach(at_home(home), *words, env=env, given=given, fresh=home is homes[1]) for home in homes
    )
    return as_in(homes[1], homes[0], forked), started


def as_in(home: Path, other: Path, ran: Ran) -> Ran:
    """Return what a command said as though it had been in that home."""
    return Ran(
        ran.args,
        ran.returncode,
        ran.stdout.replace(str(other), str(home)),
        ran.stderr.replace(str(other), str(home)),
    )


def without_minutes(text: str) -> str:
    """Return the text without the minute that it is: two commands may stand on either side of one's end."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "now", text)


def files(home: Path) -> set[Path]:
    return {path.relative_to(home) for path in home.rglob("*")}


@pytest.mark.parametrize("words", BOTH, ids=" ".join)
def test_each_command_does_the_same_by_a_fork(tmp_path: Path, words: tuple[str, ...]) -> None:
    forked, started = both(tmp_path, *words)

    assert (forked.returncode, without_minutes(forked.stdout), forked.stderr) == (
        started.returncode,
        without_minutes(started.stdout),
        started.stderr,
    )
    assert files(tmp_path / "forked") == files(tmp_path / "started")
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("config",), {"COACH_RATE": "140"}),
        (("config",), {"COACH_RATE": "fast"}),
        (("remind", "add", "--help"), {"COLUMNS": "60"}),
        (("show", "desk-reset"), {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}),
        (NEXT, {"TZ": "Pacific/Auckland"}),
        (NEXT, {"TZ": "America/St_Johns"}),
        (NEXT, {"TZ": "UTC"}),
    ],
    ids=str,
)
def test_its_environment_is_its_own(tmp_path: Path, words: tuple[str, ...], env: Mapping[str, str]) -> None:
    for home in ("forked", "started"):
        written(tmp_path / home, DESK)

    forked, started = both(tmp_path, *words, env=env)

    assert (forked.returncode, forked.stdout, forked.stderr) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )


def test_it_reads_what_it_is_given(tmp_path: Path) -> None:
    ran = coach(at_home(tmp_path), "start", "short", "--mute", "--json", given="stop\n")

    assert (ran.returncode, history(tmp_path)[0].finished) == (0, False)


def test_it_stands_in_the_folder_of_whoever_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    coach(at_home(tmp_path / "home"), "share", "short", "-o", "here.toml")

    assert (tmp_path / "here.toml").is_file()


def test_its_files_are_made_under_the_umask_of_whoever_calls_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        coach(at_home(tmp_path / "home"), "share", "short", "-o", str(tmp_path / "shared.toml"))
    finally:
        os.umask(before)

    assert (tmp_path / "shared.toml").stat().st_mode & 0o777 == 0o640


def test_what_one_command_keeps_in_mind_is_unknown_to_the_next(tmp_path: Path) -> None:
    first = coach(tmp_path / "one", "config", "--json", env={"COACH_RATE": "140"})
    second = coach(tmp_path / "two", "config", "--json")

    assert '"rate": {"value": 140' in first.stdout
    assert '"rate": {"value": 155' in second.stdout
