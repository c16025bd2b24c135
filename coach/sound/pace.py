"""Whether a device takes sound as fast as time passes, going by its pulls.

Pure: the moments come in as seconds. A device that opens may take what fills its buffers and nothing
after it (a suspended sink, headphones that hang), or take too little, or all at once: none of these plays.

The sound system's thread tells of the pulls, any thread may ask.
"""

from typing import Final

from coach.units import RATE

SPAN: Final = 0.5
"""Seconds over which a pace is judged."""
_SLOWEST, _FASTEST = 0.7, 1.5
"""Seconds of sound taken in a second: one late pull more or less in half a second is within it."""


class Pace:
    """The pulls of one device. `steady_at` is when half a second of sound had last been taken steadily."""

    __slots__ = ("_began", "_taken", "last", "steady_at")

    def __init__(self, now: float) -> None:
        self.last = now
        self.steady_at: float | None = None
        self._began: float | None = None
        self._taken = 0

    def pulled(self, count: int, now: float) -> None:
        """Take in that so many samples were pulled at this moment."""
        self.last = now
        if self._began is None:
            self._began = now
            return
        self._taken += count
        span = now - self._began
        if span >= SPAN:
            if _SLOWEST <= self._taken / (span * RATE) <= _FASTEST:
                self.steady_at = now
            self._began, self._taken = now, 0
