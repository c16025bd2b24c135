"""The natural voice that comes with coach: whether it is here, where its model is, why it may be missing.

Looks at folders and one small file; imports nothing of the voice's package.

`hibari-tts` is a beta by one author, so one version is required, whose model is known by its hash.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from coach.speech.start_worker import HIBARI
from coach.speech.voices.voice import Pace, Voice

VERSION: Final = "0.2.1"
"""The version of hibari-tts that was tried, and that pyproject.toml requires."""
MODEL: Final = "hibari.onnx"
SEED: Final = 0
"""Of the noise in the voice: the same for each piece, so that a line sounds the same each time."""
TRANSFORM: Final = "numpy"
"""Whose Fourier transform is taken, wherever scipy is."""
MODEL_SHA256: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
NAME: Final = "heart"
LICENCE: Final = "Apache-2.0"
ALPHABET: Final = frozenset(
    " ̃ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ"
)
"""Its sounds in misaki's signs: its vocabulary without the punctuation marks."""
SPEECH_SOUNDS: Final = ALPHABET - frozenset(" \u0303ˈˌːʰʲ↓→↗↘")
"""Those that are heard by themselves, and do not only change another."""
INSTALL: Final = f"{sys.executable} -m pip install hibari-tts=={VERSION}"

_PACE: Final[Pace] = (
    *((70, 76), (75, 80), (80, 89), (85, 93), (90, 95), (95, 98), (100, 106), (105, 114)),
    *((110, 117), (115, 120), (120, 132), (125, 135), (130, 138), (135, 141), (140, 155), (145, 170)),
    *((150, 177), (155, 183), (160, 186), (165, 190), (170, 192), (175, 193), (180, 196), (185, 198)),
    *((190, 199), (195, 201), (200, 204), (205, 207), (210, 214), (215, 221), (220, 222), (225, 224)),
    *((230, 227), (235, 286), (240, 295), (300, 319)),
)
"""The rate asked for, and the measured words a minute (`bench/calibrate.py hibari`, hibari-tts 0.2.1).

They rise in steps, because the length of each sound is a whole number of 25 ms.
"""
_SLOWEST_COUNT: Final = 192
"""Words a minute. The voice draws out a word that stands alone, and "up" is to fit its beat."""
_MACHINES: Final = ("x86_64", "amd64", "aarch64", "arm64")
_NEWEST_PYTHON: Final = (3, 14)
"""The newest Python that onnxruntime is built for."""
_OLD_MAC: Final = ("darwin", "x86_64", _NEWEST_PYTHON)
"""onnxruntime for Macs with an Intel processor ends one Python earlier."""


def model_path() -> str:
    """Return the path of the voice's model; empty where the package, or onnxruntime, is missing."""
    spec = find_spec(HIBARI)
    if spec is None or find_spec("onnxruntime") is None:
        return ""
    models = (Path(folder, "assets", MODEL) for folder in spec.submodule_search_locations or ())
    return next((str(model) for model in models if model.is_file()), "")


def natural_voice() -> Voice | None:
    """Return the voice; `None` where it is not installed whole."""
    path = model_path()
    if not path:
        return None
    return Voice(
        HIBARI, NAME, "Heart, natural", "en-us", LICENCE, path, _stamp(Path(path)), _PACE, _SLOWEST_COUNT
    )


def why_missing() -> str:
    """Return why the natural voice is not here, and the mend if there is one; empty where it is here."""
    if model_path():
        return ""
    if find_spec(HIBARI) is not None and find_spec("onnxruntime") is not None:
        return f"hibari-tts is not whole. Install it again with: {INSTALL} --force-reinstall"
    import platform  # seldom needed

    machine, python = platform.machine().lower(), sys.version_info[:2]
    if machine not in _MACHINES or python > _NEWEST_PYTHON or (sys.platform, machine, python) == _OLD_MAC:
        system = f"{platform.system()} on {platform.machine()} with Python {python[0]}.{python[1]}"
        return f"onnxruntime, which it needs, is not made for {system}."
    return f"Install it with: {INSTALL}"


def _stamp(model: Path) -> str:
    """Return what the sound depends on but for versions: the model's hash and size, the seed, the transform.

    The hash is the one that the package states; a test holds it to the file.
    """
    try:
        model_hash = json.loads((model.parent / "voices.json").read_bytes())[NAME]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        model_hash = ""
    return f"{model_hash}-{model.stat().st_size}-{SEED}-{TRANSFORM}"
