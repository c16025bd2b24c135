"""`coach new`: makes a person's own routine or exercise from a file that works."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.routine.library.library import default

app = room()


@app.command()
def new(
    name: Annotated[list[str], typer.Argument(help='What it is called, such as "Morning neck".')],
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", help="The kind of therapy.", autocompletion=completion.categories),
    ] = None,
    begun_from: Annotated[
        str | None,
        typer.Option("--from", help="Begin with a copy of this one.", autocompletion=completion.files),
    ] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help="Make an exercise.")] = False,
) -> None:
    """Make a routine of your own, or with --exercise an exercise, and open it in your editor.

    The new file works as it is, and says in its comments what may be changed.
    """
    from coach.cli.shared.edit_own_file import editable
    from coach.cli.shared.editor import edit_and_check, editor
    from coach.cli.shared.keep_schemas import keep_schemas
    from coach.files.document import shown
    from coach.routine.editing.create import NewFileRequest, create
    from coach.routine.editing.own_files import OwnFile
    from coach.routine.kind import Kind

    chosen_editor = editor()
    kind = Kind.EXERCISE if exercise else Kind.ROUTINE
    new_id, path = create(
        default(), NewFileRequest(kind, " ".join(name), completion.category(category), begun_from)
    )
    keep_schemas()
    output.aside(f"Made {shown(path)}")
    raise typer.Exit(edit_and_check(editable(OwnFile(kind, new_id, path)), chosen_editor))
