"""The chimes and tones that come with coach.

Reads the files of `audio/` once each; any thread.

Errors: `CoachError` for a file that is missing or of another kind.
"""

import wave
from functools import cache
from pathlib import Path

import numpy as np

from coach.cue.model import ChimeName
from coach.errors import CoachError
from coach.files.paths import data_root
from coach.sound.mix import Sound
from coach.time.units import RATE


@cache
def chime(name: ChimeName) -> Sound:
    """Return a chime's samples."""
    return read(data_root() / "audio" / f"{name.value}.wav")


def read(path: Path) -> Sound:
    """Return the samples of a file of the one kind there is: mono, 16 bits, `RATE`."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
                raise CoachError(
                    f"{path} is not a mono file of 16 bits at {RATE} Hz. Make it anew: audio/make.py"
                )
            return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16)
    except (OSError, wave.Error, EOFError) as error:
        raise CoachError(f"{path} cannot be read: {error}. Install coach again.") from error
