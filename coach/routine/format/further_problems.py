"""What else is wrong in a file that is not TOML yet, so that all problems are told at once.

Pure. The file is read again with the mends that its mistakes in TOML ask for. Further problems of a line
that has such a mistake are not told before that one is mended.
"""

from collections.abc import Callable
from dataclasses import replace

from coach.errors import BadFile, Problem
from coach.files.document import Document, parse

Parse = Callable[[Document], object]
"""Raises `BadFile` with what is wrong in a file that is TOML."""


def with_further_problems(error: BadFile, parse_kind: Parse) -> BadFile:
    """Return the error with the further problems of the file, where its mended text is known."""
    if error.mended is None:
        return error
    line_numbers = [line_number for line_number, _ in error.mended]
    text = "\n".join(line for _, line in error.mended)
    problem_lines = {problem.place.line for problem in error.problems}
    further = (
        _at_original_line(problem, line_numbers)
        for problem in _problems(text, error.problems[0].place.file, parse_kind)
    )
    problems = (*error.problems, *(problem for problem in further if problem.place.line not in problem_lines))
    return BadFile(tuple(sorted(problems, key=lambda problem: problem.place)))


def _problems(text: str, file: str, parse_kind: Parse) -> tuple[Problem, ...]:
    try:
        parse_kind(parse(text.encode(), file))
    except BadFile as error:
        return error.problems
    return ()


def _at_original_line(problem: Problem, line_numbers: list[int]) -> Problem:
    return replace(problem, place=replace(problem.place, line=line_numbers[problem.place.line - 1]))
