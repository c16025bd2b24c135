"""The speech worker that was started before anything else was imported.

`__main__` puts it here for `start` and `say`, where its start is most of the wait
for the first word; the command takes it. A worker that nobody took is ended when the program ends.
Imports nothing that costs time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

process: Popen[bytes] | None = None


def take() -> Popen[bytes] | None:
    """Return the worker, which the caller then has to end; `None` where there is none."""
    global process
    worker, process = process, None
    return worker


def close() -> None:
    """End the worker if nobody took it."""
    unused = take()
    if unused is not None:
        unused.kill()
        unused.communicate()
