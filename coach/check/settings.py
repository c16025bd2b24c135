"""The files that say how coach is to be: the settings, the respelled words, and what stands beside a voice.

Touches disk. Each is known by its name, wherever it lies; a routine or an exercise of that name is none.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coach.config import settings
from coach.errors import BadFile, CoachError, Place, Problem
from coach.files.document import BOM, read, read_bytes, shown, there
from coach.files.paths import config_dir, data_root
from coach.routine.library.folders import walk
from coach.speech import lexicon
from coach.speech.voices.installed import voices_dir, why_unseen

SETTINGS: Final = "config.toml"
LEXICON: Final = "lexicon.toml"
_OF_VOICES: Final = (".onnx.json", ".pace.json")
_ELSE: Final = frozenset(("step", "say", "dose", "reminder", "category"))
"""What stands at the top of a routine, an exercise or reminders, and in none of these."""


def is_settings(path: Path) -> bool:
    """Return whether a file is one of these."""
    if path.name.endswith(_OF_VOICES):
        return True
    if path.name not in (SETTINGS, LEXICON):
        return False
    if path.resolve().parent in (config_dir().resolve(), data_root().resolve()):
        return True
    try:
        return not _ELSE & read(path).value.keys()
    except CoachError:
        return True


def own_settings() -> Iterator[Path]:
    """Yield those of the person that there are."""
    named = (config_dir() / SETTINGS, config_dir() / LEXICON)
    yield from filter(there, named)
    if not why_unseen():
        yield from sorted(path for end in _OF_VOICES for path in voices_dir().glob(f"*{end}"))


def closed_voices() -> tuple[Problem, ...]:
    """Return the problem of a folder of the person's voices that may not be read."""
    return tuple(Problem(Place(shown(voices_dir()), 1, 1), "unreadable", why) for why in why_unseen())


def below(folder: Path) -> Iterator[Path]:
    """Yield those in a folder, and in the folders below it, links followed and hidden ones left out."""
    for found in walk(folder, []):
        path = Path(found.entry.path)
        if is_settings(path):
            yield path


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return all that is wrong in one of them."""
    try:
        match path.name:
            case "config.toml":
                settings.refuse_wrong(path, whole=path.resolve() == (data_root() / SETTINGS).resolve())
            case "lexicon.toml":
                lexicon.refuse_wrong(path)
            case _:
                _refuse_no_json(path)
    except BadFile as error:
        return error.problems
    except CoachError as error:
        return (Problem(Place(shown(path), 1, 1), "unreadable", str(error)),)
    return ()


def _refuse_no_json(path: Path) -> None:
    mend = "Fetch it again from where the voice came from."
    at, message = (1, 1), "this is not JSON."
    try:
        value = json.loads(read_bytes(path).removeprefix(BOM))
    except json.JSONDecodeError as error:
        at, value = (error.lineno, error.colno), None
    except (ValueError, RecursionError):
        value = None
    if value is not None and (isinstance(value, dict) or path.name.endswith(".pace.json")):
        return
    if value is not None:
        message = "this does not describe a voice."
    raise BadFile((Problem(Place(shown(path), *at), "bad-json", message, mend),))
