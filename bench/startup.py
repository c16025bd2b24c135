#!/usr/bin/env python3
"""How long `coach --help` takes against a bare Typer program, and how long `coach list` takes.

The two alternate, so that whatever else the machine does meets both alike. The bare
program is measured twice: as Typer comes, with rich drawing its help, and with rich
turned off, as ours is. The bound holds against the faster one.

    bench/startup.py [PAIRS]      exit 1 where a bound is broken
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from timeit import default_timer as clock

HELP_RATIO = 1.3
LIST_SECONDS = 0.35

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
    ran = subprocess.run(command, env=env, capture_output=True, text=True)
    took = clock() - start
    if ran.returncode or not ran.stdout:
        sys.exit(f"{' '.join(command)} failed:\n{ran.stderr}")
    return took


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "COACH_HOME": folder, "COLUMNS": "100"}
        plain = {**env, "TYPER_USE_RICH": "0"}
        program = Path(folder) / "bare.py"
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
        took = {name: [0.0] * pairs for name in runs}
        for turn in range(pairs):
            for name, (command, its_env) in runs.items():
                took[name][turn] = seconds(command, its_env)
    middle = {name: statistics.median(times) for name, times in took.items()}
    for name, value in middle.items():
        print(f"{name:34}{value:7.3f} s")
    ratio = middle["coach --help"] / middle["bare Typer --help, without rich"]
    print(f"{'coach --help against the faster':34}{ratio:7.2f}   (at most {HELP_RATIO})")
    print(f"{'coach list against its bound':34}{middle['coach list'] / LIST_SECONDS:7.2f}   (at most 1)")
    sys.exit(ratio > HELP_RATIO or middle["coach list"] > LIST_SECONDS)


if __name__ == "__main__":
    main()
