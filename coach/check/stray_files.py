"""Files that somebody made for coach and that it does not read: by their name, or by where they lie.

Touches disk; follows links as those do who read the files. What is plainly another's is no stray: a README,
a picture, what an editor leaves beside a file, what a system or git keeps, and anything hidden.
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

_KNOWN: Final = (SETTINGS, NAME, LEXICON)
_ROUTINES: Final = "routines"
_LEFT: Final = re.compile(r"(?i)#.*#|.*(~|\.(bak|orig|rej|sw[a-z]|tmp|save|lock|old(-\d+)?))")
"""What an editor, a merge or coach itself leaves beside a file."""
_NEARLY: Final = re.compile(r"(?i)(.+?)\.(to?m|toml?l|tml|tolm|toml[.\s_-]?\w+|toml)")
_MAYBE: Final = ("", ".txt", ".text", ".rtf", ".conf", ".ini", ".cfg")
"""Endings of files that are looked into: some editors give them to all that they save."""
_EXERCISES: Final = KINDS[Kind.EXERCISE].folder
_EXERCISE_ONLY: Final = KINDS[Kind.EXERCISE].known_by - {"position"}
"""Where a file may be anybody's, a position may be another's, too."""
_KINDS: Final = tuple(category.value for category in Category)


def strays(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each file in a folder, and below it, that is meant for coach and is not read."""
    read_elsewhere = {os.path.realpath(path) for path in toml_below(own_routines(), [])}
    for item in walk(folder, []):
        path = Path(item.entry.path)
        amiss = None if _LEFT.fullmatch(path.name) else _of(path, read_elsewhere)
        if amiss is not None:
            yield Problem(Place(shown(path), 1, 1), "stray-file", *amiss, Severity.WARNING)


def _of(path: Path, read_elsewhere: Container[str]) -> tuple[str, str] | None:
    """Return what is amiss with a file and its mend; `None` where it is read, or is not meant for coach."""
    if path.suffix == ".toml":
        return _misplaced(path, read_elsewhere)
    nearly = _NEARLY.fullmatch(path.name)
    if nearly is None and not (path.suffix.lower() in _MAYBE and _kind(_value(path))):
        return None
    stem = nearly[1] if nearly else path.stem
    name = stem if f"{stem}.toml" in _KNOWN else near_id(stem) or "my-routine"
    return "nothing reads this file, since its name does not end in .toml.", f"Rename it {name}.toml."


def _misplaced(path: Path, read_elsewhere: Container[str]) -> tuple[str, str] | None:
    """Return what is amiss with where a TOML file among the person's own lies."""
    inside = _inside_home(path)
    if inside is None:
        return None
    *folders, name = inside
    if not folders and name in _KNOWN:
        return None
    kind = _kind(value := _value(path))
    if folders[:1] == [_ROUTINES]:
        return _in_wrong_folder(folders[1:], kind, value)
    if os.path.realpath(path) in read_elsewhere:
        return None
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


def _inside_home(path: Path) -> tuple[str, ...] | None:
    """Return the way to a file within the person's own folder, as it is called there; `None` outside."""
    for way in (os.path.abspath, os.path.realpath):
        home, file = Path(way(config_dir())), Path(way(path))
        if file.is_relative_to(home):
            return file.relative_to(home).parts
    return None


def _in_wrong_folder(folders: list[str], kind: str, value: dict[str, Any]) -> tuple[str, str] | None:
    """Return what is amiss with the folder of a file among the routines, and its mend."""
    if folders[:1] == [_EXERCISES]:
        return None
    if kind == "exercise":
        message = "this looks like an exercise, and is read as a routine where it lies."
        return message, f"Move it to {_ROUTINES}/{_EXERCISES}/."
    if not folders or folders[0] in _KINDS:
        return None
    message = (
        f"there is no kind of therapy {folders[0][:40]!r}; the file counts by the category that it says."
    )
    return message, f"Move it to {_ROUTINES}/{_folder('routine', value)}/."


def _folder(kind: str, value: dict[str, Any]) -> str:
    category = value.get("category")
    return _EXERCISES if kind == "exercise" else category if category in _KINDS else "posture"


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
