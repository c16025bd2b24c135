"""The line of a file that a problem is about, with a caret under its place."""

import stat
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from coach.errors import Problem
from coach.files.document import LARGEST
from coach.language.sanitize import for_terminal

_WIDEST: Final = 76
"""Columns of an excerpt, its number and frame included."""


def excerpt(problem: Problem, paths: Mapping[str, str]) -> list[str]:
    """Return the source line and the caret below it; nothing where there is no such line.

    `paths` leads from a file's name in places to the file itself.
    """
    lines = _lines_now(paths.get(problem.place.file, problem.place.file))
    if problem.place.line > len(lines):
        return []
    text, column = lines[problem.place.line - 1], problem.place.column - 1
    lead = f"    {problem.place.line} | "
    before, after = for_terminal(text[:column].lstrip()), for_terminal(text[column:].rstrip())
    room = _WIDEST - len(lead)
    if len(before) > room // 2:
        before = "…" + before[-(room // 2) :]
    if len(before) + len(after) > room:
        after = after[: room - len(before) - 1] + "…"
    if not (before + after).strip():
        return []
    return [lead + before + after, " " * (len(lead) - 2) + "| " + " " * _columns(before) + "^"]


def _lines_now(path: str) -> list[str]:
    try:
        known_as = Path(path).expanduser()
        found = known_as.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for without end
            return []
        return _lines(known_as, (found.st_mtime_ns, found.st_size, found.st_ino))
    except (OSError, ValueError, RuntimeError):
        return []


@lru_cache(maxsize=8)
def _lines(path: Path, identity: tuple[int, int, int]) -> list[str]:  # noqa: ARG001 - a changed file is read again
    with path.open("rb") as file:
        return file.read(LARGEST).decode("utf-8-sig", "replace").split("\n")


def _columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
