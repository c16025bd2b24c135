"""A natural voice that a person has, taken in: looked at, tried, and copied.

Touches disk and starts a worker. The file is somebody else's and may be anything: it is
loaded only in the worker, from a copy that stands alone, with a limit on time and memory.

Errors: `CoachError` that says what is wrong with the file and what to do.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from coach.cue.model import Spoken
from coach.errors import CoachError, UsageError
from coach.files.atomic import give
from coach.files.exclusive_edit import folder_lock
from coach.files.paths import made
from coach.language import rates
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.audition import THREE_LINES, measured_pace, tried, unsayable
from coach.speech.voices.files import LARGEST, LARGEST_JSON, fault
from coach.speech.voices.installed import INSTALL, has_piper, natural, read_voice, voices_dir
from coach.speech.voices.voice import Voice

__all__ = ["LARGEST", "adopt"]

_NAME: Final = re.compile(r"[\w][\w.-]{0,60}", re.ASCII)
_CARDS: Final = ("MODEL_CARD", "MODEL_CARD.md", "README.md")


def adopt(file: Path, *, replacing: bool = False, note: Callable[[str], None] = lambda _: None) -> Voice:
    """Take the voice in and return it; `note` is told what is being done."""
    if not has_piper():
        raise CoachError(f"Natural voices need piper-tts. Install it with: {INSTALL}")
    _look(file)
    target = voices_dir() / file.name
    if target.exists() and not replacing:
        raise _there_already(file)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=made(voices_dir())))
    try:
        _copy(file, folder)
        note(f"Trying {file.stem}.")
        voice = _tried(folder / file.name)
        note("Measuring how fast it speaks.")
        voice = replace(voice, pace=measured_pace(voice))
        (folder / f"{file.stem}.pace.json").write_text(json.dumps(voice.pace))
        with folder_lock(target):
            if target.exists() and not replacing:  # another coach took one in meanwhile
                raise _there_already(file)
            for part in sorted(folder.iterdir(), key=lambda part: part.suffix == ".onnx"):
                give(part.replace(voices_dir() / part.name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return next(own for own in natural() if own.model == str(target))


def _there_already(file: Path) -> UsageError:
    return UsageError(f"There is a voice {file.stem} already. Rename the file, or give --replace.")


def _look(file: Path) -> None:
    """Raise `CoachError` for what cannot be a Piper voice."""
    if file.suffix != ".onnx" or not _NAME.fullmatch(file.stem):
        raise UsageError(
            f"{file.name} is not the name of a Piper voice. Such a file ends in .onnx and has plain letters."
        )
    wrong = fault(file)
    if wrong:
        raise CoachError(f"{wrong} It was not added.")


def _copy(file: Path, folder: Path) -> None:
    shutil.copyfile(file, folder / file.name)
    shutil.copyfile(f"{file}.json", folder / f"{file.name}.json")
    card = next((file.parent / name for name in _CARDS if (file.parent / name).is_file()), None)
    if card is not None:
        (folder / f"{file.stem}.card").write_bytes(card.read_bytes()[:LARGEST_JSON])


def _tried(model: Path) -> Voice:
    [voice] = read_voice(model)
    found = tried(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES])
    reason = next(iter(found.reasons.values()), "") or unsayable(voice)
    if reason:
        raise CoachError(
            f"{model.name} cannot be used: {reason}. It was not added; the file is as it was. "
            "Fetch both files of the voice again, or take another."
        )
    return voice
