"""Whether a device takes sound as fast as time passes, going by its pulls.

Pure: the moments come in as seconds. A device that opens may take enough to fill its buffers and nothing
after that (a suspended sink, headphones that hang), or take too little, or all at once: none of these plays.

The sound system's thread reports the pulls, any thread may ask.
"""

from typing import Final

from coach.time.units import RATE

SPAN: Final = 0.5
"""Seconds over which a pace is judged."""
_SLOWEST, _FASTEST = 0.7, 1.5
"""Seconds of sound taken in a second: one late pull more or less in half a second is within it."""
_LEAST, _MOST = 0.25, 4.0
"""The pace on a machine where ten others want every core; beyond these limits nobody can listen."""


class Pace:
    """The pulls of one device. `last` is when it pulled last.

    `steady_at` is when half a second of sound had last been taken steadily, `moved_at` when at any pace
    that can be listened to.
    """

    __slots__ = ("_samples_taken", "_span_start", "last", "moved_at", "steady_at")

    def __init__(self, now: float) -> None:
        self.last = now
        self.steady_at: float | None = None
        self.moved_at: float | None = None
        self._span_start: float | None = None
        self._samples_taken = 0

    def note_pull(self, count: int, now: float) -> None:
        """Note that so many samples were pulled at this moment."""
        self.last = now
        if self._span_start is None:
            self._span_start = now
            return
        self._samples_taken += count
        span = now - self._span_start
        if span >= SPAN:
            pace = self._samples_taken / (span * RATE)
            if _SLOWEST <= pace <= _FASTEST:
                self.steady_at = now
            if _LEAST <= pace <= _MOST:
                self.moved_at = now
            self._span_start, self._samples_taken = now, 0
