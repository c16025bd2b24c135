"""Run the tests that do not go by real time at other moments, in other places and in another language.

    python tests/other_times.py            every moment: by hand, for it takes long
    python tests/other_times.py --short    what has to do with dates, at one awkward moment: in CI
    python tests/other_times.py WORDS      these words for pytest, at every moment

The clock is libfaketime's. Each run begins shortly before its moment and lasts until after it.
"""

import os
import re
import subprocess
import sys
import time  # noqa: TID251 - how long a run took, and how far off its clock is
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

ROOT: Final = Path(__file__).parents[1]
LIBRARY: Final = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
DATED: Final = (
    *("tests/history", "tests/time/test_clock.py", "tests/test_docs.py", "tests/cli/commands/test_log.py"),
    *("tests/cli/shared/test_output.py", "tests/reminder/file/test_store.py"),
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/cli/remind/test_*.py")),
)
"""The tests that read the real clock; all others are given one."""
SLEEP: Final = """\
import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
"""Under libfaketime, which knows Python's way of sleeping no more, `time.sleep` raises an error."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """When and where a run begins, in what language, and how wide its window is said to be."""

    moment: str
    zone: str
    language: str
    columns: int

    def __str__(self) -> str:
        """Return it as a line shows it."""
        day = datetime.fromisoformat(self.moment)
        return f"{day:%a} {self.moment} {self.zone}, {self.language}, {self.columns} columns"

    def env(self, patches: str) -> dict[str, str]:
        """Return the environment of a run that begins now; Python finds `SLEEP` in that folder."""
        there = datetime.fromisoformat(self.moment).replace(tzinfo=ZoneInfo(self.zone))
        return {
            **os.environ,
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME": f"{there.timestamp() - time.time():+.0f}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": patches,
            "TZ": self.zone,
            "LC_ALL": self.language,
            "COLUMNS": str(self.columns),
        }


MOMENTS: Final = (
    Elsewhere("2032-10-30 23:59:30", "Europe/Berlin", "C", 60),  # a Saturday, before the day of 25 hours
    Elsewhere("2032-03-28 01:59:00", "Europe/Berlin", "C.UTF-8", 200),  # a Sunday; an hour is left out
    Elsewhere("2032-05-31 23:59:00", "Pacific/Auckland", "C.UTF-8", 100),  # a Monday; a month ends
    Elsewhere("2028-02-29 23:59:00", "America/St_Johns", "C", 100),  # a Tuesday
    Elsewhere("2032-06-30 05:59:00", "UTC", "C.UTF-8", 20),  # a Wednesday
    Elsewhere("2032-10-28 23:59:00", "Africa/Cairo", "C", 80),  # a Thursday; its last hour begins again
    Elsewhere("2032-12-31 23:59:00", "Asia/Kolkata", "C.UTF-8", 40),  # a Friday; a year ends
)
"""Each day of the week, both changes of the clock, and the ends of days, months and years.

All are years ahead: of a clock that is behind coach's own files, its doctor says that it is wrong.
"""


def run(there: Elsewhere, words: list[str]) -> bool:
    """Run the tests there, print a line of it and what failed, and return whether all passed."""
    chosen = ["-m", "not real_time", "-p", "no:budgets", "--ignore=tests/test_wheel.py", *words]
    began = time.monotonic()
    with TemporaryDirectory() as patches:
        (Path(patches) / "sitecustomize.py").write_text(SLEEP)
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *chosen],
            cwd=ROOT,
            env=there.env(patches),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    took, last = time.monotonic() - began, ran.stdout.rstrip().rpartition("\n")[2].strip("= ")
    verdict = "ok    " if ran.returncode == 0 else "FAILED"
    print(f"{verdict} {took:5.0f} s  {there}: {re.sub(r' in .*', '', last)}", flush=True)
    if ran.returncode:
        print(ran.stdout[ran.stdout.find("= FAILURES =") :], ran.stderr, flush=True)
    return ran.returncode == 0


def main(words: list[str]) -> int:
    """Do what the words say; return the exit code."""
    short = words == ["--short"]
    if LIBRARY is None:
        print("There is no libfaketime, so the tests are not run at other times.")
        return 0 if short else 1
    moments = MOMENTS[:1] if short else MOMENTS
    failed = [there for there in moments if not run(there, list(DATED) if short else words)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
