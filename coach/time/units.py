"""The two measures of time, and how to turn one into the other.

Pure. `Samples` count sound at the one rate that is used everywhere inside; `Seconds`
exist in files, settings and on the screen.
"""

from typing import Final, NewType

Samples = NewType("Samples", int)
"""Sound at `RATE` samples a second, mono."""

Seconds = NewType("Seconds", float)

RATE: Final = 48_000
"""Samples a second, in every timeline, clip and stream."""


def samples(seconds: float) -> Samples:
    """Return the nearest whole number of samples."""
    return Samples(round(seconds * RATE))


def seconds(count: Samples | int) -> Seconds:
    """Return `count` samples in seconds."""
    return Seconds(count / RATE)
