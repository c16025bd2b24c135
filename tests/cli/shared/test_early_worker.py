"""The speech worker comes before everything else, and is never left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.cli.shared import early_worker

WATCH = """
import sys
def watch(event, args):
    if event == "subprocess.Popen":
        print("spawned", "typer" in sys.modules, "inspect" in sys.modules, file=sys.stderr)
sys.addaudithook(watch)
from coach.__main__ import main
sys.argv = ["coach", *sys.argv[1:]]
main()
"""


@pytest.fixture
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    code = "import sys; sys.stdin.read()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    early_worker.process = process
    yield process
    early_worker.process = None
    process.kill()
    process.communicate()


def spawned(home: Path, *words: str, **env: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", WATCH, *words],
        env={**os.environ, "COACH_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=30,
    )
    return [line for line in ran.stderr.splitlines() if line.startswith("spawned")]


@pytest.mark.parametrize("word", ["start", "say"])
def test_a_command_that_speaks_starts_the_worker_before_typer_is_imported(tmp_path: Path, word: str) -> None:
    assert spawned(tmp_path, word, "--no-such-flag") == ["spawned False False"]


@pytest.mark.parametrize("words", [("log",), ("--help",), ("start", "--help"), ("say", "-h")])
def test_a_command_that_speaks_nothing_starts_none(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert spawned(tmp_path, *words) == []


def test_completion_starts_none(tmp_path: Path) -> None:
    assert (
        spawned(tmp_path, "start", _COACH_COMPLETE="complete_bash", COMP_WORDS="coach s", COMP_CWORD="1")
        == []
    )


def test_a_worker_that_nobody_took_is_ended(worker: "subprocess.Popen[bytes]") -> None:
    early_worker.close()

    assert worker.poll() is not None
    assert early_worker.process is None


def test_a_worker_that_was_taken_is_left_to_whoever_took_it(worker: "subprocess.Popen[bytes]") -> None:
    taken = early_worker.take()
    early_worker.close()

    assert taken is worker
    assert worker.poll() is None
    assert early_worker.take() is None
