"""`coach remind edit`: the person's reminders, in their own editor."""

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
"""Editors that begin at a line that is given before the file, as +12."""


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

    chosen, path = editor(), store.own_file()
    if name is not None and store.load().broken is None:
        chosen = _editor_at(shared.named(name), chosen)
    is_new = store.create_file()
    keep_schemas()
    if is_new:
        output.aside(f"Made {shown(path)}, with how a reminder is written.")
    else:
        read_bytes(path)  # refuses a pipe in its place: an editor would wait for it
        store.load()  # a file that is good now becomes the last good version
    raise typer.Exit(
        edit_and_check(
            EditedFile(
                path, _check, store.has_last_good, lambda: _remove_if_unwritten() if is_new else "", is_new
            ),
            chosen,
        )
    )


def _editor_at(reminder: "Reminder", chosen: "Editor | None") -> "Editor | None":
    """Return the editor, set to open at a reminder where it can; say where the reminder is."""
    line = reminder.place.line
    output.aside(f"{reminder.name} is at line {line}.")
    if chosen is None or Path(chosen.program).stem not in _GO_TO_A_LINE:
        return chosen
    return chosen.at_line(line)


def _check() -> None:
    """Raise what is wrong with the file; a warning is only printed."""
    from coach.reminder.file.store import load

    loaded = load()
    if loaded.broken is not None:
        raise loaded.broken
    for problem in loaded.problems:
        output.aside(str(problem))


def _remove_if_unwritten() -> str:
    from coach.reminder.file.store import remove_if_unwritten

    if not remove_if_unwritten():
        return ""
    return "Nothing was written, so there are no reminders yet. `coach remind add` makes one, too."
