"""The line of a file that has a problem, with a caret under its place."""

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
"""The most columns of an excerpt, with its number and frame."""


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
    width = _WIDEST - len(lead)
    if len(before) > width // 2:
        before = "…" + before[-(width // 2) :]
    if len(before) + len(after) > width:
        after = after[: width - len(before) - 1] + "…"
    if not (before + after).strip():
        return []
    return [lead + before + after, " " * (len(lead) - 2) + "| " + " " * _columns(before) + "^"]


def _lines_now(path: str) -> list[str]:
    try:
        file = Path(path).expanduser()
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe might never end
            return []
        return _lines(file, (status.st_mtime_ns, status.st_size, status.st_ino))
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
