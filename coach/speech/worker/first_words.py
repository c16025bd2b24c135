"""The natural voice's sounds for how sessions begin, so that its tables, which load slowly, can wait.

Touches disk. `audio/first_words.py` writes the file from the library; CI checks that it is up to date.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from coach.errors import CoachError
from coach.files.paths import data_root

FILE: Final = "first_words.json"
VERSION_KEY: Final = "hibari-tts"


def path() -> Path:
    """Return where the file is. `CoachError` where coach's own files are missing."""
    return data_root() / "audio" / FILE


def first_words(version: str) -> Mapping[str, str]:
    """Return the sounds by their sentence; nothing where the file is of another version of the voice."""
    try:
        content = json.loads(path().read_bytes())
        return dict(content["sounds"]) if content[VERSION_KEY] == version else {}
    except (CoachError, OSError, ValueError, KeyError, TypeError):
        return {}
