"""`coach reset`: sets a person's own file aside, so that the built-in one is in force again."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.routine.library.library import default

app = room()


@app.command()
def reset(
    name: Annotated[
        str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=completion.files)
    ],
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
) -> None:
    """Set your own routine or exercise aside, so that the built-in one is in force again. Nothing is lost."""
    from coach.files.document import shown
    from coach.routine.editing.own_files import kind_of
    from coach.routine.editing.own_files import reset as set_aside

    library = default()
    own_path, *last_good_paths = set_aside(library, kind_of(library, name, exercise=exercise), name)
    output.line(f"The built-in {name} is in force. Yours is now {shown(own_path)}")
    for path in last_good_paths:
        output.line(f"Its last good version is now {shown(path)}")
