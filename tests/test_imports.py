"""What a command loads, and what the modules that are meant to be pure reach for."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

import coach

HEAVY = {
    *("numpy", "miniaudio", "soundfile", "soxr", "pyttsx3"),
    *("apscheduler", "pydantic", "tomlkit", "textual", "tree_sitter", "tree_sitter_toml"),
}
LOADED = """
import sys
from coach.__main__ import main
sys.argv = ["coach", *sys.argv[1:]]
try:
    main()
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""
COMPLETING = {"_COACH_COMPLETE": "complete_bash", "COMP_WORDS": "coach start de", "COMP_CWORD": "2"}

ROOT = Path(coach.__file__).parent
_PURE = {
    "control": "bindings terminal_sequences",
    "cue": "estimate full_timeline instruction model patterns script sets timeline too_long wording",
    "": "errors",
    "files": "places toml_text",
    "history": "model queries",
    "language": "hours letters quantity quotes rates sanitize",
    "language/notation": "addresses days figures large_numbers notation row times units words",
    "reminder/agent": "answers notice",
    "reminder/autostart": "status unit_files",
    "reminder": "due explain icalendar_export model recurrence upcoming wording",
    "reminder/file": "parse",
    "reminder/journal": "records",
    "routine/format": "parse tables",
    "routine/library": "suggest",
    "routine": "model",
    "routine/plan": "adapt limits plan resolve work",
    "screen": "lines",
    "session": "bout effects events inputs modes replies troubles view",
    "session/machine": "commands laid_part machine progress questions state transport turn variants",
    "sound": "lay mix",
    "speech/voices": "voice",
    "speech/worker": "clip_signal sanity",
    "time": "clock_changes clock_times units",
}
PURE = {f"{room}/{name}".lstrip("/") for room, names in _PURE.items() for name in names.split()}
"""The modules that DESIGN's map marks as pure, and those that were split from them."""

WORLD = {
    *("time", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile"),
    *("threading", "asyncio", "queue", "select", "signal", "urllib"),
}
FILE_WORDS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "touch"),
    *("exists", "is_file", "is_dir", "iterdir", "glob", "rglob", "stat", "environ", "getenv"),
}
CLOCK_WORDS = {"now", "utcnow", "today", "monotonic", "perf_counter", "sleep", "urandom", "uuid4"}
ASKS = {"open", "input", "print", "exec", "eval", "__import__"}


def loaded(home: Path, words: tuple[str, ...], env: Mapping[str, str]) -> tuple[int, set[str]]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        env={**os.environ, "COACH_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ran.returncode, {module.partition(".")[0] for module in ran.stderr.split()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose index has been made, as everybody's is after the first command."""
    home = tmp_path_factory.mktemp("home")
    loaded(home, ("list",), {})
    return home


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("--help",), {}),
        (("start", "--help"), {}),
        (("list",), {}),
        (("list", "--category", "massage", "--json"), {}),
        ((), {}),
        ((), COMPLETING),
    ],
    ids=["help", "help of start", "list", "list of a kind", "coach alone", "completion"],
)
def test_what_only_tells_names_loads_no_heavy_library(
    home: Path, words: tuple[str, ...], env: Mapping[str, str]
) -> None:
    code, modules = loaded(home, words, env)

    assert code == 0
    assert "typer" in modules
    assert modules & HEAVY == set()


def test_the_look_into_what_is_loaded_sees_a_heavy_library(home: Path) -> None:
    _, modules = loaded(home, ("devices",), {"PULSE_SERVER": "unix:/nonexistent"})

    assert {"miniaudio", "numpy"} <= modules


def reached(source: str) -> Iterator[str]:
    """Yield each way in which a module reaches for a clock, chance, a file or a person."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.partition(".")[0] in WORLD)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in WORLD:
                yield module
            case ast.Call(func=ast.Name(id=name)) if name in ASKS:
                yield f"{name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in FILE_WORDS | CLOCK_WORDS:
                yield f".{name}()"
            case ast.Attribute(value=ast.Name(id="os"), attr=name):
                yield f"os.{name}"


def pure_modules() -> list[str]:
    """Return the modules of the list, and all others whose own first words say that they are pure."""
    said = set()
    for path in ROOT.rglob("*.py"):
        words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        if "\nPure" in words and "Pure but" not in words:
            said.add(path.relative_to(ROOT).with_suffix("").as_posix())
    return sorted(PURE | said)


@pytest.mark.parametrize("module", pure_modules())
def test_a_pure_module_reaches_for_no_clock_no_chance_and_no_file(module: str) -> None:
    source = (ROOT / f"{module}.py").read_text("utf-8")

    assert list(reached(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from time import monotonic",
        "from random import choice",
        "open('x')",
        "Path('x').read_text()",
        "datetime.now()",
        "os.environ['X']",
        "import urllib.request",
    ],
)
def test_the_look_into_a_module_sees_what_is_not_pure(source: str) -> None:
    assert len(list(reached(source))) == 1


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("coach", cache_dir=None)
    imported = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}

    try:
        TopologicalSorter(imported).prepare()
    except CycleError as circle:
        pytest.fail(f"a circle: {' <- '.join(circle.args[1])}")
