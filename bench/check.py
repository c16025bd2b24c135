#!/usr/bin/env python3
"""How long `coach check` takes: of all that is built in, and of ten thousand routines of one's own.

Each is timed without an index, as after a change to coach itself, and with the index of the
run before. The many are also timed with a mistake in each, then with another beside it, so that
every line is looked up.
The error stream is a terminal, so that the bar is drawn; it must come to its end.

    bench/check.py [TIMES]    5 times each, or so many; the many once each
    bench/check.py --short    3 times each, and no routines of one's own

Exit 1 where a bound is broken.
"""

import os
import pty
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from timeit import default_timer as clock

from bench.startup import OURS, OWN, write_routines

BUILT_IN_SECONDS = 1.0
STRICT_SECONDS = 2.0  # it lays every routine and exercise in every way of doing it
OWN_SECONDS = 20.0
TIMES, FEW = 5, 3
PLAIN, STRICT = "coach check", "coach check --strict"


def watched(home: Path, words: Sequence[str] = (), code: int = 0) -> tuple[float, str]:
    """Return the seconds that a check takes, and what it wrote on its terminal. It must leave with `code`."""
    ours, its = pty.openpty()
    written = bytearray()
    reader = Thread(target=_read, args=(ours, written))
    reader.start()
    env = {**os.environ, "COACH_HOME": str(home)}
    start = clock()
    ran = subprocess.run([*OURS, "check", *words], env=env, stdout=subprocess.PIPE, stderr=its, text=True)
    took = clock() - start
    os.close(its)
    reader.join()
    os.close(ours)
    if ran.returncode != code or not ran.stdout:
        sys.exit(f"coach check {' '.join(words)} left with {ran.returncode}:\n{ran.stdout[-2000:]}")
    return took, written.decode("utf-8", "replace")


def _read(terminal: int, written: bytearray) -> None:
    while True:
        try:
            data = os.read(terminal, 65_536)
        except OSError:  # the other end was closed
            return
        if not data:
            return
        written += data


def built_in(home: Path, times: int) -> dict[str, float]:
    """Return the median of so many checks of all that is built in."""
    middle: dict[str, float] = {}
    for what, words in ((PLAIN, []), (STRICT, ["--strict"])):
        cold, warm = [], []
        for _ in range(times):
            shutil.rmtree(home / "cache", ignore_errors=True)
            cold.append(watched(home, words)[0])
            warm.append(watched(home, words)[0])
        middle[f"{what}, no index"] = statistics.median(cold)
        middle[what] = statistics.median(warm)
    return middle


def many(home: Path) -> dict[str, float]:
    """Return how long a check of ten thousand takes, good ones and bad ones."""
    write_routines(home)
    took = {f"coach check, {OWN} of one's own, no index": with_bar(home)}
    took[f"coach check, {OWN} of one's own"] = with_bar(home)
    for name, spoil in MISTAKES.items():
        for file in (home / "config" / "routines").rglob("*.toml"):
            file.write_text(spoil(file.read_text(), file.stem))
        took[f"the same, {name} in each"] = with_bar(home, 2)
    return took


def with_bar(home: Path, code: int = 0) -> float:
    took, written = watched(home, code=code)
    if not re.search(r"Reading .*100%", written):
        sys.exit(f"No bar came to its end:\n{written[-500:]!r}")
    return took


MISTAKES: dict[str, Callable[[str, str], str]] = {
    "an unknown exercise": lambda text, name: text.replace('exercise = "', f'exercise = "{name}-', 1),
    "an unknown key as well": lambda text, _: text.replace("\nminutes", "\nminuts", 1),
}


def main() -> int:
    words = sys.argv[1:]
    short = "--short" in words
    times = FEW if short else int(words[0]) if words else TIMES
    with tempfile.TemporaryDirectory() as name:
        took = built_in(Path(name) / "none", times)
        bounds = {what: STRICT_SECONDS if what.startswith(STRICT) else BUILT_IN_SECONDS for what in took}
        if not short:
            took |= (more := many(Path(name) / "own"))
            bounds |= dict.fromkeys(more, OWN_SECONDS)
    for what, value in took.items():
        print(f"{what:52}{value:7.2f} s   (at most {bounds[what]:g})")
    return 1 if any(value > bounds[what] for what, value in took.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
