"""The model of a pyttsx3 driver for hibari: the natural voice that comes with coach, offline.

Imported by the worker alone, which puts it among pyttsx3's drivers under the name `hibari`.
The voice is the path of the model in the package; no other is loaded, and nothing is ever
downloaded. The same text at the same rate gives the same samples: the noise in the voice has a fixed
seed, and the Fourier transform is numpy's even where scipy is installed.

The tables from spelling to sounds take longer to load than all else. So the sounds of a session's first
sentences are written down beforehand (`first_words`); the first other line loads the tables.

Errors: `ValueError` in a person's words for a broken package, and for a text of which some sounds
would be left unsaid.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.language.letters import unsayable
from coach.sound.stub_import import stub_module
from coach.speech.given_sounds import without_sounds
from coach.speech.voices.natural import MODEL, SEED, SPEECH_SOUNDS, model_path
from coach.speech.worker.clip_signal import between_silences
from coach.speech.worker.file_driver import FileDriver, LineBuilder, refuse_missing
from coach.speech.worker.first_words import first_words
from coach.speech.worker.refusal import TextRefused

SENTENCE_GAP: Final = 0.4
"""Seconds of silence between two sentences of a line at the usual pace; the model's own are 0.7."""
COMMA_GAP: Final = 0.15
MOST_SOUNDS: Final = 100
"""Sounds that are made in one piece, some 18 words: half a megabyte of memory for each."""
MOST_LETTERS: Final = 24
"""Of a word that is in no dictionary: hibari cuts off the rest."""
_LONG_WORD: Final = re.compile(rf"[^\W\d_]{{{MOST_LETTERS + 1},}}")
_UNKNOWN_SIGN: Final = re.compile(r"[♯♭∞√≈≠≤≥∑∫∂∆°]|[€£$¥¢₹](?!\d)")
"""Signs with a meaning that hibari leaves out, where notation has left them."""
_SLASH: Final = re.compile(r"(?<=\d)/(?=\d)")
_REINSTALL: Final = "install coach again"
_NEVER_DOWNLOADED: Final = "hibari's other voices would have to be downloaded, which coach never does"
_FRAME: Final = 120
"""Samples: 5 ms."""
_MARGIN: Final = 480
"""Samples that are kept before and after what is heard: 20 ms."""


def buildDriver(proxy: Any) -> FileDriver:  # noqa: ANN401, N802 - pyttsx3 ships no types, and calls it so
    """Return the driver, as pyttsx3 asks for it. Its voice is loaded at once, because it has no other."""
    model = Hibari()
    model.prepare()
    return FileDriver(proxy, model)


class Hibari:
    """The voice of the package, loaded.

    `known_sounds` returns, for a version, sentences whose sounds need not be looked up, and those sounds.
    """

    rate = 24_000

    def __init__(self, known_sounds: Callable[[str], Mapping[str, str]] = first_words) -> None:
        self._known_sounds_in = known_sounds
        self._engine: Any = None
        self._load_error: ValueError | None = None
        self._known_sounds: Mapping[str, str] = {}

    def prepare(self) -> None:
        """Load the voice before it is asked for; an error is kept until then."""
        path = model_path()
        if path:
            self._try_to_load(path)

    def load(self, voice: str) -> None:
        """Take the package's own voice; `ValueError` for any other, and where it cannot be loaded."""
        path = model_path()
        if not path:
            raise ValueError(f"its model {MODEL} is missing; {_REINSTALL}")
        if Path(voice) != Path(path):
            raise ValueError(_NEVER_DOWNLOADED)
        if self._engine is None and self._load_error is None:
            self._try_to_load(path)
        if self._load_error is not None:
            raise self._load_error

    def phonemes(self, text: str) -> str:
        """Return the sounds that the voice is given for a text, in misaki's alphabet."""
        return " ".join(self._sounds(text))

    def sound_of(self, text: str, stretch: float) -> NDArray[np.float32]:
        """Return the sound of a text, its samples between -1 and 1; `stretch` is 1 at the usual pace."""

        def sound_of(part: Sequence[str]) -> NDArray[np.float32]:
            sounds = "".join(part).strip()
            sound = self._engine.from_phonemes(sounds, speed=1 / stretch, seed=SEED)
            return between_silences(sound, _FRAME, _MARGIN, _MARGIN)

        builder = LineBuilder(self.rate, MOST_SOUNDS, SENTENCE_GAP * stretch, COMMA_GAP * stretch)
        return builder.line(self._sounds(text), sound_of)

    def _sounds(self, text: str) -> Iterator[str]:
        """Yield the sounds of each sentence. Raises `TextRefused` where some would be left unsaid."""
        _refuse_unsayable(without_sounds(text))
        is_silent = True
        for sentence in self._engine.split_sentences(_SLASH.sub(" slash ", text)):
            sounds = self._known_sounds.get(sentence) or self._look_up(sentence)
            refuse_missing(sounds, self._engine.vocab, "its vocabulary")
            if not SPEECH_SOUNDS.isdisjoint(sounds):
                is_silent = False
                yield sounds
        if is_silent:
            raise TextRefused("there is nothing in it that it can say")

    def _look_up(self, sentence: str) -> str:
        """Return the sounds of a sentence by the tables, which the first call loads.

        Without the package's own notation, which takes "the part I name" for part one: `for_speech` was
        there before.
        """
        try:
            return str(self._engine.g2p(sentence, normalize_text=False))
        except Exception as error:
            raise _unusable("its pronunciation", error) from error

    def _try_to_load(self, path: str) -> None:
        try:
            hibari = _library()
            self._engine = hibari.Hibari(model=path, threads=1)
            self._known_sounds = self._known_sounds_in(hibari.__version__)
        except Exception as error:  # noqa: BLE001 - whatever is broken in a package that is not ours
            self._load_error = _unusable("the natural voice", error)


def _refuse_unsayable(text: str) -> None:
    """Raise `TextRefused` for what the package would leave out, or say in part."""
    letters = unsayable(text)
    if letters:
        raise TextRefused(f"no English voice says “{letters}”")
    sign = _UNKNOWN_SIGN.search(text)
    if sign:
        raise TextRefused(f"it has no sound for “{sign[0]}”")
    word = _LONG_WORD.search(text)
    if word:
        raise TextRefused(f"it says no word of more than {MOST_LETTERS} letters, such as {word[0][:40]}")


def _unusable(part: str, error: Exception) -> ValueError:
    """Return the error, in a person's words, for a part of the package that cannot be used."""
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return ValueError(f"{part} cannot be loaded ({reason}); {_REINSTALL}")


def _library() -> Any:  # noqa: ANN401 - hibari ships no types
    """Return hibari, without its way to the network, and with numpy for its transform."""
    import onnxruntime

    if hasattr(onnxruntime, "disable_telemetry_events"):
        onnxruntime.disable_telemetry_events()
    with _without_scipy(), stub_module("urllib.request"), stub_module("urllib.error"):
        import hibari
    from hibari import voices

    voices.download = _refuse_to_download
    return hibari


def _refuse_to_download(*_: object) -> str:
    raise ValueError(_NEVER_DOWNLOADED)


@contextmanager
def _without_scipy() -> Iterator[None]:
    """Hide scipy from imports in the block: hibari would use its transform, and take 0.2 s to load it."""
    scipy_modules = {
        name: module for name, module in sys.modules.items() if name.partition(".")[0] == "scipy"
    }
    for name in scipy_modules:
        del sys.modules[name]
    blocked: dict[str, Any] = {"scipy": None}  # the documented way to make an import fail
    sys.modules.update(blocked)
    try:
        yield
    finally:
        del sys.modules["scipy"]
        sys.modules.update(scipy_modules)
