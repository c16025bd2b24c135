"""The way out to the loudspeaker.

The sound system's thread pulls blocks from a `Stream`. A watchdog looks after the device: where nothing
was pulled for a second, or nothing at a steady pace for some seconds, the device is opened anew, and the
stream goes on from the same sample. Where there is no device, or it takes no sound, miniaudio's own
silent one keeps real time, so that a session goes on in writing, and the real one is tried again. A device
that was asked for by name and went away is used again once it is back.

Errors: `CoachError` for a device that was asked for by name and is not there, or is not the only one.
"""

from collections.abc import Callable
from typing import Any, Final

from coach.errors import CoachError
from coach.sound import players
from coach.sound.mix import Sound, Sounding
from coach.sound.players import AHEAD_MS, PERIOD_MS, TROUBLE, Device
from coach.sound.stream import Stream
from coach.sound.taps import OPENING, Tap, Taps
from coach.sound.time_limit import TookTooLong, within
from coach.sound.watchdog import Watchdog
from coach.time.units import Samples, Seconds, samples

__all__ = ["AHEAD_MS", "PERIOD_MS", "Device", "Output", "devices"]

_PATIENCE: Final = 2.0
"""Seconds that closing may take; a dead device may never answer, and its thread is left behind."""
_WAKES: Final = samples(PERIOD_MS / 1000)
"""PulseAudio leaves out the first 4 to 18 ms that a fresh stream gives out."""
_RADIO: Final = samples(0.5)
"""Wireless headphones lose this much sound before they wake."""


def devices() -> tuple[Device, ...]:
    """Return the devices there are; none where there is no sound system. `CoachError` for one that hangs."""
    try:
        return tuple(entry.device for entry in within(OPENING, players.all_entries, "sound devices"))
    except TookTooLong:
        raise CoachError(
            f"The sound system did not answer within {OPENING:g} s. Restart the sound server, and try again."
        ) from None


class Output:
    """The one stream of a session, going to a device.

    `on_nearly_out(token)` comes from the sound system's thread and `on_change(playing, name)` from
    the watchdog's; both must return at once, and are meant to put on a queue. What `on_made` lays is heard
    once the device is opened, after `quiet_before` seconds of silence; 0.5 where it is wireless.
    `answered` tells whether the sound system did, when it was asked for the device.
    """

    def __init__(
        self,
        name: str = "",
        *,
        quiet_before: Seconds | float = 0,
        on_nearly_out: Callable[[int], None] = lambda _: None,
        on_change: Callable[[bool, str], None] = lambda _playing, _name: None,
        on_made: Callable[["Output"], None] = lambda _: None,
        backends: tuple[Any, ...] = players.REAL,
    ) -> None:
        self._stream = Stream(on_nearly_out, samples(AHEAD_MS / 1000))
        self._taps = Taps(self._stream, backends)
        self.answered = True
        on_made(self)
        full_name = self._open(name, samples(quiet_before))
        self._watchdog = Watchdog(self._taps, full_name or name, on_change, is_full_name=bool(full_name))

    @property
    def playing(self) -> bool:
        """Whether there is a real device."""
        tap = self._taps.current
        return tap is not None and tap.real

    @property
    def steady(self) -> bool:
        """Whether the device has taken half a second of sound at a steady pace."""
        tap = self._taps.current
        return tap is not None and tap.steady

    @property
    def name(self) -> str:
        """The device's name."""
        tap = self._taps.current
        return tap.name if tap else ""

    @property
    def position(self) -> Samples:
        """How many samples were given out."""
        return self._stream.position

    @property
    def heard(self) -> Samples:
        """About how many samples were heard."""
        return self._stream.heard

    @property
    def failed(self) -> bool:
        """Whether something went wrong in the sound system's thread, and was silence."""
        return self._stream.failed

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        """Sound exactly these from now on; see `Stream.lay`."""
        self._stream.lay(sounds, end, token, at)

    def open_with(self, sound: Sound) -> None:
        """Let this sound be heard before anything else; see `Stream.open_with`."""
        self._stream.open_with(sound)

    def hold(self) -> None:
        """Stop within one buffer; the position stands still."""
        self._stream.hold()

    def go(self) -> None:
        """Go on from the same sample."""
        self._stream.go()

    def volume(self, level: int) -> None:
        """Set how loud, 0 to 100."""
        self._stream.volume(level)

    def close(self) -> None:
        """Let go of the device, within some seconds even of one that hangs."""
        self._watchdog.close(_PATIENCE)
        tap, self._taps.current = self._taps.current, None
        if tap:
            self._taps.let_go(tap).join(_PATIENCE)

    def _open(self, name: str, quiet: Samples) -> str:
        """Open the first device, or the silent one; return the full name of the one that was asked for."""
        full_name = ""
        try:
            entry = players.entry_named(name, self._taps.entries()) if name else None
            full_name = entry.device.name if entry else ""
            tap = self._taps.open_tap(entry)
            self._start(tap, quiet or (_RADIO if tap.player.radio else Samples(0)))
        except TROUBLE as error:
            self.answered = not isinstance(error, TookTooLong)
            self._start(self._taps.open_tap(silent=True))
        return full_name

    def _start(self, tap: Tap, quiet: Samples = Samples(0)) -> None:
        self._stream.keep_quiet(max(_WAKES, quiet))
        self._taps.take(tap)
        self._taps.start(tap)
