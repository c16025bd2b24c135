"""What `coach check --upgrade` does first: a person's files in older formats, rewritten in the one of now."""

from collections.abc import Mapping

from coach.cli.shared import output
from coach.cli.shared.progress_bar import bar
from coach.errors import CoachError
from coach.files.document import shown
from coach.routine.editing.upgrade import upgrade_all
from coach.routine.format.versions import CHANGES, Change
from coach.routine.library.library import Library


def bring_up_to_date(
    library: Library, only: "frozenset[str] | None", changes: Mapping[int, Change] = CHANGES
) -> bool:
    """Rewrite the person's files, `only` those with these paths where it is given, and say what was done.

    Return whether all are in the format of now. The built-in files are not theirs, and are left alone.
    """
    files = [file for file in library.files if file.own and (only is None or file.path in only)]
    with bar(len(files), "Rewriting") as so_far:
        done = list(upgrade_all(files, changes, lambda: so_far.update(1)))
    for file, outcome in done:
        if isinstance(outcome, CoachError):
            output.aside(str(outcome))
        else:
            output.aside(f"{file.shown} is in the format of now. As it was, it is kept as {shown(outcome)}")
    if not done:
        output.aside("No file of yours is in an older format.")
    return not any(isinstance(outcome, CoachError) for _, outcome in done)
