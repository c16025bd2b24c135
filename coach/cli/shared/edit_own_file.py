"""A person's own routine or exercise, as a file to open in an editor."""

import os

from coach.cli.shared.editor import EditedFile
from coach.errors import BadFile, CoachError, refuse
from coach.files.document import read, shown
from coach.routine.editing import own_files
from coach.routine.editing.own_files import OwnFile
from coach.routine.library.last_good import own_last_good
from coach.routine.library.library import default
from coach.routine.sharing.export import sharing_problems


def editable(own_file: OwnFile) -> EditedFile:
    """Return the file to edit: how it is checked, and whether a last good version stands in."""

    def remove_unchanged() -> str:
        if own_files.remove_unchanged(own_file):
            return f"Nothing was changed, so the built-in {own_file.id} stays in force."
        return ""

    return EditedFile(
        own_file.path,
        lambda: _check(own_file),
        lambda: own_last_good().text(own_file.kind, own_file.id) is not None,
        remove_unchanged,
        copied=own_file.copied is not None,
    )


def _check(own_file: OwnFile) -> None:
    """Raise what is wrong with the file, or what keeps the library from seeing it.

    A file that can be used is remembered as the last good version.
    """
    library = default()
    file, _ = library.files_of(own_file.kind, own_file.id)
    if file is not None and os.path.realpath(file.path) == os.path.realpath(own_file.path):
        library.remember(own_file.kind, own_file.id)
        refuse(sharing_problems(file, read(own_file.path)))
        return
    name = shown(own_file.path)
    problems = tuple(problem for problem in library.problems() if problem.place.file == name)
    raise BadFile(problems) if problems else CoachError(f"{name} is not among your files any more.")
