"""What is heard, and what goes by real time, keep to one worker; and what takes too long fails the run."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from budgets import BUDGETS, Spent
from lanes import OTHERS, REAL_TIME, SOUND

TESTS = Path(__file__).parent
PARTS = {"Sink", "Terminal", "Bus", "Screen", "Dunst", "own_systemd"}
"""What plays sound, or is a terminal or a desktop."""
GIVEN = {"in_real_time", "alone_with_sound", "scene", "sink", "terminals"}
GIVEN |= {"bus", "screen", "dunst", "systemd"}
"""The fixtures by which a test goes by real time."""


def opened(path: Path) -> Iterator[str]:
    """Yield each test of a file that opens a real part itself and uses no fixture that says so."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            named = {func.id for func in called if isinstance(func, ast.Name)}
            if named & PARTS and not GIVEN & {argument.arg for argument in function.args.args}:
                yield f"{path.name}::{function.name}"


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_a_test_gets_what_goes_by_real_time_from_a_fixture(path: Path) -> None:
    assert list(opened(path)) == []


def ran(folder: Path, text: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run tests with the lanes, and two workers if nothing else is said; return what is printed."""
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p lanes -p budgets --dist loadgroup\n")
    for number in range(2):
        (folder / f"test_{number}.py").write_text(text)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env={**clean, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent)))},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


WORKERS = """
import os
from pathlib import Path
import pytest

def note(name):
    with open("workers", "a") as file:
        file.write(f"{name} {os.environ['PYTEST_XDIST_WORKER']}\\n")

@pytest.fixture
def sink(alone_with_sound): pass

@pytest.fixture
def terminals(in_real_time): pass

@pytest.fixture(scope="module")
def dear(on_one_worker): note(Path(__file__).stem)

@pytest.mark.parametrize("number", range(4))
def test_heard(sink, number): note("heard")

@pytest.mark.parametrize("number", range(4))
def test_heard_at_a_terminal(terminals, sink, number): note("heard")

@pytest.mark.parametrize("number", range(4))
def test_typed(terminals, number): note("typed")

@pytest.mark.parametrize("number", range(4))
def test_dear(dear, number): pass

@pytest.mark.parametrize("number", range(9))
def test_other(number): note("other")
"""


def test_what_goes_by_real_time_runs_on_one_worker_and_what_is_dear_is_made_once(tmp_path: Path) -> None:
    told = ran(tmp_path, WORKERS)

    rows = [line.split() for line in (tmp_path / "workers").read_text().splitlines()]
    assert told.returncode == 0, told.stdout
    assert len({worker for name, worker in rows if name in ("heard", "typed")}) == 1
    assert sorted(name for name, _ in rows if name.startswith("test_")) == ["test_0", "test_1"]
    assert len([name for name, _ in rows if name == "other"]) == 18
    assert f"{SOUND}, 16 tests" in told.stdout
    assert f"{REAL_TIME}, 8 tests" in told.stdout
    assert f"{OTHERS}, 26 tests" in told.stdout


def test_a_lane_over_its_budget_fails_a_run_in_which_all_passed(tmp_path: Path) -> None:
    budgets = {REAL_TIME: 0.1, OTHERS: 0.1}
    (tmp_path / "conftest.py").write_text(f"import budgets\nbudgets.BUDGETS = {budgets}\n")

    told = ran(tmp_path, "from threading import Event\ndef test_it(): Event().wait(0.2)\n")

    assert "2 passed" in told.stdout
    assert told.returncode == 1
    assert f"The lane {OTHERS!r} took" in told.stdout
    assert f"The lane {REAL_TIME!r}" not in told.stdout


def test_the_seconds_of_a_test_are_those_of_all_its_parts() -> None:
    spent = Spent({REAL_TIME: 3, OTHERS: 100})
    for test, lane, seconds in (
        ("a", REAL_TIME, 1),
        ("a", REAL_TIME, 1.5),
        ("b", REAL_TIME, 1),
        ("c", OTHERS, 2),
    ):
        spent.add(test, lane, seconds)

    lines = [" ".join(line.split()) for line in spent.lines()]
    assert lines == [
        "3.5 s of 3 s real time, 2 tests",
        "2.0 s of 100 s all others, 1 tests",
        *("2.5 s a", "2.0 s c", "1.0 s b"),
    ]
    assert [line.partition(" took ")[0] for line in spent.over()] == ["The lane 'real time'"]


def test_each_lane_has_its_budget() -> None:
    assert set(BUDGETS) == {SOUND, REAL_TIME, OTHERS}
