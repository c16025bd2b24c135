"""All problems of the files beside routines and exercises: reminders, settings, and what nothing reads.

Touches disk.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from coach.check import settings
from coach.check.check import Found, order
from coach.check.settings import below, closed_voices, is_settings, own_settings
from coach.check.stray_files import strays
from coach.errors import Problem
from coach.files.document import shown, there
from coach.files.paths import config_dir
from coach.reminder.file.check import is_reminders
from coach.reminder.file.check import problems_of as problems_of_reminders
from coach.reminder.file.store import own_file
from coach.routine.library.folders import toml_below


def split_reminders(names: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Tell the files of reminders and settings that somebody names from all else.

    What lies below a folder is in both; a folder that has nothing but these is not among all else.
    """
    others: list[str] = []
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if name and path.is_dir():
            within = list(toml_below(path, []))
            files = [*filter(is_reminders, within), *below(path)]
            found += files
            alone = (files or any(strays(path))) and not within
            others += [] if alone else [name]
        elif name and os.path.lexists(path) and (is_settings(path) or is_reminders(path)):
            found.append(path)
        else:
            others.append(name)
    return others, list(dict.fromkeys(found))


def own_files() -> list[Path]:
    """Return the person's own files of reminders and settings that there are."""
    return [*filter(there, (own_file(),)), *own_settings()]


def folders_of(names: Sequence[str] | None) -> list[Path]:
    """Return the folders in which to look for what nothing reads: those that are named, else the person's."""
    named = [config_dir()] if names is None else [Path(name) for name in names if name]
    return [path for path in named if path.is_dir()]


def and_reminders(found: Found, files: Sequence[Path], folders: Iterable[Path] = ()) -> Found:
    """Return what was found, with what is wrong in these files, and in the folders lies unread."""
    folders = tuple(folders)
    problems = [*found.problems, *(problem for file in files for problem in _problems_of(file))]
    problems += closed_voices() if config_dir() in folders else ()
    problems += dict.fromkeys(problem for folder in folders for problem in strays(folder))
    paths = found.paths | {shown(file): str(file) for file in files}
    return replace(
        found, files=found.files + len(files), problems=tuple(sorted(problems, key=order)), paths=paths
    )


def _problems_of(file: Path) -> tuple[Problem, ...]:
    return settings.problems_of(file) if is_settings(file) else problems_of_reminders(file)
