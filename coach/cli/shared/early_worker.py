"""The speech worker that was started before anything else was imported.

`__main__` puts it here for `start` and `say`, where its start is most of the wait
for the first word; the command takes it. One that nobody took is ended at the end.
Imports nothing that costs time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

process: Popen[bytes] | None = None


def take() -> Popen[bytes] | None:
    """Give the worker away, to be ended by whoever took it; `None` where there is none."""
    global process
    taken, process = process, None
    return taken


def close() -> None:
    """End the worker if nobody took it."""
    unused = take()
    if unused is not None:
        unused.kill()
        unused.communicate()
