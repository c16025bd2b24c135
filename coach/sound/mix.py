"""Sounds laid out on one stream, and what is heard of them in a window of it.

Pure numpy. Positions are samples of the stream; sound is 16-bit, mono.
"""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.time.units import RATE, Samples

Sound = NDArray[np.int16]

FADE: Final = 6 * RATE // 1000
"""Samples over which a sound that is dropped while it sounds fades out, so that nothing clicks."""

CEILING: Final = 10 ** (-1.3 / 20)
"""The highest peak, of full scale: with what lies between the samples, sound ends below -1 dBFS."""
_HIGHEST: Final = round(CEILING * 32767)


@dataclass(frozen=True, slots=True, eq=False)
class Sounding:
    """A sound and the position of its first sample."""

    start: Samples
    sound: Sound

    @property
    def end(self) -> int:
        """The position after its last sample."""
        return self.start + len(self.sound)


class Layout:
    """Sounds in order of their start. Never changed once made; any thread may read it."""

    __slots__ = ("_longest", "_sounds", "_starts", "at", "end", "token")

    def __init__(
        self, sounds: tuple[Sounding, ...] = (), end: int = 0, token: int = -1, at: int | None = None
    ) -> None:
        """Lay out `sounds`; they are over at `end`, and `token` tells the caller's plan that they belong to.

        With `at`, the stream's position is set there when they are taken up.
        """
        self._sounds = tuple(sorted(sounds, key=lambda s: s.start))
        self._starts = [s.start for s in self._sounds]
        self._longest = max((len(s.sound) for s in self._sounds), default=0)
        self.end, self.token, self.at = end, token, at

    def within(self, at: int, count: int) -> tuple[Sounding, ...]:
        """Return the sounds that are heard in the `count` samples from `at`."""
        first = bisect_left(self._starts, at - self._longest)
        last = bisect_left(self._starts, at + count)
        return tuple(s for s in self._sounds[first:last] if s.end > at)

    def window(self, at: int, count: int) -> NDArray[np.int32]:
        """Return the sum of what sounds there, not held at the ceiling."""
        return summed(self.within(at, count), at, count)


def summed(sounds: tuple[Sounding, ...], at: int, count: int) -> NDArray[np.int32]:
    """Return the sum of the sounds' samples in the `count` samples from `at`."""
    total = np.zeros(count, dtype=np.int32)
    for sounding in sounds:
        begin, end = max(at, sounding.start), min(at + count, sounding.end)
        if begin < end:
            total[begin - at : end - at] += sounding.sound[begin - sounding.start : end - sounding.start]
    return total


def dropped(old: Layout, new: Layout, at: int, count: int) -> NDArray[np.int32]:
    """Return the rest of the sounds that are heard at `at` in `old` and not in `new`, faded within `count`.

    Nothing goes on where `new` moves the position.
    """
    same_position = new.at is None or new.at == at
    lasting = {(s.start, id(s.sound)) for s in new.within(at, 1)} if same_position else set()
    ending = tuple(s for s in old.within(at, 1) if s.start < at and (s.start, id(s.sound)) not in lasting)
    length = min(FADE, count)
    slope = np.linspace(1, 0, length, dtype=np.float32)
    return (summed(ending, at, length) * slope).astype(np.int32)


def clipped(total: NDArray[np.int32] | NDArray[np.float32]) -> Sound:
    """Return the samples held at the ceiling, in 16 bits."""
    return np.clip(total, -_HIGHEST, _HIGHEST).astype(np.int16)
