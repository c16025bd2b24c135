"""Which engine will be wanted, guessed before anything is read in full.

Standard library alone, and little of it, so that the worker can be started first of all. A
wrong guess costs a tenth of a second: the worker is ended, and one of the right engine started.
"""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from coach.speech.start_worker import ENGINES, NATURAL_ENGINES, default_engine


def guess_engine(words: Sequence[str]) -> str:
    """Return the engine that a command with these words will most likely speak with."""
    setting = _voice_option(words) or os.environ.get("COACH_VOICE", "") or _saved_voice() or "auto"
    engine = setting.partition(":")[0].strip()
    if engine in ("auto", "natural"):
        return next(filter(find_spec, NATURAL_ENGINES), default_engine())
    return engine if engine in ENGINES else default_engine()


def _voice_option(words: Sequence[str]) -> str:
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word.startswith("--voice"):
            return word.partition("=")[2] or following
    return ""


def _saved_voice() -> str:
    """Return the voice that the person's settings name, read without parsing the file."""
    try:
        with open(_own_settings(), encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - pathlib is slow to load
            lines = file.read(100_000).splitlines()
    except OSError:
        return ""
    pairs = (line.partition("=") for line in lines)
    return next((value.strip(" \t\"'") for key, _, value in pairs if key.strip() == "voice"), "")


def _own_settings() -> str:
    """Return where `paths.config_dir` most likely is: platformdirs would be certain, and takes 19 ms."""
    home, environ = os.environ.get("COACH_HOME", ""), os.environ
    if home:
        return os.path.join(home, "config", "config.toml")  # noqa: PTH118 - pathlib is slow to load
    config_home = {
        "win32": environ.get("LOCALAPPDATA", ""),
        "darwin": "~/Library/Application Support",
    }.get(sys.platform, environ.get("XDG_CONFIG_HOME") or "~/.config")
    return os.path.expanduser(f"{config_home}/coach/config.toml")  # noqa: PTH111 - pathlib is slow to load
