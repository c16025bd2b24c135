"""`coach` called as a person calls it: in a process of its own, with a home of its own."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lived import NO_SOUND, clean_env

Ran = subprocess.CompletedProcess[str]


def coach(
    home: Path,
    *words: str,
    env: Mapping[str, str] = NO_SOUND,
    given: str = "",
    before: Sequence[str] = (),
) -> Ran:
    """Run a command to its end. `before` is a command that runs it, `given` what is on its input."""
    return subprocess.run(
        [*before, sys.executable, "-m", "coach", *words],
        input=given,
        env=clean_env(home, env),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
