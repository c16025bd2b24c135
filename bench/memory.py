#!/usr/bin/env python3
"""How much memory a session takes, and whether it grows.

    bench/memory.py            an hour of a session: after 1 minute, and at its end
    bench/memory.py --short    three minutes: after 1 minute, and after 3
    with --natural             the same with the natural voice

Plays a real session into a sink. Memory is the RAM that the session's process and its speech
worker have alone, and their share of the RAM that they share (Pss). The peak of each (VmHWM) is
printed, too, and the bound is on that. Linux only.
Exit 1 where a bound is broken.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event

from bench.recording import Sink, available
from bench.session import COACH, home_env

MOST_MB = {"espeak": 150.0, "hibari": 300.0}
GROWTH_MB = 8.0
"""The clips of later lines are kept, each some 0.2 MB, until the session has said all its lines."""
FIRST_S = 60

ROUTINE = """
name = "Memory"
category = "mobility"
level = "gentle"
minutes = 60
"""
STEP = """
[[step]]
exercise = "march-on-spot"
duration = "10 min"
"""


def figure_mb(pid: int, file: str, name: str) -> float:
    """Return a figure of a process in MB."""
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) / 1024


def family(pid: int) -> list[int]:
    """Return the process and its children: the speech worker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def memory_mb(pid: int) -> tuple[float, float]:
    """Return the memory of the session now, and its peak."""
    pids = family(pid)
    return sum(figure_mb(member, "smaps_rollup", "Pss") for member in pids), sum(
        figure_mb(member, "status", "VmHWM") for member in pids
    )


def write_routine(home: Path) -> None:
    """Write a routine of more than an hour."""
    folder = home / "config" / "routines" / "mobility"
    folder.mkdir(parents=True)
    (folder / "memory.toml").write_text(ROUTINE + 7 * STEP)


def main() -> int:
    if not available() or sys.platform != "linux":
        print("PulseAudio is not here, or this is not Linux: nothing was measured.")
        return 0
    last = 180 if "--short" in sys.argv[1:] else 3600
    voice = "hibari" if "--natural" in sys.argv[1:] else "espeak"
    with tempfile.TemporaryDirectory() as name, Sink() as sink:
        write_routine(Path(name))
        command = [COACH, "start", "memory", "--json"]
        nowhere = subprocess.DEVNULL
        env = home_env(sink, Path(name), voice)
        session = subprocess.Popen(command, env=env, stdin=nowhere, stdout=nowhere)
        Event().wait(FIRST_S)
        early, _ = memory_mb(session.pid)
        Event().wait(last - FIRST_S)
        late, most = memory_mb(session.pid)
        session.terminate()
        session.wait()
    print(f"after {FIRST_S} s  {early:6.1f} MB")
    print(f"after {last} s {late:6.1f} MB  ({late - early:+.1f}, at most {GROWTH_MB:+g})")
    print(f"at the most {most:6.1f} MB  (at most {MOST_MB[voice]:g})")
    return 0 if most <= MOST_MB[voice] and late - early <= GROWTH_MB else 1


if __name__ == "__main__":
    sys.exit(main())
