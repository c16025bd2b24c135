"""What is given out, block by block: where the stream is, and how it stops, goes on and changes.

The session's thread says what to sound; the sound system's thread calls `pull`, which takes
no lock and never raises: what goes wrong in it is silence, and time goes on. Between them
stands one immutable `Laid`, swapped whole.

Positions are samples given out, pauses left out. With nothing left to sound the position
stands still at the end of what is laid, so that what is laid late begins where it was meant to.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.sound.mix import FADE, Laid, Sound, Sounding, dropped, held
from coach.time.units import Samples, samples

NEARLY_OUT: Final = samples(0.5)
"""The nearly-out word comes this long before the end of what is laid."""


class Stream:
    """The samples of a session. `on_nearly_out(token)` is called in `pull`, once for each token.

    It must return at once, and is meant to put on a queue. `latency` is how much later a
    sample is heard than it is given out.
    """

    def __init__(self, on_nearly_out: Callable[[int], None], latency: Samples) -> None:
        self._on_nearly_out, self._latency = on_nearly_out, latency
        self._laid = self._taken = Laid()
        self._told: int | None = None
        self._position = self._floor = 0
        self._still = int(latency)
        self._quiet = 0
        self._opening: Sound = np.zeros(0, np.int16)
        self._holding = self._held = False
        self._gain = self._gain_wanted = 1.0
        self.failed = False

    @property
    def position(self) -> Samples:
        """How many samples were given out."""
        laid = self._laid
        return Samples(self._position if laid is self._taken or laid.at is None else laid.at)

    @property
    def heard(self) -> Samples:
        """About how many samples were heard; it never goes back but where the position does."""
        under_way = max(0, self._latency - self._still)
        return Samples(max(min(self._floor, self.position), self.position - under_way))

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        """Sound exactly these from now on; with `at`, from that position.

        What sounds already and stays is not disturbed; what is dropped fades out. The
        position stands still at `end`; `token` comes back half a second before it.
        """
        before = self._laid
        if at is None and before is not self._taken:
            at = (
                None if before.at is None else Samples(before.at)
            )  # laid and replaced within one block: the place is meant still
        self._laid = Laid(sounds, end, token, at)

    def hold(self) -> None:
        """Fade out with the next block; the position stands still."""
        self._holding = True

    def go(self) -> None:
        """Go on from the same sample, faded in."""
        self._holding = False

    def volume(self, level: int) -> None:
        """Set how loud, 0 to 100, in steps that the ear finds even."""
        self._gain_wanted = (max(0, min(100, level)) / 100) ** 2
        if self._laid.token < 0:
            self._gain = self._gain_wanted  # nothing was laid yet that could be heard to change

    def keep_quiet(self, count: Samples) -> None:
        """Give out so much silence before anything else; the position waits for it."""
        self._quiet = count

    def open_with(self, sound: Sound) -> None:
        """Give out this sound before anything else, after the silence; the position waits for it."""
        self._opening = sound

    def pull(self, count: int) -> Sound:
        """Return the next `count` samples."""
        try:
            return self._block(count)
        except Exception:  # noqa: BLE001 - the sound system's thread must hear silence, never an error
            self.failed = True
            return np.zeros(count, dtype=np.int16)

    def _block(self, count: int) -> Sound:
        if self._quiet > 0:
            self._quiet -= count
            return np.zeros(count, dtype=np.int16)
        if len(self._opening):
            return self._next_of_opening(count)
        # Read once: the session's thread may change either at any moment.
        laid, holding, gain = self._laid, self._holding, self._gain_wanted
        tail = self._take_up(laid, count)
        at, rising, was = self._position, self._held, self._gain
        self._held, self._gain = holding, gain
        if holding:
            self._still += count
        else:
            self._move(laid, count)
        if holding and rising:
            return np.zeros(count, dtype=np.int16)
        total = _loud(laid, at, count, tail) * np.linspace(was, gain, count, dtype=np.float32)
        if rising or holding:
            _fade(total, rising=rising)
        return held(total)

    def _next_of_opening(self, count: int) -> Sound:
        sound = np.zeros(count, dtype=np.float32)
        piece, self._opening = self._opening[:count], self._opening[count:]
        sound[: len(piece)] = piece
        self._gain = self._gain_wanted
        return held(sound * np.float32(self._gain))

    def _take_up(self, laid: Laid, count: int) -> NDArray[np.int32] | None:
        """Take up what was laid since the last block; return the fading rest of what it drops."""
        before, at = self._taken, self._position
        if laid is before:
            return None
        if laid.at is not None:
            self._position = self._floor = laid.at
        self._taken = laid
        return None if self._held else dropped(before, laid, at, count)

    def _move(self, laid: Laid, count: int) -> None:
        before = self._position
        self._position = max(before, min(before + count, laid.end))
        if self._position > before and self._still:
            self._floor = max(self._floor, before - max(0, self._latency - self._still))
        self._still = count - (self._position - before) + (self._still if self._position == before else 0)
        if laid.token != self._told and self._position >= laid.end - NEARLY_OUT and laid.token >= 0:
            self._told = laid.token
            self._on_nearly_out(laid.token)


def _loud(laid: Laid, at: int, count: int, tail: NDArray[np.int32] | None) -> NDArray[np.float32]:
    """Return what sounds before the laid end, and the tail of what was dropped."""
    total = np.zeros(count, dtype=np.float32)
    left = max(0, min(count, laid.end - at))
    if left:
        total[:left] = laid.window(at, left)
    if tail is not None:
        total[: len(tail)] += tail
    return total


def _fade(total: NDArray[np.float32], *, rising: bool) -> None:
    """Let the block's first samples rise from silence, or fall to it and stay there."""
    length = min(FADE, len(total))
    slope = np.linspace(0, 1, length, dtype=np.float32)
    total[:length] *= slope if rising else slope[::-1]
    if not rising:
        total[length:] = 0
