"""What can go wrong, as values and as exceptions.

Expected trouble in a file is a `Problem`: a value with its place and its mend,
collected so that all of a file's problems are shown at once. Something that cannot
be done is a `CoachError`; where no caller deals with it, `cli/app.py` catches it and
tells the person.

    CoachError           exit 1: could not
    ├── UsageError       exit 2: the words of a command
    └── BadFile          exit 2: one file or more, with their problems
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What `coach` tells the shell."""

    DONE = 0
    COULD_NOT = 1
    BAD_INPUT = 2
    STOPPED = 130


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a text file. Line and column count from 1; columns count characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Severity(StrEnum):
    """How much a problem matters: an error keeps the file from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, with the mend in words a person can follow.

    `rule` is a short stable name, such as `unknown-key`.
    """

    place: Place
    rule: str
    message: str
    mend: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.message}{' ' + self.mend if self.mend else ''}"


class CoachError(Exception):
    """Something could not be done. Its text says what, where, and what to do next."""

    exit_code = ExitCode.COULD_NOT

    def in_a_line(self) -> str:
        """Return what went wrong, where there is room for one line."""
        return str(self)


class UsageError(CoachError):
    """The words of a command do not fit together."""

    exit_code = ExitCode.BAD_INPUT


class BadFile(CoachError):
    """A file cannot be used; `problems` has every reason that was found.

    `mended` is the text with the mends made, where that is clear: each line with the number of the
    line of the file that it comes from.
    """

    exit_code = ExitCode.BAD_INPUT

    def __init__(
        self, problems: tuple[Problem, ...], mended: tuple[tuple[int, str], ...] | None = None
    ) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.mended = mended

    def in_a_line(self) -> str:
        """Return the first problem, and how many more there are."""
        more = len(self.problems) - 1
        return f"{self.problems[0]}{f' ({more} more like it.)' if more else ''}"


def why(error: OSError) -> str:
    """Return the system's words for an error, in small letters for the inside of a sentence."""
    return (error.strerror or str(error)).lower()


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `BadFile` with these problems, if there are any."""
    all_problems = tuple(problems)
    if all_problems:
        raise BadFile(all_problems)
