#!/usr/bin/env python3
"""How long `coach --help` takes against a bare Typer program, and how long `coach list` takes.

`coach list` is also timed with ten thousand routines of the person's own, but for the
first run, which makes the index.

The two alternate, so that other work of the machine slows both equally. The bare
program is measured twice: as Typer comes, with rich drawing its help, and with rich
turned off, as ours is. The bound holds against the faster one.

    bench/startup.py [PAIRS]    15 pairs, or so many
    bench/startup.py --short    7 pairs, and no routines of one's own

Exit 1 where a bound is broken.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from timeit import default_timer as clock

from coach.files.paths import data_root

HELP_RATIO = 1.3
LIST_SECONDS = 0.35
OWN_SECONDS = 1.0
OWN_COUNT = 10_000
PAIRS, FEW = 15, 7
OWN_LIST = f"coach list, {OWN_COUNT} of one's own"

BARE = """
import typer

app = typer.Typer()


@app.command()
def hello(name: str, loudly: bool = False) -> None:
    "Say hello."
    print(name)


@app.command()
def goodbye(name: str) -> None:
    "Say goodbye."
    print(name)


app()
"""

OURS = [sys.executable, "-c", "from coach.__main__ import main; main()"]  # as its script on the path does


def seconds(command: Sequence[str], env: Mapping[str, str]) -> float:
    start = clock()
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    duration = clock() - start
    if result.returncode or not result.stdout:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr}")
    return duration


def write_routines(home: Path) -> None:
    """Write many different routines of the person's own."""
    folder = home / "config" / "routines" / "posture"
    folder.mkdir(parents=True)
    built_in = (data_root() / "routines" / "posture" / "desk-reset.toml").read_text()
    for number in range(OWN_COUNT):
        text = built_in.replace('name = "Desk reset"', f'name = "Desk reset {number}"')
        (folder / f"own-{number}.toml").write_text(text)


def own_list(folder: Path, env: Mapping[str, str], times: int) -> float:
    """Return how long `coach list` takes with many routines of one's own, after the first run."""
    home = folder / "own"
    write_routines(home)
    its_env = {**env, "COACH_HOME": str(home)}
    seconds([*OURS, "list"], its_env)
    return statistics.median(seconds([*OURS, "list"], its_env) for _ in range(times))


def measured(folder: Path, pairs: int) -> dict[str, float]:
    """Return the median of each command's times, taken in turns."""
    env = {**os.environ, "COACH_HOME": str(folder), "COLUMNS": "100"}
    plain = {**env, "TYPER_USE_RICH": "0"}
    program = folder / "bare.py"
    program.write_text(BARE)
    bare = [sys.executable, str(program), "--help"]
    runs = {
        "bare Typer --help": (bare, env),
        "bare Typer --help, without rich": (bare, plain),
        "coach --help": ([*OURS, "--help"], env),
        "coach list": ([*OURS, "list"], env),
    }
    for command, its_env in runs.values():
        seconds(command, its_env)  # bytecode and indexes are there from now on
    times_by_name = {name: [0.0] * pairs for name in runs}
    for index in range(pairs):
        for name, (command, its_env) in runs.items():
            times_by_name[name][index] = seconds(command, its_env)
    return {name: statistics.median(times) for name, times in times_by_name.items()}


def main() -> int:
    words = sys.argv[1:]
    short = "--short" in words
    pairs = FEW if short else int(words[0]) if words else PAIRS
    with tempfile.TemporaryDirectory() as folder:
        medians = measured(Path(folder), pairs)
        if not short:
            medians[OWN_LIST] = own_list(Path(folder), os.environ, FEW)
    for name, value in medians.items():
        print(f"{name:34}{value:7.3f} s")
    help_ratio = medians["coach --help"] / medians["bare Typer --help, without rich"]
    ratios = {"coach --help against the faster": help_ratio / HELP_RATIO}
    ratios["coach list against its bound"] = medians["coach list"] / LIST_SECONDS
    if not short:
        ratios[f"{OWN_LIST} against its bound"] = medians[OWN_LIST] / OWN_SECONDS
    print(f"coach --help takes {help_ratio:.2f} of the faster bare one (at most {HELP_RATIO})")
    for name, ratio in ratios.items():
        print(f"{name:50}{ratio:7.2f}   (at most 1 of the bound)")
    return 1 if max(ratios.values()) > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
