"""Keeping the sound libraries' own noise off the screen.

ALSA and JACK write to the process's second file descriptor whatever anybody says. Meanwhile
what other threads write there is lost too, so it is for milliseconds only. Any thread.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_ONE: Final = Lock()
"""Two at once would each put back what the other had left."""


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Let nothing through to stderr within the block; where there is none, nothing happens."""
    with _ONE:
        try:
            kept = os.dup(2)
        except OSError:
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
