"""A pyttsx3 driver that only speaks to files, with a model that makes the samples.

pyttsx3 asks a driver for much that has no meaning where nothing is played; those methods are here
once, for all models. A voice is loaded when it is first asked for, and one at a time is kept. Files are
WAV, 16 bits, mono, at the model's own rate.

Errors: pyttsx3 reports whatever is raised here as `error`, and the worker listens to that. A `ValueError`
of the model is in a person's words.
"""

import wave
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from pyttsx3.voice import Voice

from coach.speech.worker.parts import parts_of
from coach.speech.worker.refusal import TextRefused

USUAL_RATE: Final = 175
"""The rate at which a model speaks at the pace that it was trained with.

How many real words a minute that is differs from voice to voice (`speech.voices.voice`).
"""
MOST_SECONDS: Final = 120.0
"""The most sound for one line; no line of a routine comes near it."""
_LOUDEST: Final = 32767


class Model(Protocol):
    """**Protocol:** what makes samples of a text.

    Raises `ValueError` in a person's words: `TextRefused` where it is the text's fault.
    """

    @property
    def rate(self) -> int:
        """Samples a second; known once a voice is loaded."""

    def load(self, voice: str) -> None:
        """Load a voice, in place of the previous one."""

    def phonemes(self, text: str) -> str:
        """Return the sounds that the voice is given for a text."""

    def sound_of(self, text: str, stretch: float) -> NDArray[np.float32]:
        """Return the sound of a text, its samples between -1 and 1; `stretch` is 1 at the usual pace."""


class FileDriver:
    """What pyttsx3 asks of a driver. Everything runs on the thread that made it."""

    def __init__(self, proxy: Any, model: Model) -> None:  # noqa: ANN401 - pyttsx3 ships no types
        self._proxy, self._model = proxy, model
        self._properties: dict[str, Any] = {"voice": "", "rate": USUAL_RATE, "volume": 1.0, "voices": []}

    def destroy(self) -> None:
        """Do nothing: the process ends with its engine."""

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Do all that is queued. It returns by itself: pyttsx3 has queued the end of the loop already."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Do nothing: the loop has ended."""

    def iterate(self) -> Any:  # noqa: ANN401 - pyttsx3's own generator
        """Do all that is queued, within another program's loop."""
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Do nothing: nothing is ever played."""

    def say(self, text: str) -> None:
        """Speak aloud, which the coach never asks of an engine."""
        raise NotImplementedError(f"this driver speaks to files alone, not {text!r} aloud")

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - pyttsx3's name, any kind
        """Return a property; `KeyError` for an unknown one."""
        if name == "voices":
            return [Voice(self._properties["voice"] or type(self._model).__name__, languages=[])]
        if name == "phonemes":  # a property is the only way to it through pyttsx3
            return self._model.phonemes
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - pyttsx3's name, any kind
        """Set a property. A voice is loaded at once, so that its errors are raised here."""
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


@dataclass(frozen=True, slots=True)
class LineBuilder:
    """How a line is put together from pieces: `most_sounds` in each, and the gaps between them in seconds."""

    rate: int
    most_sounds: int
    sentence_gap: float
    part_gap: float = 0.0

    def line(
        self,
        sentences: Iterable[Sequence[str]],
        sound_of: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        """Return the sound of sentences, each made part by part. `TextRefused` for more than any line has."""
        pieces: list[NDArray[np.float32]] = []
        length = 0
        for sentence in sentences:
            parts: list[NDArray[np.float32]] = []
            for part in parts_of(sentence, self.most_sounds):
                parts.append(sound_of(part))
                length += len(parts[-1])
                if length > MOST_SECONDS * self.rate:
                    raise TextRefused(f"the voice went on for more than {MOST_SECONDS:g} seconds")
            pieces.append(self._joined(parts, self.part_gap))
        return self._joined(pieces, self.sentence_gap)

    def _joined(self, pieces: list[NDArray[np.float32]], gap: float) -> NDArray[np.float32]:
        silence = np.zeros(round(gap * self.rate), np.float32)
        parts = [part for piece in pieces for part in (silence, piece)][1:]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def refuse_missing(sounds: Iterable[str], table: Container[str], name: str) -> None:
    """Raise `TextRefused` for sounds that are not in the voice's table: its engine would leave them out."""
    missing = dict.fromkeys(sound for sound in sounds if sound not in table)
    if missing:
        raise TextRefused(f"{name} has no {' '.join(map(repr, missing))}")
