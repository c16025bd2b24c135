"""The progress of a long task, on the error stream: a bar where that may be drawn, else the task's name."""

from contextlib import AbstractContextManager
from typing import Any, Final

import typer

from coach.cli.shared import output
from coach.cli.shared.face import Face, face
from coach.config.settings import load
from coach.errors import CoachError

_LEAST: Final = 500
"""From so many things on, a bar is worth drawing."""


def bar(length: int, label: str, *, least: int = _LEAST, logged: bool = False) -> AbstractContextManager[Any]:
    """Return a bar for so many things; nothing is shown for fewer than `least`.

    At a terminal where nothing may be drawn over, the label is printed instead. Off a terminal
    nothing is printed, unless it is `logged`.
    """
    stream = typer.get_text_stream("stderr")
    is_drawn = length >= least and stream.isatty() and face(stream, plain=_plain_setting()) is Face.DRAWN
    if length >= least and not is_drawn and (logged or stream.isatty()):
        output.aside(label)
    return typer.progressbar(length=length, label=label, file=stream, hidden=not is_drawn)


def _plain_setting() -> bool:
    """Return whether the settings ask for plain output; `True` where they cannot be read."""
    try:
        return load().settings.plain
    except CoachError:
        return True
