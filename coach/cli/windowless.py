"""The coach without a window, as Windows starts it at log-in: its output goes to a file.

Called as `pythonw -P -m coach.cli.windowless LOG HOME [NAME=VALUE...] WORD...`; an empty HOME leaves
the usual one. It is needed because a task of Windows can neither set a variable nor keep what a program
prints.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_LARGEST_LOG: Final = 1_000_000
"""Bytes of a log, after which a new log is begun; one old log is kept."""


def main(log: str, home: str, *words: str) -> None:
    """Run a command of coach to its end, its output in the file `log`."""
    path = Path(log)
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        if path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
    if home:
        os.environ["COACH_HOME"] = home
    while words and "=" in words[0]:  # no command of coach has that in its name
        name, _, value = words[0].partition("=")
        os.environ[name], words = value, words[1:]
    sys.stdout = sys.stderr = path.open("a", encoding="utf-8", errors="replace", buffering=1)
    sys.argv = ["coach", *words]
    from coach.__main__ import main as run

    run()


if __name__ == "__main__":
    main(*sys.argv[1:])
