"""`coach remind resume`: what was paused comes again."""

from typing import Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

app = room()


@app.command()
def resume(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all of them.", autocompletion=shared.names)
    ] = None,
) -> None:
    """Have them come again."""
    if name is not None:
        shared.named(name)
    with shared.history() as history:
        ended = history.resume(name or "")
        all_paused = "" in history.pauses()
    if all_paused:
        output.line("All reminders are paused. `coach remind resume` without a name ends that.")
    elif ended:
        output.line(f"They come again: {name or 'all reminders'}.")
    else:
        output.line(f"Nothing was paused{f' of {name}' if name else ''}.")
