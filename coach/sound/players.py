"""The devices of the sound system, listed and opened.

The only module that imports miniaudio. Every function may take for ever where a sound server hangs, and
is meant to be called through `time_limit.within`. The sound system's thread sends each block's length to the
generator that a player was started with, and plays what it yields.

Errors: those of `TROUBLE`.
"""

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from coach.sound.alsa_silence import quieten_alsa
from coach.sound.device_names import matching_name
from coach.sound.mix import Sound
from coach.sound.stub_import import stub_module
from coach.time.units import RATE

with stub_module("urllib.request"):  # for radio from the internet: 20 ms of the wait for the first word
    import miniaudio

PERIOD_MS: Final = 20
PERIODS: Final = 5
AHEAD_MS: Final = PERIOD_MS * PERIODS
"""How far ahead sound is given out. Six busy processes on two cores keep a thread waiting for 60 ms."""

TROUBLE: Final = (miniaudio.MiniaudioError, OSError)
"""A call that took too long is an `OSError`, too."""
REAL: Final[tuple[Any, ...]] = {
    "linux": (miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA),
    "darwin": (miniaudio.Backend.COREAUDIO,),
    "win32": (miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND),
}.get(sys.platform, ())
"""What leads to a loudspeaker here."""
SILENT: Final[tuple[Any, ...]] = (miniaudio.Backend.NULL,)
"""miniaudio's own device, which keeps real time and is heard by nobody."""
_PLUGINS: Final = b"null lavrate samplerate speexrate speex upmix vdownmix jack oss pulse".split()
"""What ALSA lists without any card: filters, and plugins for servers that miniaudio reaches by itself."""

Feed = Generator["bytes | Sound", int, None]


@dataclass(frozen=True, slots=True)
class Device:
    """A device that sound can go to."""

    name: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A device as the sound system lists it."""

    device: Device
    handle: Any
    key: bytes

    @property
    def radio(self) -> bool:
        """Whether it is wireless, going by its names."""
        return b"bluez" in self.key or "bluetooth" in self.device.name.lower()


@dataclass(frozen=True, slots=True)
class Player:
    """A device that was opened. `real` is false for the silent one, which has no `entry`."""

    playback: Any
    entry: Entry | None
    real: bool

    @property
    def name(self) -> str:
        """The name a person knows it by."""
        return self.entry.device.name if self.entry else str(self.playback.backend)

    @property
    def radio(self) -> bool:
        """Whether it is wireless."""
        return self.entry is not None and self.entry.radio

    def start(self, feed: Feed) -> None:
        """Have the device pull from a generator that waits for its first block's length."""
        self.playback.start(feed)

    def close(self) -> None:
        """Let go of the device. Raises nothing."""
        with suppress(*TROUBLE):
            self.playback.close()
            # miniaudio leaves this to nobody; each opening would keep a connection for good.
            miniaudio.lib.ma_context_uninit(_context_of(self.playback))


def open_player(backends: tuple[Any, ...], chosen_entry: Entry | None = None) -> Player:
    """Open a device; the one that the system plays to, unless another is chosen."""
    os.environ.setdefault("PULSE_PROP", "media.role=a11y application.name=coach")
    # miniaudio itself asks PulseAudio for one period ahead, whatever their number.
    os.environ.setdefault("PULSE_LATENCY_MSEC", str(AHEAD_MS))
    quieten_alsa()
    playback = miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE,
        buffersize_msec=PERIOD_MS,
        device_id=chosen_entry.handle if chosen_entry else None,
        callback_periods=PERIODS,
        backends=list(backends),
        app_name="coach",
    )
    real = playback.backend != "Null"
    entries = _entries(_context_of(playback)) if real else ()
    entry = chosen_entry or next((entry for entry in entries if entry.device.default), None)
    return Player(playback, entry, real)


def all_entries() -> tuple[Entry, ...]:
    """Return the devices there are; none where there is no sound system."""
    quieten_alsa()
    with suppress(*TROUBLE):
        device_list = miniaudio.Devices(list(REAL))
        return _entries(_context_of(device_list))
    return ()


def entry_named(name: str, entries: Sequence[Entry]) -> Entry:
    """Return the device that a name means; of several with one name, the one that the system plays to.

    Raises `CoachError` where there is none, or more than one.
    """
    full_name = matching_name(name, [entry.device.name for entry in entries])
    namesakes = [entry for entry in entries if entry.device.name == full_name]
    return next((entry for entry in namesakes if entry.device.default), namesakes[0])


def _context_of(owner: Any) -> Any:  # noqa: ANN401 - miniaudio has no types
    """Return the context that a device or a list of them was made in: private; tried with 1.71."""
    return owner._context


def _entries(context: Any) -> tuple[Entry, ...]:  # noqa: ANN401 - miniaudio has no types
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
            entries.append(Entry(Device(name, bool(info.isDefault)), handle, key))
    return tuple(entries)
