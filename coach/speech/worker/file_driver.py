"""A pyttsx3 driver that speaks to files alone, over a model that makes samples.

pyttsx3 asks a driver for much that has no meaning where nothing is played; that stands here once,
for each model. A voice is loaded when it is first asked for, and one is kept. Files are WAV, 16 bits,
mono, at the model's own rate.

Errors: what goes wrong is told to pyttsx3 as `error`, which the worker listens to; in a person's
words (`ValueError`) where the model says it so.
"""

import wave
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from pyttsx3.voice import Voice

USUAL_RATE: Final = 175
"""The rate at which a model speaks at the pace that it was trained with.

How many real words a minute that is differs from voice to voice (`speech.voices.voice`).
"""
LONGEST: Final = 120.0
"""Seconds of sound for one line; no line of a routine comes near it."""
_LOUDEST: Final = 32767


class Model(Protocol):
    """**Protocol:** what makes samples of a text. Raises `ValueError` in a person's words."""

    @property
    def rate(self) -> int:
        """Samples a second; known once a voice is loaded."""

    def load(self, voice: str) -> None:
        """Load a voice, in place of the one before."""

    def phonemes(self, text: str) -> str:
        """Return the sounds that the voice is given for a text."""

    def sound_of(self, text: str, stretch: float) -> NDArray[np.float32]:
        """Return a text spoken, its samples between -1 and 1; `stretch` is 1 at the usual pace."""


class FileDriver:
    """What pyttsx3 asks of a driver. Everything runs on the thread that made it."""

    def __init__(self, proxy: Any, model: Model) -> None:  # noqa: ANN401 - pyttsx3 ships no types
        self._proxy, self._model = proxy, model
        self._properties: dict[str, Any] = {"voice": "", "rate": USUAL_RATE, "volume": 1.0, "voices": []}

    def destroy(self) -> None:
        """Let go of nothing: the process ends with its engine."""

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Do all that waits. It returns by itself: pyttsx3 has pushed the end of the loop already."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """End the loop, which has ended."""

    def iterate(self) -> Any:  # noqa: ANN401 - pyttsx3's own generator
        """Do all that waits, within a loop of somebody else's."""
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Stop what sounds; nothing does."""

    def say(self, text: str) -> None:
        """Speak aloud, which the coach never asks of an engine."""
        raise NotImplementedError(f"this driver speaks to files alone, not {text!r} aloud")

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - pyttsx3's name, any kind
        """Return a property; `KeyError` for one that there is not."""
        if name == "voices":
            return [Voice(self._properties["voice"] or type(self._model).__name__, languages=[])]
        if name == "phonemes":  # the way to it through pyttsx3, which has no other
            return self._model.phonemes
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - pyttsx3's name, any kind
        """Set a property. A voice is loaded at once, so that one that cannot be is told here."""
        if name not in self._properties or name == "voices":
            raise KeyError(name)
        if name == "voice" and value != self._properties["voice"]:
            self._properties["voice"] = ""
            self._model.load(str(value))
        self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak into the file, which is whole when this returns."""
        if not self._properties["voice"]:
            raise ValueError("no voice was chosen")
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            stretch = USUAL_RATE / max(1, int(self._properties["rate"]))
            self._write(self._model.sound_of(text, stretch), Path(filename))
        finally:
            self._proxy.notify("finished-utterance", completed=True)
            self._proxy.setBusy(False)

    def _write(self, sound: NDArray[np.float32], path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._model.rate)
            file.writeframes(np.clip(sound * _LOUDEST, -_LOUDEST, _LOUDEST).astype("<i2").tobytes())


def joined(pieces: "list[NDArray[np.float32]]", rate: int, gap: float) -> NDArray[np.float32]:
    """Return the pieces one after the other, with `gap` seconds of silence between them."""
    silence = np.zeros(round(gap * rate), np.float32)
    parts = [part for piece in pieces for part in (silence, piece)][1:]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def refuse_longer(samples: int, rate: int) -> None:
    """Raise `ValueError` for more samples than any line has."""
    if samples > LONGEST * rate:
        raise ValueError(f"the voice went on for more than {LONGEST:g} seconds")
