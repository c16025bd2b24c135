#!/usr/bin/env python3
"""How much longer the shell waits for a completed name than for the bare command.

The runs alternate, so that other work of the machine slows all of them equally. The bare command
is `coach --help`, which reads no library. Bytecode and the library's index are there before
the first measured run, as they are for a person who has used coach once.

    bench/completion.py [--short]      exit 1 where the bound is broken
"""

import os
import statistics
import subprocess
import sys
import tempfile
from timeit import default_timer as clock

MORE_MS = 100
PAIRS, SHORT = 25, 9
OURS = [sys.executable, "-c", "from coach.__main__ import main; main()"]  # as its script on the path does

COMPLETIONS = {
    "coach start desk": ("coach start desk", 2, "desk-reset"),
    "coach list --category m": ("coach list --category m", 3, "massage"),
}


def seconds(words: list[str], env: dict[str, str], expected: str) -> float:
    start = clock()
    result = subprocess.run([*OURS, *words], env=env, capture_output=True, text=True)
    duration = clock() - start
    if result.returncode or expected not in result.stdout:
        sys.exit(f"coach {' '.join(words)} gave no {expected!r}:\n{result.stdout}{result.stderr}")
    return duration


def main() -> None:
    pairs = SHORT if "--short" in sys.argv[1:] else PAIRS
    with tempfile.TemporaryDirectory() as folder:
        home = {**os.environ, "COACH_HOME": folder}
        runs = {"coach --help": (["--help"], home, "Usage")}
        for name, (words, number, expected) in COMPLETIONS.items():
            completion_env = {
                "_COACH_COMPLETE": "complete_bash",
                "COMP_WORDS": words,
                "COMP_CWORD": str(number),
            }
            runs[name] = ([], {**home, **completion_env}, expected)
        for run in runs.values():
            seconds(*run)
        durations = {name: [0.0] * pairs for name in runs}
        for index in range(pairs):
            for name, run in runs.items():
                durations[name][index] = seconds(*run)
    bare = statistics.median(durations.pop("coach --help"))
    print(f"{'coach --help':34}{bare * 1000:7.0f} ms")
    differences = {name: (statistics.median(times) - bare) * 1000 for name, times in durations.items()}
    for name, value in differences.items():
        print(f"{name + ' <tab>':34}{value:+7.0f} ms   (at most +{MORE_MS})")
    sys.exit(any(value > MORE_MS for value in differences.values()))


if __name__ == "__main__":
    main()
