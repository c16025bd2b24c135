#!/usr/bin/env python3
"""How long `coach check` takes for all that is built in, and for ten thousand own routines.

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

from bench.startup import OURS, OWN_COUNT, write_routines

BUILT_IN_SECONDS = 1.0
STRICT_SECONDS = 2.0  # it lays every routine and exercise in every way of doing it
OWN_SECONDS = 20.0
TIMES, FEW = 5, 3
PLAIN, STRICT = "coach check", "coach check --strict"


def timed_check(home: Path, words: Sequence[str] = (), code: int = 0) -> tuple[float, str]:
    """Return the seconds that a check takes, and what it wrote on its terminal. It must leave with `code`."""
    our_end, its_end = pty.openpty()
    screen = bytearray()
    reader = Thread(target=_read, args=(our_end, screen))
    reader.start()
    env = {**os.environ, "COACH_HOME": str(home)}
    start = clock()
    result = subprocess.run(
        [*OURS, "check", *words], env=env, stdout=subprocess.PIPE, stderr=its_end, text=True
    )
    duration = clock() - start
    os.close(its_end)
    reader.join()
    os.close(our_end)
    if result.returncode != code or not result.stdout:
        sys.exit(f"coach check {' '.join(words)} left with {result.returncode}:\n{result.stdout[-2000:]}")
    return duration, screen.decode("utf-8", "replace")


def _read(terminal: int, screen: bytearray) -> None:
    while True:
        try:
            data = os.read(terminal, 65_536)
        except OSError:  # the other end was closed
            return
        if not data:
            return
        screen += data


def built_in(home: Path, times: int) -> dict[str, float]:
    """Return the median of several checks of all that is built in."""
    medians: dict[str, float] = {}
    for command, words in ((PLAIN, []), (STRICT, ["--strict"])):
        cold_times, warm_times = [], []
        for _ in range(times):
            shutil.rmtree(home / "cache", ignore_errors=True)
            cold_times.append(timed_check(home, words)[0])
            warm_times.append(timed_check(home, words)[0])
        medians[f"{command}, no index"] = statistics.median(cold_times)
        medians[command] = statistics.median(warm_times)
    return medians


def many_routines(home: Path) -> dict[str, float]:
    """Return how long a check of ten thousand takes, good ones and bad ones."""
    write_routines(home)
    durations = {f"coach check, {OWN_COUNT} of one's own, no index": timed_with_bar(home)}
    durations[f"coach check, {OWN_COUNT} of one's own"] = timed_with_bar(home)
    for name, add_mistake in MISTAKES.items():
        for file in (home / "config" / "routines").rglob("*.toml"):
            file.write_text(add_mistake(file.read_text(), file.stem))
        durations[f"the same, {name} in each"] = timed_with_bar(home, 2)
    return durations


def timed_with_bar(home: Path, code: int = 0) -> float:
    duration, screen = timed_check(home, code=code)
    if not re.search(r"Reading .*100%", screen):
        sys.exit(f"No bar came to its end:\n{screen[-500:]!r}")
    return duration


MISTAKES: dict[str, Callable[[str, str], str]] = {
    "an unknown exercise": lambda text, name: text.replace('exercise = "', f'exercise = "{name}-', 1),
    "an unknown key as well": lambda text, _: text.replace("\nminutes", "\nminuts", 1),
}


def main() -> int:
    words = sys.argv[1:]
    short = "--short" in words
    times = FEW if short else int(words[0]) if words else TIMES
    with tempfile.TemporaryDirectory() as folder:
        durations = built_in(Path(folder) / "none", times)
        bounds = {name: STRICT_SECONDS if name.startswith(STRICT) else BUILT_IN_SECONDS for name in durations}
        if not short:
            durations |= (many_durations := many_routines(Path(folder) / "own"))
            bounds |= dict.fromkeys(many_durations, OWN_SECONDS)
    for name, value in durations.items():
        print(f"{name:52}{value:7.2f} s   (at most {bounds[name]:g})")
    return 1 if any(value > bounds[name] for name, value in durations.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
