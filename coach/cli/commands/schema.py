"""`coach schema`: what a file may say, as JSON Schema, for editors and other programs."""

from typing import Annotated

import typer

from coach import schemas
from coach.cli.shared import output
from coach.cli.shared.completion import completions
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError
from coach.files.paths import own_routines
from coach.files.problems import nearest

app = room()


def _kinds(incomplete: str) -> list[str]:
    return completions(schemas.KINDS, incomplete)


@app.command()
def schema(
    kind: Annotated[
        str | None, typer.Argument(help="exercise, routine, reminders or config.", autocompletion=_kinds)
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Keep all of them beside your own files, for your editor.")
    ] = False,
) -> None:
    """Print the JSON Schema of a kind of file, or keep all of them where your editor finds them."""
    if write and kind is None:
        for path in schemas.keep():
            output.line(str(path))
        first_line = schemas.line("routine", own_routines() / "posture" / "mine.toml")
        output.aside(
            f"A routine of your own whose first line is\n    {first_line}\nis completed by your editor."
        )
        return
    if write or kind is None:
        raise UsageError("Name a kind, such as `coach schema routine`, or give --write alone to keep all.")
    if kind not in schemas.KINDS:
        raise UsageError(f"There is no schema of {kind!r}. {nearest(kind, schemas.KINDS)}")
    output.raw(schemas.text(kind))
