"""The words for the kinds of file; what each kind is made of is a row of `routine.library.file_kinds`.

Pure.
"""

from typing import ClassVar


class Kind(str):
    """The word for what a file describes. Open, so that a table of kinds can have one more."""

    __slots__ = ()

    EXERCISE: ClassVar["Kind"]
    ROUTINE: ClassVar["Kind"]


Kind.EXERCISE = Kind("exercise")
Kind.ROUTINE = Kind("routine")

Node = tuple[Kind, str]
"""A file by its kind and its id."""
