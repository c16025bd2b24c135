"""What else is wrong in a file that is no TOML yet, so that all of it is told at once.

Pure. The file is read with the mends made that its mistakes ask for; a line that has one is left for
when that is mended.
"""

from collections.abc import Callable
from dataclasses import replace

from coach.errors import BadFile, Problem
from coach.files.document import Document, parse

Parse = Callable[[Document], object]
"""Raises `BadFile` with what is wrong in a file that is TOML."""


def with_further(bad: BadFile, parse_kind: Parse) -> BadFile:
    """Return the error with what else is wrong, where what was meant is plain."""
    if bad.mended is None:
        return bad
    numbers = [number for number, _ in bad.mended]
    text = "\n".join(line for _, line in bad.mended)
    told = {problem.place.line for problem in bad.problems}
    more = (_at(problem, numbers) for problem in _problems(text, bad.problems[0].place.file, parse_kind))
    both = (*bad.problems, *(problem for problem in more if problem.place.line not in told))
    return BadFile(tuple(sorted(both, key=lambda problem: problem.place)))


def _problems(text: str, file: str, parse_kind: Parse) -> tuple[Problem, ...]:
    try:
        parse_kind(parse(text.encode(), file))
    except BadFile as bad:
        return bad.problems
    return ()


def _at(problem: Problem, numbers: list[int]) -> Problem:
    return replace(problem, place=replace(problem.place, line=numbers[problem.place.line - 1]))
