"""The words for the kinds of file; a row of `routine.library.file_kinds` describes each kind.

Pure.
"""

from typing import ClassVar


class Kind(str):
    """The word for what a file describes. Not an enum, so that a table of kinds can add one."""

    __slots__ = ()

    EXERCISE: ClassVar["Kind"]
    ROUTINE: ClassVar["Kind"]


Kind.EXERCISE = Kind("exercise")
Kind.ROUTINE = Kind("routine")

Node = tuple[Kind, str]
"""A file by its kind and its id."""
