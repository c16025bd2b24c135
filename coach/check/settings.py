"""Check the files of settings: the settings themselves, the respelled words, and the JSON files of a voice.

Touches disk. Each is known by its name, in any folder; a routine or an exercise of that name is not one.
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
_KEYS_OF_OTHERS: Final = frozenset(("step", "say", "dose", "reminder", "category"))
"""Keys at the top of a routine, an exercise or reminders, which no file of settings has."""


def is_settings(path: Path) -> bool:
    """Return whether a file is a file of settings."""
    if path.name.endswith(_OF_VOICES):
        return True
    if path.name not in (SETTINGS, LEXICON):
        return False
    if path.resolve().parent in (config_dir().resolve(), data_root().resolve()):
        return True
    try:
        return not _KEYS_OF_OTHERS & read(path).value.keys()
    except CoachError:
        return True


def own_settings() -> Iterator[Path]:
    """Yield the person's own files of settings that exist."""
    paths = (config_dir() / SETTINGS, config_dir() / LEXICON)
    yield from filter(there, paths)
    if not why_unseen():
        yield from sorted(path for ending in _OF_VOICES for path in voices_dir().glob(f"*{ending}"))


def voices_folder_problems() -> tuple[Problem, ...]:
    """Return the problem of the folder of the person's voices, if it cannot be read."""
    return tuple(Problem(Place(shown(voices_dir()), 1, 1), "unreadable", reason) for reason in why_unseen())


def settings_below(folder: Path) -> Iterator[Path]:
    """Yield the files of settings in and below a folder. Follows links; leaves out hidden files."""
    for item in walk(folder, []):
        path = Path(item.entry.path)
        if is_settings(path):
            yield path


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return all that is wrong in a file of settings."""
    try:
        match path.name:
            case "config.toml":
                settings.refuse_wrong(path, whole=path.resolve() == (data_root() / SETTINGS).resolve())
            case "lexicon.toml":
                lexicon.refuse_wrong(path)
            case _:
                _refuse_bad_json(path)
    except BadFile as error:
        return error.problems
    except CoachError as error:
        return (Problem(Place(shown(path), 1, 1), "unreadable", str(error)),)
    return ()


def _refuse_bad_json(path: Path) -> None:
    mend = "Fetch it again from where the voice came from."
    position, message = (1, 1), "this is not JSON."
    try:
        value = json.loads(read_bytes(path).removeprefix(BOM))
    except json.JSONDecodeError as error:
        position, value = (error.lineno, error.colno), None
    except (ValueError, RecursionError):
        value = None
    if value is not None and (isinstance(value, dict) or path.name.endswith(".pace.json")):
        return
    if value is not None:
        message = "this does not describe a voice."
    raise BadFile((Problem(Place(shown(path), *position), "bad-json", message, mend),))
