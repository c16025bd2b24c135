"""`coach remind edit`: one's reminders, in one's own editor."""

from pathlib import Path

import typer

from coach.cli import output
from coach.cli.lazy import room

app = room()


@app.command()
def edit() -> None:
    """Open your reminders in your editor, and check them when you close that.

    What you save is in force at once. While there is a mistake in it, your last good reminders are.
    """
    from coach.cli.editor import Edited, edited, editor
    from coach.cli.kept import keep_schemas
    from coach.reminder import file
    from coach.source import shown

    words, path = editor(), file.own_file()
    made = file.begin()
    keep_schemas()
    if made:
        output.aside(f"Made {shown(path)}, with how a reminder is written.")
    else:
        file.load()  # what is good before it is opened stands in for what comes
    raise typer.Exit(
        edited(Edited(path, _check, file.has_good, lambda: _taken_back(path) if made else ""), words)
    )


def _check() -> None:
    """Raise what is wrong with the file; a warning is told, and no more."""
    from coach.reminder.file import load

    loaded = load()
    if loaded.broken is not None:
        raise loaded.broken
    for problem in loaded.problems:
        output.aside(str(problem))


def _taken_back(path: Path) -> str:
    from coach.reminder.header import header
    from coach.routine.own import bytes_of

    if bytes_of(path) != header().encode():
        return ""
    path.unlink()
    return "Nothing was written, so there are no reminders yet. `coach remind add` makes one, too."
