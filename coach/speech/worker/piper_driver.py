"""A pyttsx3 driver over Piper: a neural voice, offline.

Imported by the worker alone, which puts it among pyttsx3's drivers under the name `piper`.
A voice is the path of its `.onnx` file, with its JSON beside it; it is loaded when it is
first asked for, and one is kept. Files are WAV, 16 bits, mono, at the voice's own rate.

`rate` is words a minute as Piper counts at its usual pace (`USUAL_RATE`); how many real
words a minute that is differs from voice to voice (`speech.voice`).

A voice's chance variation is left out: a line sounds the same each time that it is made, so that
what was heard right once (`bench/heard.py`) stays so, and a count keeps its beat.

Errors: what goes wrong is told to pyttsx3 as `error`, which the worker listens to; in a person's words
(`ValueError`) for a voice whose files are broken or that lacks a sound.
"""

import wave
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyttsx3.voice import Voice

from coach.speech.voices.files import fault

USUAL_RATE: Final = 175
"""The rate at which a voice speaks at the pace that it was trained with."""
BETWEEN: Final = 0.3
"""Seconds of silence between two sentences of a line: Piper gives none."""
AT_ONCE: Final = 75
"""Sounds at the usual pace that are made in one piece: what a voice takes in memory grows with them."""
LOUDEST: Final = 32767
MOST_MEMORY: Final = 4 << 30
"""Bytes of address space. A voice takes a quarter of it; a model that wants more is no voice."""
_MARKS: Final = frozenset(",;:")
LONGEST: Final = 120.0
"""Seconds of sound for one line; no line of a routine comes near it."""


def buildDriver(proxy: Any) -> "PiperDriver":  # noqa: ANN401, N802 - pyttsx3 ships no types, and calls it so
    """Return the driver, as pyttsx3 asks for it."""
    return PiperDriver(proxy)


class PiperDriver:
    """What pyttsx3 asks of a driver. Everything runs on the thread that made it."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - pyttsx3 ships no types
        _limit_memory()
        self._proxy = proxy
        self._model: Any = None
        self._properties: dict[str, Any] = {"voice": "", "rate": USUAL_RATE, "volume": 1.0, "voices": []}

    def destroy(self) -> None:
        """Let the model go."""
        self._model = None

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
            return [Voice(self._properties["voice"] or "piper", languages=[])]
        if name == "phonemes":  # the way to it through pyttsx3, which has no other
            return self.phonemes
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - pyttsx3's name, any kind
        """Set a property. A voice is loaded at once, so that one that cannot be is told here."""
        if name not in self._properties or name == "voices":
            raise KeyError(name)
        if name == "voice" and value != self._properties["voice"]:
            self._load(str(value))
        self._properties[name] = value

    def phonemes(self, text: str) -> str:
        """Return the sounds that the voice is given for a text, in the IPA."""
        sentences = self._model.phonemize(text)
        _refuse_missing(sentences, self._model.config.phoneme_id_map)
        return " ".join("".join(sentence) for sentence in sentences)

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak into the file, which is whole when this returns."""
        if self._model is None:
            raise ValueError("no voice was chosen")
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            self._write(self._spoken(text), Path(filename))
        finally:
            self._proxy.notify("finished-utterance", completed=True)
            self._proxy.setBusy(False)

    def _load(self, path: str) -> None:
        from piper import PiperVoice

        self._model = None
        self._properties["voice"] = ""
        try:
            self._model = PiperVoice.load(path)
        except Exception as error:
            wrong = fault(Path(path))
            if wrong is None:
                raise
            raise ValueError(str(wrong).rstrip(".")) from error

    def _spoken(self, text: str) -> NDArray[np.int16]:
        from piper import SynthesisConfig

        model = self._model
        slower = USUAL_RATE / max(1, int(self._properties["rate"]))
        manner = SynthesisConfig(
            length_scale=model.config.length_scale * slower, noise_scale=0.0, noise_w_scale=0.0
        )
        gap = np.zeros(int(BETWEEN * model.config.sample_rate), np.int16)
        pieces: list[NDArray[np.int16]] = []
        sentences = model.phonemize(text)
        _refuse_missing(sentences, model.config.phoneme_id_map)
        for sentence in sentences:
            pieces += [gap] if pieces else []
            for part in parted(sentence, round(AT_ONCE / slower)):
                sound = model.phoneme_ids_to_audio(model.phonemes_to_ids(part), manner)
                pieces.append(np.clip(sound * LOUDEST, -LOUDEST, LOUDEST).astype(np.int16))
                if sum(map(len, pieces)) > LONGEST * model.config.sample_rate:
                    raise ValueError(f"the voice went on for more than {LONGEST:g} seconds")
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)

    def _write(self, sound: NDArray[np.int16], path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._model.config.sample_rate)
            file.writeframes(sound.astype("<i2").tobytes())


def parted(sentence: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Yield a sentence's sounds in parts of at most so many, parted at commas, colons and semicolons.

    Where there is none, a part is as long as it is.
    """
    marks = [place + 1 for place, sound in enumerate(sentence[:-1]) if sound in _MARKS]
    if len(sentence) <= most or not marks:
        yield sentence
        return
    middle = min(marks, key=lambda place: abs(2 * place - len(sentence)))
    yield from parted(sentence[:middle], most)
    yield from parted(sentence[middle:], most)


def _refuse_missing(sentences: Iterable[Sequence[str]], table: Mapping[str, object]) -> None:
    """Raise `ValueError` for sounds that the voice has no number for: Piper would leave them unsaid."""
    missing = {sound: None for sentence in sentences for sound in sentence if sound not in table}
    if missing:
        raise ValueError(f"the voice's phoneme_id_map has no {' '.join(map(repr, missing))}")


def _limit_memory() -> None:
    """Keep a model that somebody made from taking the whole machine, where the system can."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
