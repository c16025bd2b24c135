"""What tests of a device share: a sound to be found in a recording, and waiting for what comes of it."""

from collections.abc import Callable
from threading import Event
from typing import Final

import numpy as np

from coach.sound.mix import Sound

PATIENCE: Final = 60.0
"""Seconds after which what is waited for is taken not to come; a busy machine is slow."""


def noise(count: int) -> Sound:
    """Return a sound of which no sample is nought."""
    chosen: Sound = np.random.default_rng(0).integers(500, 3000, count).astype(np.int16)
    return chosen


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        Event().wait(0.02)
    raise AssertionError("that did not come to be within its time")
