"""The samples that are given out, block by block: where the stream is, and how it stops, goes on and changes.

The session's thread says what to sound; the sound system's thread calls `pull`, which takes
no lock and never raises: where something goes wrong in it, it gives silence, and time goes on.
Between the two stands one immutable `Layout`, replaced as a whole.

Positions are samples given out, without the pauses. With nothing left to sound, the position
stands still at the end of the layout, so that sounds that are laid late begin where they should.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.sound.mix import FADE, Layout, Sound, Sounding, clipped, dropped
from coach.time.units import Samples, samples

NEARLY_OUT: Final = samples(0.5)
"""`on_nearly_out` is called this long before the end of the layout."""


class Stream:
    """The samples of a session. `on_nearly_out(token)` is called in `pull`, once for each token.

    It must return at once, and is meant to put on a queue. `latency` is how much later a
    sample is heard than it is given out.
    """

    def __init__(self, on_nearly_out: Callable[[int], None], latency: Samples) -> None:
        self._on_nearly_out, self._latency = on_nearly_out, latency
        self._layout = self._pulled_layout = Layout()
        self._last_token: int | None = None
        self._position = self._floor = 0
        self._idle = int(latency)
        self._quiet = 0
        self._opening: Sound = np.zeros(0, np.int16)
        self._holding = self._was_holding = False
        self._gain = self._target_gain = 1.0
        self.failed = False

    @property
    def position(self) -> Samples:
        """How many samples were given out."""
        layout = self._layout
        return Samples(self._position if layout is self._pulled_layout or layout.at is None else layout.at)

    @property
    def heard(self) -> Samples:
        """About how many samples were heard; it never goes back but where the position does."""
        under_way = max(0, self._latency - self._idle)
        return Samples(max(min(self._floor, self.position), self.position - under_way))

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        """Sound exactly these from now on; with `at`, from that position.

        A sound under way that stays is not disturbed; one that is dropped fades out. The position
        stands still at `end`; `on_nearly_out` gets `token` half a second before it.
        """
        old_layout = self._layout
        if at is None and old_layout is not self._pulled_layout and old_layout.at is not None:
            at = Samples(old_layout.at)  # replaced before a block was pulled: its position still counts
        self._layout = Layout(sounds, end, token, at)

    def hold(self) -> None:
        """Fade out with the next block; the position stands still."""
        self._holding = True

    def go(self) -> None:
        """Go on from the same sample, faded in."""
        self._holding = False

    def volume(self, level: int) -> None:
        """Set how loud, 0 to 100, in steps that the ear finds even."""
        self._target_gain = (max(0, min(100, level)) / 100) ** 2
        if self._layout.token < 0:
            self._gain = self._target_gain  # nothing is heard yet, so nothing need change smoothly

    def keep_quiet(self, count: Samples) -> None:
        """Give out this much silence before anything else; the position waits for it."""
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
        layout, holding, gain = self._layout, self._holding, self._target_gain
        tail = self._take_up(layout, count)
        start, was_holding, old_gain = self._position, self._was_holding, self._gain
        self._was_holding, self._gain = holding, gain
        if holding:
            self._idle += count
        else:
            self._move(layout, count)
        if holding and was_holding:
            return np.zeros(count, dtype=np.int16)
        total = _mixed(layout, start, count, tail) * np.linspace(old_gain, gain, count, dtype=np.float32)
        if was_holding or holding:
            _fade(total, rising=was_holding)
        return clipped(total)

    def _next_of_opening(self, count: int) -> Sound:
        sound = np.zeros(count, dtype=np.float32)
        piece, self._opening = self._opening[:count], self._opening[count:]
        sound[: len(piece)] = piece
        self._gain = self._target_gain
        return clipped(sound * np.float32(self._gain))

    def _take_up(self, layout: Layout, count: int) -> NDArray[np.int32] | None:
        """Take up the layout that is new since the last block; return the fading rest of what it drops."""
        old_layout, position = self._pulled_layout, self._position
        if layout is old_layout:
            return None
        if layout.at is not None:
            self._position = self._floor = layout.at
        self._pulled_layout = layout
        return None if self._was_holding else dropped(old_layout, layout, position, count)

    def _move(self, layout: Layout, count: int) -> None:
        old_position = self._position
        self._position = max(old_position, min(old_position + count, layout.end))
        if self._position > old_position and self._idle:
            self._floor = max(self._floor, old_position - max(0, self._latency - self._idle))
        moved = self._position - old_position
        self._idle = count - moved + (0 if moved else self._idle)
        if (
            layout.token != self._last_token
            and self._position >= layout.end - NEARLY_OUT
            and layout.token >= 0
        ):
            self._last_token = layout.token
            self._on_nearly_out(layout.token)


def _mixed(layout: Layout, start: int, count: int, tail: NDArray[np.int32] | None) -> NDArray[np.float32]:
    """Return what sounds before the end of the layout, and the tail of what was dropped."""
    total = np.zeros(count, dtype=np.float32)
    remaining = max(0, min(count, layout.end - start))
    if remaining:
        total[:remaining] = layout.window(start, remaining)
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
