"""`coach set`: changes one value of a routine or an exercise from the shell."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import TakesNumbers, room
from coach.routine.library.library import default

app = room()


@app.command(cls=TakesNumbers)
def set_(
    name: Annotated[
        str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=completion.files)
    ],
    step: Annotated[
        str,
        typer.Argument(
            help="Its number in the file (2.1 in a round) or its exercise; a table, as dose; - is the top."
        ),
    ],
    key: Annotated[str, typer.Argument(help="What to change, such as reps.")],
    value: Annotated[str, typer.Argument(help='What it is to be, such as 6 or "30 s".')],
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
) -> None:
    """Change one value, and keep every comment, blank line and order. Refuses what would not check."""
    from coach.files.document import shown
    from coach.routine.editing.own_files import kind_of, lines_between
    from coach.routine.editing.set_value import Adjustment, adjust, planned_change

    library = default()
    adjustment = Adjustment(kind_of(library, name, exercise=exercise), name, step, key, value)
    change = planned_change(library, adjustment) if dry_run else adjust(library, adjustment)
    if change.copied and change.old != change.new and not dry_run:
        output.aside(f"The built-in {name} is copied to {shown(change.path)}: that one is in force now.")
    lines = list(lines_between(change.old, change.new, change.shown, shown(change.path)))
    output.unbroken(lines)
    if not lines:
        output.aside(f"{key} is {value} already.")
