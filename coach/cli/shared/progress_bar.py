"""How far a long task is, on the error stream: a bar where one may be drawn, else a line that names it."""

from contextlib import AbstractContextManager
from typing import Any, Final

import typer

from coach.cli.shared import output
from coach.cli.shared.face import Face, face
from coach.config.settings import load
from coach.errors import CoachError

_MANY: Final = 500
"""Things to do from which on there is time to look at a bar."""


def bar(length: int, label: str, *, many: int = _MANY, logged: bool = False) -> AbstractContextManager[Any]:
    """Return a bar for so many things; nothing is shown for fewer than `many`.

    At a terminal where nothing may be drawn over, the label stands in its place. Off a terminal
    nothing does, but where it is `logged`.
    """
    err = typer.get_text_stream("stderr")
    drawn = length >= many and err.isatty() and face(err, plain=_plain()) is Face.DRAWN
    if length >= many and not drawn and (logged or err.isatty()):
        output.aside(label)
    return typer.progressbar(length=length, label=label, file=err, hidden=not drawn)


def _plain() -> bool:
    """Return what the person's settings say; where they cannot be read, the command itself says so."""
    try:
        return load().settings.plain
    except CoachError:
        return True
