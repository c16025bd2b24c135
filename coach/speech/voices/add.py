"""Adds a natural voice that a person has: it is checked, tried and copied.

Touches disk and starts a worker. The file is somebody else's and may be anything: it is
loaded only in the worker, from a separate copy, with a limit on time and memory.

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
from coach.speech.voices.audition import THREE_LINES, audition, measured_pace, unsayable
from coach.speech.voices.files import LARGEST, LARGEST_JSON, fault
from coach.speech.voices.installed import INSTALL, has_piper, natural_voices, read_voice, voices_dir
from coach.speech.voices.voice import Voice

__all__ = ["LARGEST", "add_voice"]

_FILE_STEM: Final = re.compile(r"[\w][\w.-]{0,60}", re.ASCII)
_CARD_NAMES: Final = ("MODEL_CARD", "MODEL_CARD.md", "README.md")


def add_voice(file: Path, *, replacing: bool = False, note: Callable[[str], None] = lambda _: None) -> Voice:
    """Add the voice and return it; `note` is given a line for each step."""
    if not has_piper():
        raise CoachError(f"Natural voices need piper-tts. Install it with: {INSTALL}")
    _refuse_unfit(file)
    target = voices_dir() / file.name
    if target.exists() and not replacing:
        raise _name_taken(file)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=made(voices_dir())))
    try:
        _copy(file, folder)
        note(f"Trying {file.stem}.")
        voice = _tried_voice(folder / file.name)
        note("Measuring how fast it speaks.")
        voice = replace(voice, pace=measured_pace(voice))
        (folder / f"{file.stem}.pace.json").write_text(json.dumps(voice.pace))
        with folder_lock(target):
            if target.exists() and not replacing:  # another coach added one meanwhile
                raise _name_taken(file)
            for path in sorted(folder.iterdir(), key=lambda path: path.suffix == ".onnx"):
                give(path.replace(voices_dir() / path.name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return next(voice for voice in natural_voices() if voice.model == str(target))


def _name_taken(file: Path) -> UsageError:
    return UsageError(f"There is a voice {file.stem} already. Rename the file, or give --replace.")


def _refuse_unfit(file: Path) -> None:
    """Raise `CoachError` for what cannot be a Piper voice."""
    if file.suffix != ".onnx" or not _FILE_STEM.fullmatch(file.stem):
        raise UsageError(
            f"{file.name} is not the name of a Piper voice. Such a file ends in .onnx and has plain letters."
        )
    problem = fault(file)
    if problem:
        raise CoachError(f"{problem} It was not added.")


def _copy(file: Path, folder: Path) -> None:
    shutil.copyfile(file, folder / file.name)
    shutil.copyfile(f"{file}.json", folder / f"{file.name}.json")
    card = next((file.parent / name for name in _CARD_NAMES if (file.parent / name).is_file()), None)
    if card is not None:
        (folder / f"{file.stem}.card").write_bytes(card.read_bytes()[:LARGEST_JSON])


def _tried_voice(model: Path) -> Voice:
    [voice] = read_voice(model)
    result = audition(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES])
    reason = next(iter(result.reasons.values()), "") or unsayable(voice)
    if reason:
        raise CoachError(
            f"{model.name} cannot be used: {reason}. It was not added; the file is as it was. "
            "Fetch both files of the voice again, or take another."
        )
    return voice
