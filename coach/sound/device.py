"""The way out to the loudspeaker.

Alone imports miniaudio. The sound system's thread pulls blocks from a `Stream`. A watchdog
looks after it: where nothing was pulled for a second the device is opened anew, and the
stream goes on from the same sample. Where there is none, miniaudio's own silent one keeps
real time, so that a session goes on in writing, and the real one is tried again.

Errors: `CoachError` for a device that was asked for by name and is not there.
"""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic  # noqa: TID251 - how long nothing was pulled
from typing import Any, Final

from coach.errors import CoachError
from coach.sound.hush import quieten_alsa
from coach.sound.mix import Sound, Sounding
from coach.sound.spare import spared
from coach.sound.stream import Stream
from coach.units import RATE, Samples, Seconds, samples

with spared("urllib.request"):  # for radio from the internet: 20 ms of the wait for the first word
    import miniaudio

PERIOD_MS: Final = 20
PERIODS: Final = 5
AHEAD_MS: Final = PERIOD_MS * PERIODS
"""Given out ahead of what is heard. Six busy processes on two cores keep a thread waiting for 60 ms."""

_LOOK: Final = 0.25
"""Seconds between two looks of the watchdog."""
_STILL: Final = 1.0
"""Seconds without a pull after which the device is taken for dead."""
_FILLING: Final = 3.0
"""Seconds after opening that it is given first: an idle PulseAudio sink may be 2 s ahead with silence."""
_BACK_OFF: Final = (1.0, 2.0, 5.0)
_PATIENCE: Final = 2.0
"""Seconds that closing may take; a dead device may never answer, and its thread is left behind."""
_WAKES: Final = samples(PERIOD_MS / 1000)
"""PulseAudio leaves out the first 4 to 18 ms that a fresh stream gives out."""
_RADIO: Final = samples(0.5)
"""Wireless headphones swallow so much before they wake."""
_REAL: Final[dict[str, list[Any]]] = {
    "linux": [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA],
    "darwin": [miniaudio.Backend.COREAUDIO],
    "win32": [miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND],
}
_SILENT: Final = [miniaudio.Backend.NULL]
_PLUGINS: Final = b"null lavrate samplerate speexrate speex upmix vdownmix jack oss pulse".split()
"""What ALSA lists without any card: filters, and ways to servers that miniaudio reaches by itself."""
_TROUBLE: Final = (miniaudio.MiniaudioError, OSError)


@dataclass(frozen=True, slots=True)
class Device:
    """A device that sound can go to."""

    name: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    device: Device
    handle: Any
    key: bytes

    @property
    def radio(self) -> bool:
        """Whether it is wireless, going by its names."""
        return b"bluez" in self.key or "bluetooth" in self.device.name.lower()


@dataclass(frozen=True, slots=True)
class _Opened:
    player: Any
    entry: _Entry | None
    playing: bool

    @property
    def name(self) -> str:
        """The name a person knows it by."""
        return self.entry.device.name if self.entry else str(self.player.backend)


def devices() -> tuple[Device, ...]:
    """Return the devices there are; none where there is no sound system."""
    return tuple(entry.device for entry in _found())


class Output:
    """The one stream of a session, going to a device.

    `on_nearly_out(token)` comes from the sound system's thread and `on_change(playing, name)` from
    the watchdog's; both must return at once, and are meant to put on a queue. What `on_made` lays is heard
    once the device is opened, after `quiet_before` seconds of silence; 0.5 where it is wireless.
    """

    def __init__(
        self,
        name: str = "",
        *,
        quiet_before: Seconds | float = 0,
        on_nearly_out: Callable[[int], None] = lambda _: None,
        on_change: Callable[[bool, str], None] = lambda _playing, _name: None,
        on_made: Callable[["Output"], None] = lambda _: None,
        backends: list[Any] | None = None,
    ) -> None:
        os.environ.setdefault("PULSE_PROP", "media.role=a11y application.name=coach")
        # miniaudio itself asks PulseAudio for one period ahead, whatever their number.
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(AHEAD_MS))
        self._real = _REAL.get(sys.platform, []) if backends is None else backends
        self._stream = Stream(on_nearly_out, samples(AHEAD_MS / 1000))
        self._wanted, self._on_change = name, on_change
        self._pulled = self._since = monotonic()
        self._closing = Event()
        self._opened: _Opened | None = None
        chosen = _chosen(name, _found()) if name else None
        on_made(self)
        try:
            self._take(_open(self._real, chosen), samples(quiet_before))
        except _TROUBLE:
            self._take(_open(_SILENT, None))
        self._watchdog = Thread(target=self._watch, daemon=True, name="sound watchdog")
        self._watchdog.start()

    @property
    def playing(self) -> bool:
        """Whether there is a real device."""
        return self._opened is not None and self._opened.playing

    @property
    def name(self) -> str:
        """The device's name."""
        return self._opened.name if self._opened else ""

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
        """Let go of the device."""
        self._closing.set()
        self._watchdog.join(_PATIENCE)
        opened, self._opened = self._opened, None
        if opened:
            _let_go(opened).join(_PATIENCE)

    def _take(self, opened: _Opened, quiet: Samples = Samples(0)) -> None:
        """Let this device pull in place of the one before it."""
        before, self._opened = self._opened, opened
        radio = opened.entry is not None and opened.entry.radio
        self._stream.keep_quiet(max(_WAKES, quiet or (_RADIO if radio else _WAKES)))
        self._pulled = self._since = monotonic()
        feed = self._feed(opened)
        next(feed)
        try:
            opened.player.start(feed)
        except _TROUBLE:
            self._opened = before
            _let_go(opened)
            raise
        if before:
            _let_go(before)

    def _feed(self, opened: _Opened) -> Generator[bytes | Sound, int, None]:
        count = yield b""
        while True:
            # A device that was given up may come back to life; only one may pull.
            if opened is self._opened:
                self._pulled = monotonic()
                count = yield self._stream.pull(count)
            else:
                count = yield b""

    def _watch(self) -> None:
        tries, looked, due = 0, monotonic(), 0.0
        while not self._closing.wait(_LOOK):
            now = monotonic()
            if now - looked > _STILL:
                self._since = now  # the process was stopped; the device did nothing wrong
            looked = now
            dead = now - self._pulled > _STILL and now - self._since > _FILLING
            if dead or (not self.playing and now >= due):
                tries = 0 if dead else min(tries + 1, len(_BACK_OFF) - 1)
                due = now + _BACK_OFF[tries]
                with suppress(*_TROUBLE):
                    self._replace(dead=dead)

    def _replace(self, *, dead: bool) -> None:
        """Go over to the real device; to the silent one where there is none and the old is dead."""
        played = self.playing
        try:
            self._take(self._found_again())
        except _TROUBLE:
            if not dead:
                return
            self._take(_open(_SILENT, None))
        if played or self.playing:
            self._on_change(self.playing, self.name)

    def _found_again(self) -> _Opened:
        """Open the device that was asked for, else whichever is there."""
        with suppress(CoachError):
            return _open(self._real, _chosen(self._wanted, _found()) if self._wanted else None)
        return _open(self._real, None)


def _open(backends: list[Any], chosen: _Entry | None) -> _Opened:
    quieten_alsa()
    player = miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE,
        buffersize_msec=PERIOD_MS,
        device_id=chosen.handle if chosen else None,
        callback_periods=PERIODS,
        backends=backends,
        app_name="coach",
    )
    playing = player.backend != "Null"
    entries = _entries(player._context) if playing else ()
    entry = chosen or next((entry for entry in entries if entry.device.default), None)
    return _Opened(player, entry, playing)


def _let_go(opened: _Opened) -> Thread:
    """Close a device on a thread of its own, since a dead one may never answer."""
    closing = Thread(target=_close, args=(opened.player,), daemon=True, name="sound close")
    closing.start()
    return closing


def _close(player: Any) -> None:  # noqa: ANN401 - miniaudio has no types
    with suppress(*_TROUBLE):
        player.close()
        # miniaudio leaves this to nobody; each opening would keep a connection for good.
        miniaudio.lib.ma_context_uninit(player._context)


def _found() -> tuple[_Entry, ...]:
    quieten_alsa()
    with suppress(*_TROUBLE):
        looking = miniaudio.Devices(_REAL.get(sys.platform, []))
        return _entries(looking._context)
    return ()


def _entries(context: Any) -> tuple[_Entry, ...]:  # noqa: ANN401 - miniaudio has no types
    """Return a context's devices. miniaudio's own list leaves out which one is the default."""
    ffi = miniaudio.ffi
    infos, count = ffi.new("ma_device_info**"), ffi.new("ma_uint32*")
    if miniaudio.lib.ma_context_get_devices(context, infos, count, ffi.NULL, ffi.NULL) != 0:
        return ()
    entries = []
    for info in (infos[0][i] for i in range(count[0])):
        name = ffi.string(info.name).decode("utf-8", "replace")
        handle = ffi.new("ma_device_id *", info.id)
        key = bytes(ffi.buffer(handle))
        if key.partition(b"\0")[0] not in _PLUGINS:
            entries.append(_Entry(Device(name, bool(info.isDefault)), handle, key))
    return tuple(entries)


def _chosen(name: str, found: tuple[_Entry, ...]) -> _Entry:
    """Return the first device whose name holds these words."""
    for entry in found:
        if name.lower() in entry.device.name.lower():
            return entry
    names = ", ".join(entry.device.name for entry in found) or "none at all"
    raise CoachError(
        f"There is no sound device called {name!r}. There are: {names}. `coach devices` lists them."
    )
