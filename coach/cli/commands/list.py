"""`coach list`: the routines there are."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.routine.library.library import default
from coach.routine.library.overrides import change_warnings

app = room()


@app.command()
def list_(
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", help="Only this kind.", autocompletion=completion.categories),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the routines, by the kind of therapy."""
    library = default()
    entries = library.entries(completion.category(category))
    if as_json:
        fields = ("id", "name", "category", "level", "minutes", "position", "equipment")
        output.json_out([{name: getattr(entry, name) for name in fields} for entry in entries])
    else:
        rows = [
            (e.id, e.name, e.category, e.level, f"{e.minutes:g} min", ", ".join(e.equipment) or "-")
            for e in entries
        ]
        output.table(rows, ("ROUTINE", "NAME", "KIND", "LEVEL", "LENGTH", "NEEDS"))
    unintended = (masked for masked in library.masked() if not masked.intended)
    for problem in (*library.problems(), *change_warnings(unintended, library.changed_by)):
        output.aside(str(problem))
