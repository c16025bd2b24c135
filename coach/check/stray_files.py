"""Stray files: somebody made them for coach, but it does not read them, because of their name or folder.

Touches disk; follows links as the readers of the files do. Files that are clearly not for coach are not
strays: a README, a picture, an editor's backup, the files of a system or of git, and hidden files.
"""

import os
import re
from collections.abc import Container, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from coach.check.settings import LEXICON, SETTINGS
from coach.errors import CoachError, Place, Problem, Severity
from coach.files.document import read, shown
from coach.files.ids import near_id
from coach.files.paths import config_dir, own_routines
from coach.language.grammar import an
from coach.reminder.file.check import NAME
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS
from coach.routine.library.folders import toml_below, walk
from coach.routine.model import Category

_READ_NAMES: Final = (SETTINGS, NAME, LEXICON)
_ROUTINES: Final = "routines"
_LEFTOVER: Final = re.compile(r"(?i)#.*#|.*(~|\.(bak|orig|rej|sw[a-z]|tmp|save|lock|old(-\d+)?))")
"""Names of the files that an editor, a merge or coach itself leaves beside a file."""
_ALMOST_TOML: Final = re.compile(r"(?i)(.+?)\.(to?m|toml?l|tml|tolm|toml[.\s_-]?\w+|toml)")
_TEXT_ENDINGS: Final = ("", ".txt", ".text", ".rtf", ".conf", ".ini", ".cfg")
"""Files with these endings are read to see what they are: some editors add them to each file they save."""
_EXERCISES: Final = KINDS[Kind.EXERCISE].folder
_EXERCISE_ONLY: Final = KINDS[Kind.EXERCISE].known_by - {"position"}
"""Other programs may have the key `position` as well, so it says nothing about a file from anywhere."""
_CATEGORIES: Final = tuple(category.value for category in Category)


def strays(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each file in and below a folder that is meant for coach and is not read."""
    read_elsewhere = {os.path.realpath(path) for path in toml_below(own_routines(), [])}
    for item in walk(folder, []):
        path = Path(item.entry.path)
        remark = None if _LEFTOVER.fullmatch(path.name) else _remark(path, read_elsewhere)
        if remark is not None:
            yield Problem(Place(shown(path), 1, 1), "stray-file", *remark, Severity.WARNING)


def _remark(path: Path, read_elsewhere: Container[str]) -> tuple[str, str] | None:
    """Return the message and the mend for a stray file; `None` for any other file."""
    if path.suffix == ".toml":
        return _misplaced_remark(path, read_elsewhere)
    match = _ALMOST_TOML.fullmatch(path.name)
    if match is None and not (path.suffix.lower() in _TEXT_ENDINGS and _kind_of(_value(path))):
        return None
    stem = match[1] if match else path.stem
    name = stem if f"{stem}.toml" in _READ_NAMES else near_id(stem) or "my-routine"
    return "nothing reads this file, since its name does not end in .toml.", f"Rename it {name}.toml."


def _misplaced_remark(path: Path, read_elsewhere: Container[str]) -> tuple[str, str] | None:
    """Return the message and the mend for a TOML file in the wrong place in the person's own folder."""
    home_parts = _parts_in_home(path)
    if home_parts is None:
        return None
    *folders, name = home_parts
    if not folders and name in _READ_NAMES:
        return None
    kind = _kind_of(value := _value(path))
    if folders[:1] == [_ROUTINES]:
        return _wrong_folder_remark(folders[1:], kind, value)
    if os.path.realpath(path) in read_elsewhere:
        return None
    message = "nothing reads this file where it lies."
    if kind in ("exercise", "routine"):
        return message, f"It looks like {an(kind)}: move it to {_ROUTINES}/{_folder_for(kind, value)}/."
    if kind == "reminders":
        return message, f"It holds reminders: copy them into {NAME}."
    matches = get_close_matches(name.lower(), _READ_NAMES, 1, 0.7)
    if matches:
        return "nothing reads this file.", f"The name that is read is {matches[0]}: rename it, or copy it in."
    mend = f"Settings go into {SETTINGS}, respelled words into {LEXICON}, reminders into {NAME}."
    return "nothing reads this file.", mend


def _parts_in_home(path: Path) -> tuple[str, ...] | None:
    """Return the parts of a file's path within the person's own folder; `None` outside."""
    for full_path in (os.path.abspath, os.path.realpath):
        home, full = Path(full_path(config_dir())), Path(full_path(path))
        if full.is_relative_to(home):
            return full.relative_to(home).parts
    return None


def _wrong_folder_remark(folders: list[str], kind: str, value: dict[str, Any]) -> tuple[str, str] | None:
    """Return the message and the mend for a file in the wrong folder among the routines."""
    if folders[:1] == [_EXERCISES]:
        return None
    if kind == "exercise":
        message = "this looks like an exercise, and is read as a routine where it lies."
        return message, f"Move it to {_ROUTINES}/{_EXERCISES}/."
    if not folders or folders[0] in _CATEGORIES:
        return None
    message = (
        f"there is no kind of therapy {folders[0][:40]!r}; the file counts by the category that it says."
    )
    return message, f"Move it to {_ROUTINES}/{_folder_for('routine', value)}/."


def _folder_for(kind: str, value: dict[str, Any]) -> str:
    category = value.get("category")
    return _EXERCISES if kind == "exercise" else category if category in _CATEGORIES else "posture"


def _kind_of(value: dict[str, Any]) -> str:
    """Return what a file describes; empty where that is not clear."""
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
