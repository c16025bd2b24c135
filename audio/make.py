"""Make the chimes: soft tones, low enough for older ears, with no sharp edge.

    python audio/make.py            write them beside this file
    python audio/make.py --check    check that the files are what this would write

The sounds are dedicated to the public domain (CC0 1.0).
"""

import io
import sys
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
HERE = Path(__file__).parent

Tone = NDArray[np.float64]


def bell(hertz: float, seconds: float, level: float) -> Tone:
    """Return a struck tone that fades away: the note, and a little of its octave and twelfth."""
    time = np.arange(round(seconds * RATE)) / RATE
    partials = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.06))
    tone = sum(
        share * np.sin(2 * np.pi * hertz * n * time) * np.exp(-time * n * 3.2 / seconds)
        for n, share in partials
    )
    return level * _faded(np.asarray(tone), 0.008, min(0.08, seconds / 3))


def after(first: Tone, second: Tone, seconds: float) -> Tone:
    """Return two tones, the second beginning `seconds` after the first."""
    start = round(seconds * RATE)
    both = np.zeros(max(len(first), start + len(second)))
    both[: len(first)] += first
    both[start : start + len(second)] += second
    return both


def _faded(tone: Tone, rise: float, fall: float) -> Tone:
    up, down = round(rise * RATE), round(fall * RATE)
    tone[:up] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(up) / up)
    tone[len(tone) - down :] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(1, down + 1) / down)
    return tone


SOUNDS = {
    "opening": bell(440.0, 0.5, 0.12),
    "start": bell(659.26, 0.30, 0.16),
    "end": after(bell(659.26, 0.30, 0.13), bell(440.0, 0.40, 0.15), 0.11),
    "tick": bell(523.25, 0.045, 0.29),  # over footfalls; 8 dB below speech
    "done": after(
        bell(440.0, 0.7, 0.12), after(bell(554.37, 0.7, 0.11), bell(659.26, 0.9, 0.12), 0.22), 0.22
    ),
}


def encoded(tone: Tone) -> bytes:
    """Return the tone as a mono WAV file of 16 bits."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(tone * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def matches(path: Path, tone: Tone) -> bool:
    """Return whether the file holds this tone; the last bit may differ between machines."""
    try:
        with wave.open(str(path), "rb") as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    except (OSError, wave.Error, EOFError):
        return False
    return len(samples) == len(tone) and bool(np.all(np.abs(samples - np.round(tone * 32767)) <= 1))


def main() -> int:
    """Write or check the files; return the exit code."""
    if "--check" in sys.argv[1:]:
        names = [name for name, tone in SOUNDS.items() if not matches(HERE / f"{name}.wav", tone)]
        if names:
            sys.stderr.write(f"Not what audio/make.py makes: {', '.join(names)}. Run it again.\n")
        return 1 if names else 0
    for name, tone in SOUNDS.items():
        (HERE / f"{name}.wav").write_bytes(encoded(tone))
    return 0


if __name__ == "__main__":
    sys.exit(main())
