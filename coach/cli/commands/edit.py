"""`coach edit`: opens a person's own file of a routine or an exercise in their editor."""

from contextlib import suppress
from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.errors import CoachError
from coach.routine.library.library import default

app = room()


@app.command()
def edit(
    name: Annotated[
        str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=completion.files)
    ],
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
) -> None:
    """Open a routine or an exercise in your editor, and check it when you close that.

    A built-in one is copied to your own folder first. While what you saved is broken, the last
    good version is used.
    """
    from coach.cli.shared.edit_own_file import editable
    from coach.cli.shared.editor import edit_and_check, editor
    from coach.files.document import shown
    from coach.routine.editing.own_files import kind_of, own_copy

    library, chosen_editor = default(), editor()
    own_file = own_copy(library, kind_of(library, name, exercise=exercise), name)
    if own_file.copied is not None:
        output.aside(f"The built-in {name} was copied to {shown(own_file.path)}: that is yours to change.")
    else:
        with suppress(CoachError):  # a file that is good now stands in while what is saved is broken
            library.remember(own_file.kind, name)
    raise typer.Exit(edit_and_check(editable(own_file), chosen_editor))
