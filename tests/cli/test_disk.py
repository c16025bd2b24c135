"""A full disk, or one that nobody may write, costs a person none of their files, and is told."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from called import Ran, coach
from disks import disk, fill, needs_mount, read_only
from lived import NO_SOUND, ROUTINE, at_home

pytestmark = [
    needs_mount,
    pytest.mark.skipif(sys.platform != "linux", reason="the disks are made by Linux's means"),
]
EDIT = {**NO_SOUND, "VISUAL": "true"}
COMMANDS = [
    ("set", "short", "2", "reps", "4"),
    ("set", "desk-reset", "2", "reps", "4"),
    ("edit", "desk-reset"),
    ("new", "Mine"),
    ("share", "short", "-o", "short-shared.toml"),
    ("import", "shared.toml", "--yes"),
    ("schema", "--write"),
]


def tried(home: Path, words: tuple[str, ...], spoil: Callable[[Path], None]) -> tuple[Ran, bool]:
    """Run a command on a disk that was spoilt; return that, and whether all files are as they were."""
    with disk(home, "400k"):
        at_home(home, ROUTINE)
        shared = coach(home, "share", "short").stdout.replace("short", "other").replace("Short", "Another")
        (home / "shared.toml").write_text(shared)
        spoil(home)
        before = contents(home)
        ran = coach(home, *(str(home / word) if word.endswith(".toml") else word for word in words), env=EDIT)
        return ran, contents(home) == before


def contents(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("spoil", "why"), [(fill, "no space left on device"), (read_only, "read-only file")])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_cannot_be_written_leaves_all_as_it_was_and_is_told(
    tmp_path: Path, words: tuple[str, ...], spoil: Callable[[Path], None], why: str
) -> None:
    ran, same = tried(tmp_path / "home", words, spoil)

    assert ran.returncode == 1
    assert f"could not be written ({why}" in ran.stderr
    assert "nothing there was changed." in ran.stderr
    assert same
