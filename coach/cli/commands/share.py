"""`coach share`: packs a routine, with the person's own exercises that it needs, into one file."""

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError
from coach.files import atomic
from coach.files.document import shown
from coach.routine.library.library import default
from coach.routine.sharing.export import shared_text

app = room()


@app.command()
def share(
    routine: Annotated[str, typer.Argument(help="A routine's id.", autocompletion=completion.routines)],
    out: Annotated[
        str | None, typer.Option("--output", "-o", help="The file to make; without it, it is printed.")
    ] = None,
) -> None:
    """Pack a routine, with the exercises of your own that it needs, into one file to give away."""
    text = shared_text(default(), routine)
    if out in (None, "-"):
        output.raw(text)
        return
    path = Path(str(out))
    if not path.name:
        raise UsageError(f"{out!r} is not the name of a file. Give one, such as {routine}.toml.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {shown(path.parent)}. Make it first, or name another.")
    if not atomic.create(path, text.encode()):
        raise UsageError(f"{shown(path)} is there already and is as it was. Name another file.")
    output.line(f"Made {shown(path)}. Bring it in elsewhere with: coach import {path.name}")
