"""What is really heard: a private PulseAudio sink, recorded, and clips found in the recording.

A `Sink` is a private daemon with one null sink; programs started with its `env` play
into it. Positions are samples at 48 kHz from the recording's start.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 48_000
AUDIBLE: Final = 20
"""From this mean level of the expected sound on, silence counts as a gap."""
_FAINT: Final = 1e-4
"""Share of a clip's energy: a fainter sound is not the clip, however alike."""
_VOWELS: Final = (300, 2500)

Sound = NDArray[np.int16]
Wave = NDArray[np.float64]


def available() -> bool:
    """Return whether this machine has the programs that a sink needs."""
    return all(shutil.which(name) for name in ("pulseaudio", "parec", "pactl"))


class Recording:
    """A recording under way; `sound` is what has come so far, if that is kept."""

    def __init__(self, process: "subprocess.Popen[bytes]", *, keep: bool = True) -> None:
        self._process, self._keep = process, keep
        self._chunks: list[bytes] = []
        self.began = Event()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def sound(self) -> Sound:
        """Return the samples so far."""
        data = b"".join(self._chunks)
        return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")

    @property
    def seconds(self) -> float:
        """Return how long it is so far."""
        return sum(map(len, self._chunks)) / 2 / RATE

    def stop(self) -> Sound:
        """End the recording and return it."""
        self._process.kill()
        self._process.wait(5)
        self._thread.join(5)
        return self.sound

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        while chunk := os.read(out.fileno(), 1 << 16):
            if self._keep:
                self._chunks.append(chunk)
            self.began.set()


@dataclass
class Sink:
    """A null sink named `coach` in a daemon of its own. Use as a context.

    It leaves nothing behind: the daemon is a child, and ends by itself once nobody listens.
    """

    env: dict[str, str] = field(default_factory=dict)
    _folder: str = ""
    _daemon: "subprocess.Popen[bytes] | None" = None
    _listener: Recording | None = None

    def __enter__(self) -> "Sink":
        # A short folder: the path of a socket ends at 108 bytes.
        self._folder = tempfile.mkdtemp(prefix="coach-")
        overrides = {
            "XDG_RUNTIME_DIR": self._folder,
            "HOME": self._folder,
            "PULSE_RUNTIME_PATH": f"{self._folder}/pulse",
            "PULSE_SERVER": f"unix:{self._folder}/pulse/native",
        }
        self.env = {**os.environ, **overrides}
        self.env.pop("DISPLAY", None)
        self.start()
        return self

    def start(self) -> None:
        """Start the daemon, and listen: an idle null sink would be 2 s ahead with silence."""
        null = f"module-null-sink sink_name=coach rate={RATE} channels=1 format=s16le"
        modules = ["-L", "module-native-protocol-unix", "-L", null]
        command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=20", *modules]
        nowhere = subprocess.DEVNULL
        # In a session of its own: Linux divides time among sessions, and the tests' session has much to do.
        self._daemon = subprocess.Popen(
            command, env=self.env, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
        self._await()
        self._listener = self._listen(keep=False)

    def kill(self) -> None:
        """End the daemon at once, as a crash would."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(5)
        if self._listener is not None:
            self._listener.stop()

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Record what is played, from before the block begins until it ends."""
        recording = self._listen(keep=True)
        try:
            yield recording
        finally:
            recording.stop()

    def _await(self) -> None:
        for _ in range(500):
            if (
                subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False).returncode
                == 0
            ):
                return
            Event().wait(0.01)
        raise RuntimeError("pulseaudio did not answer within its time")

    def _listen(self, *, keep: bool) -> Recording:
        form = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]
        process = subprocess.Popen(
            ["parec", "-d", "coach.monitor", *form],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        recording = Recording(process, keep=keep)
        if not recording.began.wait(10):
            raise RuntimeError("nothing could be recorded from the sink")
        return recording

    def alsa(self, folder: Path) -> dict[str, str]:
        """Return an environment in which programs that know only ALSA play into the sink too."""
        config = folder / "asound.conf"
        config.write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n", encoding="utf-8")
        return {**self.env, "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{config}"}


def find(recording: Sound, clip: Sound, near: int, reach: int) -> tuple[float, float]:
    """Return where the clip is in the recording within `reach` of `near`, and how alike they are (0 to 1).

    The place is given to a fraction of a sample, from the parabola through the peak.
    """
    begin = max(0, near - reach)
    span = recording[begin : near + reach + len(clip)].astype(np.float64)
    pattern = clip.astype(np.float64)
    if len(span) < len(pattern):
        return float("nan"), 0.0
    size = 1 << (len(span) + len(pattern) - 1).bit_length()
    spectrum = np.fft.rfft(span, size) * np.conj(np.fft.rfft(pattern, size))
    correlation = np.fft.irfft(spectrum, size)[: len(span) - len(pattern) + 1]
    energy = np.concatenate([[0.0], np.cumsum(span**2)])
    clip_energy = float(np.sum(pattern**2))
    power = energy[len(pattern) :] - energy[: len(span) - len(pattern) + 1]
    similarity = correlation / np.sqrt(
        np.maximum(power, max(clip_energy * _FAINT, 1.0)) * max(clip_energy, 1.0)
    )
    peak = int(np.argmax(similarity))
    return begin + peak + _peak_offset(similarity, peak), float(similarity[peak])


def gaps(recording: Sound, expected: Sound, least: int = RATE // 1000) -> list[tuple[int, int]]:
    """Return where, and for how long, at least `least` samples are silent that should sound.

    `expected` and `recording` go together sample by sample, to within a few.
    """
    count = min(len(recording), len(expected))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], recording[:count] == 0, [0]]).astype(np.int8)))
    found_gaps = []
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - begin >= least and np.mean(np.abs(expected[begin:end].astype(np.float64))) > AUDIBLE:
            found_gaps.append((begin, end - begin))
    return found_gaps


@dataclass(frozen=True, slots=True)
class Deviations:
    """How far found places are from planned ones, once the median difference is taken away."""

    p99_ms: float
    max_ms: float
    drift_ppm: float
    """The slope of the difference, as a clock of another speed would give it."""


def deviations(planned: list[float], found: list[float]) -> Deviations:
    """Compare moments in samples; the two lists go together."""
    differences = np.asarray(found) - np.asarray(planned)
    distances = np.abs(differences - np.median(differences)) * 1000 / RATE
    drift = float(np.polyfit(planned, differences, 1)[0]) * 1e6 if len(differences) > 1 else 0.0
    return Deviations(float(np.percentile(distances, 99)), float(distances.max()), drift)


def heard_from(recording: Sound, level: int = 300) -> int:
    """Return the first sample that is louder than `level`; -1 where none is."""
    loud = np.flatnonzero(np.abs(recording.astype(np.int32)) > level)
    return int(loud[0]) if len(loud) else -1


def beat(sound: Sound) -> float:
    """Return where in a count its beat is heard, in samples: the mean of two ways other than the coach's own.

    The band of the vowels is rectified and smoothed. After Cummins and Port (1998) the beat is
    the middle of the rise to the first strong peak; the other way is where 0.4 of it is reached.
    """
    return (_rise(sound, RATE // 25, (0.4, 0.6)) + _rise(sound, RATE // 40, (0.4, 0.4))) / 2


def _rise(sound: Sound, width: int, shares: tuple[float, float]) -> float:
    silence = np.zeros(RATE // 10)
    padded = np.concatenate([silence, sound[: 3 * RATE // 4].astype(np.float64), silence])
    spectrum = np.fft.rfft(padded)
    hertz = np.fft.rfftfreq(len(padded), 1 / RATE)
    spectrum[(hertz < _VOWELS[0]) | (hertz > _VOWELS[1])] = 0
    window = np.hanning(width)
    level = np.convolve(np.abs(np.fft.irfft(spectrum, len(padded))), window / window.sum(), "same")
    peak = int(np.argmax(level > 0.7 * level[: RATE // 2].max()))
    while peak + 1 < len(level) and level[peak + 1] > level[peak]:
        peak += 1
    return float(np.mean([np.argmax(level > share * level[peak]) for share in shares])) - len(silence)


def _peak_offset(values: Wave, peak: int) -> float:
    if not 0 < peak < len(values) - 1:
        return 0.0
    left, middle, right = (float(v) for v in values[peak - 1 : peak + 2])
    curve = left - 2 * middle + right
    return 0.0 if curve == 0 else 0.5 * (left - right) / curve
