"""A bar on the error stream that shows how far a long task is, where somebody can see it."""

from contextlib import AbstractContextManager
from typing import Any, Final

import typer

_MANY: Final = 500
"""Things to do from which on there is time to look at a bar."""


def bar(length: int, label: str, *, many: int = _MANY) -> AbstractContextManager[Any]:
    """Return a bar for so many things; it is not drawn for fewer than `many`, or where it is no terminal."""
    err = typer.get_text_stream("stderr")
    hidden = length < many or not err.isatty()
    return typer.progressbar(length=length, label=label, file=err, hidden=hidden)
