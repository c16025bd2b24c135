"""`coach remind log`: what came of each reminder, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.reminder.journal.records import LogEntry

app = room()


@app.command()
def log(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all.", autocompletion=shared.names)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=output.MOST_LINES, help="How many lines.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what came, was held back, missed, snoozed, started or let go, the latest first."""
    from coach.files.document import there
    from coach.history.database import own_database
    from coach.time.clock import zone

    rows: tuple[LogEntry, ...] = ()
    if there(own_database()):
        with shared.history_to_read() as history:
            rows = history.log(limit, name or "")
    if as_json:
        output.json_out(
            [{"at": r.at, "reminder": r.reminder, "time": r.wall, "what": r.what, "why": r.why} for r in rows]
        )
        return
    if not rows:
        output.aside("Nothing yet. `coach remind list` says what comes next.")
        return
    here = zone()
    heads = ("WHEN", "REMINDER", "OF", "WHAT", "WHY")
    cells = [
        (f"{r.at.astimezone(here):%a %d %b %H:%M:%S}", r.reminder, f"{r.wall:%d %b %H:%M}", r.what, r.why)
        for r in rows
    ]
    output.table(cells, heads, map(_line, cells))


def _line(row: tuple[str, ...]) -> str:
    """Return the line of a row for a narrow terminal."""
    at, reminder, wall, what, why = row
    return f"{at}  {reminder}, {wall}: {what}{f' ({why})' if why else ''}"
