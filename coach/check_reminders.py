"""All problems of files of reminders, beside those of routines and exercises.

Touches disk.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from coach.check import Found, order
from coach.reminder.checked import is_reminders, problems_of
from coach.reminder.file import own_file
from coach.source import shown


def apart(names: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Tell the files of reminders that somebody names from all else; one below a folder is in both."""
    others: list[str] = []
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if name and path.is_dir():
            others.append(name)
            found += (inner for inner in sorted(path.rglob("*.toml")) if is_reminders(inner))
        elif name and os.path.lexists(path) and is_reminders(path):
            found.append(path)
        else:
            others.append(name)
    return others, list(dict.fromkeys(found))


def own() -> list[Path]:
    """Return the person's own file of reminders, if there is one."""
    return [own_file()] if os.path.lexists(own_file()) else []


def and_reminders(found: Found, files: Sequence[Path]) -> Found:
    """Return what was found, with what is wrong in these files of reminders."""
    problems = [*found.problems, *(problem for file in files for problem in problems_of(file))]
    paths = found.paths | {shown(file): str(file) for file in files}
    return replace(
        found, files=found.files + len(files), problems=tuple(sorted(problems, key=order)), paths=paths
    )
