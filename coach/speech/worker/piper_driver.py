"""The model of a pyttsx3 driver for Piper: a neural voice, offline.

Imported by the worker alone, which puts it among pyttsx3's drivers under the name `piper`.
A voice is the path of its `.onnx` file, with its JSON beside it.

A voice's random variation is left out: a line sounds the same each time it is made, so that
a line that was heard correctly once (`bench/heard.py`) stays so, and a count keeps its beat.

Errors: `ValueError` in a person's words for a voice whose files are broken or that lacks a sound.
"""

from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.speech.voices.files import fault
from coach.speech.worker.file_driver import FileDriver, LineBuilder, refuse_missing

SENTENCE_GAP: Final = 0.3
"""Seconds of silence between two sentences of a line: Piper gives none."""
MOST_SOUNDS: Final = 75
"""Sounds at the usual pace that are made in one piece."""
MOST_MEMORY: Final = 4 << 30
"""Bytes of address space. A voice takes a quarter of it; a model that wants more is no voice."""


def buildDriver(proxy: Any) -> FileDriver:  # noqa: ANN401, N802 - pyttsx3 ships no types, and calls it so
    """Return the driver, as pyttsx3 asks for it."""
    _limit_memory()
    return FileDriver(proxy, Piper())


class Piper:
    """A Piper voice, loaded."""

    def __init__(self) -> None:
        self._model: Any = None

    @property
    def rate(self) -> int:
        """Samples a second; known once a voice is loaded."""
        return int(self._model.config.sample_rate)

    def load(self, voice: str) -> None:
        """Load a voice, in place of the previous one."""
        from piper import PiperVoice

        self._model = None
        try:
            self._model = PiperVoice.load(voice)
        except Exception as error:
            problem = fault(Path(voice))
            if problem is None:
                raise
            raise ValueError(str(problem).rstrip(".")) from error

    def phonemes(self, text: str) -> str:
        """Return the sounds that the voice is given for a text, in the IPA."""
        return " ".join("".join(sentence) for sentence in self._sentences(text))

    def sound_of(self, text: str, stretch: float) -> NDArray[np.float32]:
        """Return the sound of a text, its samples between -1 and 1; `stretch` is 1 at the usual pace."""
        from piper import SynthesisConfig

        model = self._model
        settings = SynthesisConfig(
            length_scale=model.config.length_scale * stretch, noise_scale=0.0, noise_w_scale=0.0
        )
        return LineBuilder(self.rate, round(MOST_SOUNDS / stretch), SENTENCE_GAP).line(
            self._sentences(text),
            lambda part: model.phoneme_ids_to_audio(model.phonemes_to_ids(part), settings),
        )

    def _sentences(self, text: str) -> list[list[str]]:
        """Return the sounds of each sentence. Raises `TextRefused` where Piper would leave some out."""
        sentences: list[list[str]] = self._model.phonemize(text)
        table = self._model.config.phoneme_id_map
        refuse_missing(chain.from_iterable(sentences), table, "the voice's phoneme_id_map")
        return sentences


def _limit_memory() -> None:
    """Limit memory, where the system can: a model may come from anybody."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
