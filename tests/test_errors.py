"""What went wrong is told in one line where there is room for no more."""

import errno
import os

import pytest

from coach.errors import BadFile, CoachError, Place, Problem, UsageError, why

FIRST = Problem(Place("a.toml", 1, 1), "bad", "this is wrong.", "Mend it.")
SECOND = Problem(Place("a.toml", 2, 1), "bad", "so is this.")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (BadFile((FIRST,)), "a.toml:1:1: this is wrong. Mend it."),
        (BadFile((FIRST, SECOND)), "a.toml:1:1: this is wrong. Mend it. (1 more like it.)"),
        (BadFile((FIRST, SECOND, SECOND)), "a.toml:1:1: this is wrong. Mend it. (2 more like it.)"),
        (CoachError("The disk is full."), "The disk is full."),
        (UsageError("There is no step 3."), "There is no step 3."),
    ],
)
def test_an_error_is_told_in_one_line(error: CoachError, line: str) -> None:
    assert error.in_a_line() == line


def test_why_is_the_words_of_the_system_within_a_sentence() -> None:
    assert why(OSError(errno.EACCES, os.strerror(errno.EACCES))) == os.strerror(errno.EACCES).lower()
    assert why(OSError("No such thing")) == "no such thing"
