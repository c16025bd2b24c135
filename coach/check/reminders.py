"""All problems of the files that are not routines or exercises: reminders, settings, and stray files.

Touches disk.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from coach.check import settings
from coach.check.check import CheckResult, order
from coach.check.settings import is_settings, own_settings, settings_below, voices_folder_problems
from coach.check.stray_files import strays
from coach.errors import Problem
from coach.files.document import shown, there
from coach.files.paths import config_dir
from coach.reminder.file.check import is_reminders
from coach.reminder.file.check import problems_of as problems_of_reminders
from coach.reminder.file.store import own_file
from coach.routine.library.folders import toml_below


def split_reminders(names: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Return the names of all other files, and the files of reminders and settings among `names`.

    A folder counts as both, but a folder with nothing but reminders, settings and stray files is only the
    second.
    """
    others: list[str] = []
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if name and path.is_dir():
            toml_files = list(toml_below(path, []))
            folder_files = [*filter(is_reminders, toml_files), *settings_below(path)]
            files += folder_files
            only_these = (folder_files or any(strays(path))) and not toml_files
            others += [] if only_these else [name]
        elif name and os.path.lexists(path) and (is_settings(path) or is_reminders(path)):
            files.append(path)
        else:
            others.append(name)
    return others, list(dict.fromkeys(files))


def own_files() -> list[Path]:
    """Return those of the person's own files of reminders and settings that exist."""
    return [*filter(there, (own_file(),)), *own_settings()]


def folders_of(names: Sequence[str] | None) -> list[Path]:
    """Return the folders in which to look for stray files: those that are named, else the person's own."""
    paths = [config_dir()] if names is None else [Path(name) for name in names if name]
    return [path for path in paths if path.is_dir()]


def with_reminders(result: CheckResult, files: Sequence[Path], folders: Iterable[Path] = ()) -> CheckResult:
    """Return the result with the problems of these files, and the stray files of these folders, added."""
    folders = tuple(folders)
    problems = [*result.problems, *(problem for file in files for problem in _problems_of(file))]
    problems += voices_folder_problems() if config_dir() in folders else ()
    problems += dict.fromkeys(problem for folder in folders for problem in strays(folder))
    paths = result.paths | {shown(file): str(file) for file in files}
    return replace(
        result, files=result.files + len(files), problems=tuple(sorted(problems, key=order)), paths=paths
    )


def _problems_of(file: Path) -> tuple[Problem, ...]:
    return settings.problems_of(file) if is_settings(file) else problems_of_reminders(file)
