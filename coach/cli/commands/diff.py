"""`coach diff`: shows how a person's own file differs from the built-in one."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.routine.library.library import default

app = room()


@app.command()
def diff(
    name: Annotated[
        str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=completion.files)
    ],
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
) -> None:
    """Show how your own routine or exercise differs from the built-in one."""
    from coach.routine.editing.own_files import difference, kind_of

    library = default()
    lines = list(difference(library, kind_of(library, name, exercise=exercise), name))
    output.unbroken(lines)
    if not lines:
        output.aside(f"Your {name} is the same as the built-in one. `coach reset {name}` sets it aside.")
