"""The line of a file that a problem is about, with a caret under its place."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from coach.check import Found
from coach.errors import Problem
from coach.source import LARGEST
from coach.text import for_terminal

_WIDEST: Final = 76
"""Columns of an excerpt, its number and frame included."""


def file_of(problem: Problem, found: Found) -> str:
    """Return the file as a program opens it: what a place calls `~` is written out."""
    name = problem.place.file
    return found.paths.get(name, str(Path(name).expanduser())) if name.startswith("~") else name


def excerpt(problem: Problem, found: Found) -> list[str]:
    """Return the source line and the caret below it; nothing where there is no such line."""
    lines = _lines(found.paths.get(problem.place.file, problem.place.file))
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


@lru_cache(maxsize=8)
def _lines(path: str) -> list[str]:
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(LARGEST).decode("utf-8-sig", "replace").split("\n")
    except (OSError, ValueError, RuntimeError):
        return []


def _columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
