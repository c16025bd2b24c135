"""The last step of making a clip: from the file that an engine wrote to the clip in the folder.

Runs in the worker. Touches disk. Every clip, a count as much as a line, is brought to one loudness.
"""

import wave
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr

from coach.speech.clips import Clip, Clips
from coach.speech.worker import clip_signal
from coach.speech.worker.sanity import plausible
from coach.time.units import RATE

NOISE: Final = 0.15
"""The flatness of a spectrum from which a sound is no speech."""


def finish(request: dict[str, Any], job: dict[str, Any], raw: Path) -> str | None:
    """Keep the clip of the engine's file; return why it cannot be one, else `None`."""
    if not raw.exists():
        return "the engine wrote no file"
    sound = clip_signal.trimmed(sound_of(raw))
    length = len(sound) / RATE
    if not plausible(job["text"], length, job["rate"]):
        return f"the engine made {length:.2f} s of sound, which cannot be the whole of it"
    if clip_signal.flatness(sound) > NOISE:
        return "the engine made noise"
    samples = clip_signal.finished(sound, clip_signal.gain_for(sound))
    Clips(Path(request["folder"])).put(job["id"], Clip(samples, clip_signal.onset(samples)))
    return None


def sound_of(raw: Path) -> clip_signal.Signal:
    """Return the sound in a file at `RATE`, whatever format an engine wrote."""
    try:
        with wave.open(str(raw), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise wave.Error
            rate = file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            sound = samples.astype(np.float32) / np.float32(32768)
    except (wave.Error, EOFError):
        import soundfile  # macOS writes AIFF whatever the file's name; no other system needs the import

        frames, rate = soundfile.read(str(raw), dtype="float32", always_2d=True)
        sound = frames.mean(axis=1)
    return sound if rate == RATE else np.asarray(soxr.resample(sound, rate, RATE), dtype=np.float32)
