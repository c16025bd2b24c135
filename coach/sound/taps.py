"""Which device pulls from the stream, and how one takes the place of another.

One tap is in force; any other open tap pulls silence, so that coach can see whether it plays before
it gets any sound. No call here takes longer than its limit, whatever the sound system does: one that
does not answer is left behind on its thread.

Errors: those of `players.TROUBLE`.
"""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic  # noqa: TID251 - how long nothing was pulled
from typing import Any, Final, TypeVar

from coach.sound import players
from coach.sound.pace import Pace
from coach.sound.players import AHEAD_MS, TROUBLE, Entry, Feed, Player
from coach.sound.stream import Stream
from coach.sound.time_limit import TookTooLong, within

OPENING: Final = 5.0
"""Seconds in which a device opens, a sound server that has yet to be started included."""
_DRAINED: Final = 2 * AHEAD_MS / 1000
"""Seconds after which the sound that a device was given has been heard."""
_STILL: Final = 1.0
"""Seconds without a pull after which the device is taken for dead."""
_FILLING: Final = 3.0
"""Seconds that a device has after opening: an idle PulseAudio sink may be 2 s ahead with silence."""
_UNSTEADY: Final = 5.0
"""Seconds without half a second at a bearable pace, after which it is taken for dead."""
_MOST_ABANDONED: Final = 8
"""Calls that the sound system may owe an answer, each of them a thread that stands still."""

T = TypeVar("T")


class Tap:
    """A device that was opened, and the pace at which it takes sound."""

    def __init__(self, player: Player) -> None:
        self.player, self.since = player, monotonic()
        self.pace = Pace(self.since)

    @property
    def real(self) -> bool:
        """Whether it can be heard."""
        return self.player.real

    @property
    def name(self) -> str:
        """The name a person knows it by."""
        return self.player.name

    @property
    def steady(self) -> bool:
        """Whether half a second of sound was taken at a steady pace."""
        return self.pace.steady_at is not None

    def dead(self, now: float) -> bool:
        """Whether it takes no sound, or none that could be listened to."""
        still = now - self.pace.last > _STILL and now - self.since > _FILLING
        moved = max(self.since, self.pace.moved_at or 0.0)
        return still or (self.real and now - moved > _UNSTEADY)


class Taps:
    """The devices that are open, of which `current` pulls from the stream."""

    def __init__(self, stream: Stream, backends: tuple[Any, ...]) -> None:
        self.current: Tap | None = None
        self._stream, self._backends = stream, backends
        self._successor: Tap | None = None
        self._abandoned: list[Thread] = []

    @property
    def stuck(self) -> bool:
        """Whether the sound system owes so many answers that another question would only wait with them."""
        self._abandoned = [thread for thread in self._abandoned if thread.is_alive()]
        return len(self._abandoned) >= _MOST_ABANDONED

    def entries(self) -> tuple[Entry, ...]:
        """Return the devices there are."""
        return self._limited(players.all_entries, "sound devices")

    def open_tap(self, entry: Entry | None = None, *, silent: bool = False) -> Tap:
        """Open a device; a `silent` one is miniaudio's own."""
        backends = players.SILENT if silent else self._backends
        return Tap(self._limited(lambda: players.open_player(backends, entry), "sound open", Player.close))

    def start(self, tap: Tap) -> None:
        """Have a device pull. One that cannot is let go."""
        feed = self._feed(tap)
        next(feed)
        tap.since = tap.pace.last = monotonic()
        try:
            self._limited(lambda: tap.player.start(feed), "sound start")
        except TROUBLE:
            self.let_go(tap)
            raise

    def take(self, tap: Tap) -> None:
        """Give the stream to a device in place of one that is dead."""
        self._successor, self.current = None, tap

    def hand_over(self, tap: Tap) -> None:
        """Give the stream to a device once the one in force has pulled its block: no sample is lost."""
        self._successor = tap

    def let_go(self, tap: Tap, wait: float = 0.0) -> Thread:
        """Close a device on a thread of its own, after `wait` seconds; a dead one may never answer."""

        def close() -> None:
            Event().wait(wait)
            tap.player.close()

        closing = Thread(target=close, daemon=True, name="sound close")
        closing.start()
        self._abandoned.append(closing)
        return closing

    def let_go_drained(self, tap: Tap) -> None:
        """Close a device that played until now, once all its sound has been heard."""
        self.let_go(tap, _DRAINED)

    def _limited(
        self, work: Callable[[], T], name: str, on_late: Callable[[T], object] = lambda _: None
    ) -> T:
        try:
            return within(OPENING, work, name, on_late)
        except TookTooLong as error:
            self._abandoned.append(error.thread)
            raise

    def _feed(self, tap: Tap) -> Feed:
        count = yield b""
        while True:
            tap.pace.note_pull(count, monotonic())
            if tap is not self.current:  # a device that was given up may come back to life; only one may pull
                count = yield b""
            elif self._successor is not None:
                self.current, self._successor = self._successor, None
                count = yield b""
            else:
                count = yield self._stream.pull(count)
