"""A routine or an exercise of one's own, as what an editor is opened on."""

import os

from coach.cli.shared.editor import Edited
from coach.errors import BadFile, CoachError, refuse
from coach.files.document import read, shown
from coach.routine.editing.own_files import OwnFile, remove_unchanged
from coach.routine.library.last_good import own_last_good
from coach.routine.library.library import default
from coach.routine.sharing.export import sharing_problems


def of_own(own: OwnFile) -> Edited:
    """Return how that file is checked, and what stands in for it while it is broken."""

    def back() -> str:
        return (
            f"Nothing was changed, so the built-in {own.id} stays in force." if remove_unchanged(own) else ""
        )

    return Edited(
        own.path,
        lambda: _check(own),
        lambda: own_last_good().text(own.kind, own.id) is not None,
        back,
        copied=own.copied is not None,
    )


def _check(own: OwnFile) -> None:
    """Raise what is wrong with the file, or what keeps the library from seeing it.

    One that can be used is remembered as the last good version.
    """
    library = default()
    found, _ = library.files_of(own.kind, own.id)
    if found is not None and os.path.realpath(found.path) == os.path.realpath(own.path):
        library.remember(own.kind, own.id)
        refuse(sharing_problems(found, read(own.path)))
        return
    name = shown(own.path)
    unseen = tuple(problem for problem in library.problems() if problem.place.file == name)
    raise BadFile(unseen) if unseen else CoachError(f"{name} is not among your files any more.")
