"""Files that somebody made for coach and that it does not read: by their name, or by where they lie.

Touches disk. What is plainly another's is no stray: a README, a picture, what an editor leaves beside a
file, what a system or git keeps, and anything hidden.
"""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError, Place, Problem, Severity
from coach.grammar import an
from coach.paths import config_dir
from coach.reminder.checked import NAME
from coach.routine.folders import SKIPPED
from coach.routine.model import Category
from coach.routine.shelf import EXERCISES, near_id
from coach.settings_files import LEXICON, SETTINGS
from coach.source import read, shown

_KNOWN: Final = (SETTINGS, NAME, LEXICON)
_ROUTINES: Final = "routines"
_LEFT: Final = re.compile(r"(?i)#.*#|.*(~|\.(bak|orig|rej|sw[a-z]|tmp|save|lock|old(-\d+)?))")
"""What an editor, a merge or coach itself leaves beside a file."""
_NEARLY: Final = re.compile(r"(?i)(.+?)\.(to?m|toml?l|tml|tolm|toml[.\s_-]?\w+|toml)")
_MAYBE: Final = ("", ".txt", ".text", ".rtf", ".conf", ".ini", ".cfg")
"""Endings of files that are looked into: some editors give them to all that they save."""
_EXERCISE_ONLY: Final = frozenset(("say", "dose", "targets", "most", "easier", "harder", "caution"))
_KINDS: Final = tuple(category.value for category in Category)


def strays(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each file in a folder, and below it, that is meant for coach and is not read."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(files):
            found = None if name.startswith(".") or _LEFT.fullmatch(name) else _of(Path(where, name))
            if found is not None:
                yield Problem(Place(shown(Path(where, name)), 1, 1), "stray-file", *found, Severity.WARNING)


def _of(path: Path) -> tuple[str, str] | None:
    """Return what is amiss with a file and its mend; `None` where it is read, or is not meant for coach."""
    if path.suffix == ".toml":
        return _misplaced(path)
    nearly = _NEARLY.fullmatch(path.name)
    if nearly is None and not (path.suffix.lower() in _MAYBE and _kind(_value(path))):
        return None
    stem = nearly[1] if nearly else path.stem
    name = stem if f"{stem}.toml" in _KNOWN else near_id(stem) or "my-routine"
    return "nothing reads this file, since its name does not end in .toml.", f"Rename it {name}.toml."


def _misplaced(path: Path) -> tuple[str, str] | None:
    """Return what is amiss with where a TOML file among the person's own lies."""
    home = config_dir()
    if not path.resolve().is_relative_to(home.resolve()):
        return None
    *folders, name = path.resolve().relative_to(home.resolve()).parts
    if not folders and name in _KNOWN:
        return None
    kind = _kind(value := _value(path))
    if folders[:1] == [_ROUTINES]:
        return _in_wrong_folder(folders[1:], kind, value)
    message = "nothing reads this file where it lies."
    if kind in ("exercise", "routine"):
        return message, f"It looks like {an(kind)}: move it to {_ROUTINES}/{_folder(kind, value)}/."
    if kind == "reminders":
        return message, f"It holds reminders: copy them into {NAME}."
    near = get_close_matches(name.lower(), _KNOWN, 1, 0.7)
    if near:
        return "nothing reads this file.", f"The name that is read is {near[0]}: rename it, or copy it in."
    mend = f"Settings go into {SETTINGS}, respelled words into {LEXICON}, reminders into {NAME}."
    return "nothing reads this file.", mend


def _in_wrong_folder(folders: list[str], kind: str, value: dict[str, Any]) -> tuple[str, str] | None:
    """Return what is amiss with the folder of a file among the routines, and its mend."""
    if folders[:1] == [EXERCISES]:
        return None
    if kind == "exercise":
        message = "this looks like an exercise, and is read as a routine where it lies."
        return message, f"Move it to {_ROUTINES}/{EXERCISES}/."
    if not folders or folders[0] in _KINDS:
        return None
    message = (
        f"there is no kind of therapy {folders[0][:40]!r}; the file counts by the category that it says."
    )
    return message, f"Move it to {_ROUTINES}/{_folder('routine', value)}/."


def _folder(kind: str, value: dict[str, Any]) -> str:
    category = value.get("category")
    return EXERCISES if kind == "exercise" else category if category in _KINDS else "posture"


def _kind(value: dict[str, Any]) -> str:
    """Return what a file describes; empty where that cannot be told."""
    if isinstance(value.get("reminder"), dict):
        return "reminders"
    if isinstance(value.get("step"), list):
        return "routine"
    return "exercise" if _EXERCISE_ONLY & value.keys() and "name" in value else ""


def _value(path: Path) -> dict[str, Any]:
    try:
        return read(path).value
    except CoachError:
        return {}
