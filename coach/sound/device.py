"""The one stream of a session, out to the loudspeaker.

Alone imports miniaudio. The stream pulls: its callback, on the sound system's thread,
copies from one immutable `Laid` that is swapped whole, and counts the samples given
out. It never raises, blocks, logs or takes a lock; what goes wrong in it is silence.

A watchdog looks after the stream: where nothing was pulled for a second, it is opened
again and goes on from the same sample. Where there is no device, miniaudio's own silent
one keeps real time, so that a session goes on in writing, and the real one is tried
again from time to time.

Positions are samples given out, pauses left out; with nothing laid the position stands
still, so that what is laid late begins where it was meant to. Errors: `CoachError` for a device that
was asked for by name and is not there.
"""

import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic  # noqa: TID251 - how long the stream has pulled nothing
from typing import Any, Final

import miniaudio
import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachError
from coach.sound.mix import FADE, Laid, Sound, Sounding, dropped, held
from coach.units import RATE, Samples, Seconds, samples

PERIOD_MS: Final = 50
PERIODS: Final = 3
"""Tried on two cores with six busy processes: three periods of 50 ms are heard without a gap; shorter
ones, and two of them, are not. What is given out is heard one period later."""
LATENCY: Final = samples(PERIOD_MS / 1000)
NEARLY_OUT: Final = samples(0.5)

NO_TAIL: Final = np.zeros(0, dtype=np.int32)

_STILL: Final = 1.0
"""Seconds without a pull after which the stream is taken for dead."""
_BACK_OFF: Final = (1.0, 2.0, 5.0)
_PATIENCE: Final = 2.0
"""Seconds that closing a dead stream may take; its thread is left behind after that."""
_RADIO: Final = 0.5
"""Seconds of quiet that wireless headphones swallow before they wake."""

_REAL: Final = {
    "linux": [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA],
    "darwin": [miniaudio.Backend.COREAUDIO],
    "win32": [miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND],
}
_SILENT: Final = [miniaudio.Backend.NULL]


@dataclass(frozen=True, slots=True)
class Device:
    """A device that sound can go to."""

    name: str
    default: bool = False


def devices() -> tuple[Device, ...]:
    """Return the devices there are; none where there is no sound system."""
    return tuple(Device(entry["name"]) for entry in _found())


class Output:
    """One stream. `on_nearly_out(token)` and `on_change(playing, name)` come from its threads.

    Both must return at once, and are meant to put on a queue.
    """

    def __init__(
        self,
        name: str = "",
        *,
        quiet_before: Seconds | float = 0,
        on_nearly_out: Callable[[int], None] = lambda _: None,
        on_change: Callable[[bool, str], None] = lambda _playing, _name: None,
    ) -> None:
        self._wanted = name
        self._on_nearly_out, self._on_change = on_nearly_out, on_change
        self._laid = self._sounding = Laid()
        self._told = -1
        self._position = 0
        self._holding = self._held = False
        self._gain = self._gain_wanted = 1.0
        self._pulled = monotonic()
        self._closing = Event()
        self.failed = False
        self.playing, self.name = False, ""
        self._stream: miniaudio.PlaybackDevice | None = None
        os.environ.setdefault("PULSE_PROP", "media.role=a11y application.name=coach")
        self._open(first=True)
        radio = any(word in self.name.lower() for word in ("bluez", "bluetooth"))
        self._quiet = samples(quiet_before or (_RADIO if radio else 0))
        Thread(target=self._watch, daemon=True, name="sound watchdog").start()

    @property
    def position(self) -> Samples:
        """How many samples were given out."""
        return Samples(self._position)

    @property
    def heard(self) -> Samples:
        """About how many samples were heard."""
        return Samples(max(0, self._position - LATENCY))

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        """Sound exactly these from now on; with `at`, from that position.

        The position stands still at `end`; `token` comes back half a second before it.
        """
        self._laid = Laid(sounds, end, token, at)

    def hold(self) -> None:
        """Stop within one buffer; the position stands still."""
        self._holding = True

    def go(self) -> None:
        """Go on from the same sample."""
        self._holding = False

    def volume(self, level: int) -> None:
        """Set how loud, 0 to 100; the ear hears even steps."""
        self._gain_wanted = (max(0, min(100, level)) / 100) ** 2

    def close(self) -> None:
        """Let go of the device."""
        self._closing.set()
        self._shut()

    def _open(self, *, first: bool) -> None:
        """Open the real device, else the silent one. Raises only the first time, for a wrong name."""
        chosen = _chosen(self._wanted) if self._wanted and first else None
        try:
            self._start(_REAL.get(sys.platform, _REAL["linux"]), chosen)
            playing = True
        except (miniaudio.MiniaudioError, OSError):
            if not first and not self.playing and self._stream is not None:
                return  # the silent one goes on
            self._start(_SILENT, None)
            playing = False
        if playing != self.playing or first:
            self.playing = playing
            self._on_change(playing, self.name)

    def _start(self, backends: list[Any], chosen: Any) -> None:  # noqa: ANN401 - miniaudio's handle has no type
        with _quiet_stderr():
            stream = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                device_id=chosen,
                callback_periods=PERIODS,
                backends=backends,
                app_name="coach",
            )
            feed = self._feed()
            next(feed)
            self._shut()
            self._pulled = monotonic()
            self._stream = stream
            self.name = _name_of(stream)
            stream.start(feed)

    def _shut(self) -> None:
        """Close the stream on a thread of its own, since a dead one may never answer."""
        stream, self._stream = self._stream, None
        if stream is not None:
            closing = Thread(target=_close, args=(stream,), daemon=True, name="sound close")
            closing.start()
            closing.join(_PATIENCE)

    def _watch(self) -> None:
        tries = 0
        while not self._closing.wait(0.25):
            still = monotonic() - self._pulled
            if self.playing and still > _STILL:
                self._open(first=False)
                tries = 0
            elif not self.playing and still > _STILL:
                self._start(_SILENT, None)
            elif not self.playing and not self._closing.wait(_BACK_OFF[min(tries, len(_BACK_OFF) - 1)]):
                tries += 1
                self._open(first=False)

    def _feed(self) -> Generator[bytes | Sound, int, None]:
        count = yield b""
        while True:
            try:
                block = self._block(count)
            except Exception:  # noqa: BLE001 - the sound system's thread must hear silence, never an error
                self.failed = True
                block = np.zeros(count, dtype=np.int16)
            count = yield block

    def _block(self, count: int) -> Sound:
        self._pulled = monotonic()
        if self._quiet > 0:
            self._quiet = Samples(self._quiet - count)
            return np.zeros(count, dtype=np.int16)
        if self._holding and self._held:
            return np.zeros(count, dtype=np.int16)
        laid = self._laid
        total = self._faded_in(laid, count)
        if self._holding:
            self._held = True
            return held(_faded_out(total))
        self._position = max(self._position, min(self._position + count, laid.end))
        if laid.token != self._told and self._position >= laid.end - NEARLY_OUT:
            self._told = laid.token
            self._on_nearly_out(laid.token)
        return held(total)

    def _faded_in(self, laid: Laid, count: int) -> NDArray[np.float32]:
        """Return the window at the wanted loudness: what was dropped fades, and a pause ends softly."""
        tail = NO_TAIL
        if laid is not self._sounding:
            tail = dropped(self._sounding, laid, self._position)[:count]
            self._sounding = laid
            if laid.at is not None:
                self._position = laid.at
        total = laid.window(self._position, count)
        total[: len(tail)] += tail
        ramp = np.linspace(self._gain, self._gain_wanted, count, dtype=np.float32)
        self._gain = self._gain_wanted
        louder = total * ramp
        if self._held and not self._holding:
            self._held = False
            rise = min(FADE, count)
            louder[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
        return np.asarray(louder, dtype=np.float32)


def _faded_out(total: NDArray[np.float32]) -> NDArray[np.float32]:
    fall = min(FADE, len(total))
    total[:fall] *= np.linspace(1, 0, fall, dtype=np.float32)
    total[fall:] = 0
    return total


def _found() -> list[dict[str, Any]]:
    try:
        with _quiet_stderr():
            found = miniaudio.Devices(_REAL.get(sys.platform, _REAL["linux"]))
            return list(found.get_playbacks())
    except (miniaudio.MiniaudioError, OSError):
        return []


def _chosen(name: str) -> Any:  # noqa: ANN401 - miniaudio's handle has no type
    """Return the handle of the one device whose name holds these words."""
    found = _found()
    for entry in found:
        if name.lower() in entry["name"].lower():
            return entry["id"]
    names = ", ".join(entry["name"] for entry in found) or "none at all"
    raise CoachError(
        f"There is no sound device called {name!r}. There are: {names}. `coach devices` lists them."
    )


def _name_of(stream: miniaudio.PlaybackDevice) -> str:
    """Return the device's own name; miniaudio keeps it where only its structure can be asked."""
    with suppress(AttributeError, TypeError, UnicodeDecodeError):
        name = miniaudio.ffi.string(stream._device.playback.name).decode()
        return str(name)
    return str(getattr(stream, "backend", ""))


def _close(stream: miniaudio.PlaybackDevice) -> None:
    with suppress(miniaudio.MiniaudioError, OSError):
        stream.close()


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep the sound libraries' own noise off the screen while a device is looked for."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
