"""Which engine will be wanted, guessed before anything is read in full.

Standard library and the paths alone, so that the worker can be started first of all. A wrong
guess costs a tenth of a second: the worker is ended, and one of the right engine started.
"""

import re
from collections.abc import Sequence
from importlib.util import find_spec

from coach.errors import CoachError
from coach.paths import config_dir
from coach.speech.spawn import ENGINES, NATURAL, default_engine

_KEPT = re.compile(r"""^\s*voice\s*=\s*["']([^"'\n]*)""", re.MULTILINE)


def likely_engine(words: Sequence[str]) -> str:
    """Return the engine that a command with these words will most likely speak with."""
    setting = _asked(words) or _kept() or "auto"
    engine = setting.partition(":")[0].strip()
    if engine == "auto":
        return NATURAL if find_spec(NATURAL) else default_engine()
    return engine if engine in ENGINES else default_engine()


def _asked(words: Sequence[str]) -> str:
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word.startswith("--voice"):
            return word.partition("=")[2] or following
    return ""


def _kept() -> str:
    try:
        found = _KEPT.search((config_dir() / "config.toml").read_text("utf-8", errors="replace"))
    except (OSError, CoachError):
        return ""
    return found[1] if found else ""
