"""`coach remind edit`: one's reminders, in one's own editor."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.cli.shared.editor import Editor
    from coach.reminder.model import Reminder

app = room()
_GO_TO_A_LINE: Final = ("nano", "vi", "vim", "nvim", "emacs", "micro", "kak", "gedit", "sensible-editor")
"""Editors that begin at a line where that stands before the file, as +12."""


@app.command()
def edit(
    name: Annotated[
        str | None, typer.Argument(help="Begin at this one.", autocompletion=shared.names)
    ] = None,
) -> None:
    """Open your reminders in your editor, and check them when you close that.

    What you save is in force at once. While there is a mistake in it, your last good reminders are.
    """
    from coach.cli.shared.editor import EditedFile, edit_and_check, editor
    from coach.cli.shared.keep_schemas import keep_schemas
    from coach.files.document import read_bytes, shown
    from coach.reminder.file import store

    known, path = editor(), store.own_file()
    if name is not None and store.load().broken is None:
        known = _at(shared.named(name), known)
    made = store.begin()
    keep_schemas()
    if made:
        output.aside(f"Made {shown(path)}, with how a reminder is written.")
    else:
        read_bytes(path)  # a pipe in its place would be waited for
        store.load()  # what is good before it is opened stands in for what comes
    raise typer.Exit(
        edit_and_check(
            EditedFile(path, _check, store.has_good, lambda: _taken_back() if made else "", made), known
        )
    )


def _at(reminder: "Reminder", known: "Editor | None") -> "Editor | None":
    """Return what opens the editor at a reminder, where that editor can; say where it is."""
    line = reminder.place.line
    output.aside(f"{reminder.name} is at line {line}.")
    if known is None or Path(known.program).stem not in _GO_TO_A_LINE:
        return known
    return known.at_line(line)


def _check() -> None:
    """Raise what is wrong with the file; a warning is told, and no more."""
    from coach.reminder.file.store import load

    loaded = load()
    if loaded.broken is not None:
        raise loaded.broken
    for problem in loaded.problems:
        output.aside(str(problem))


def _taken_back() -> str:
    from coach.reminder.file.store import take_back

    if not take_back():
        return ""
    return "Nothing was written, so there are no reminders yet. `coach remind add` makes one, too."
