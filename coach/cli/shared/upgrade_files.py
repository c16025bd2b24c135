"""What `coach check --upgrade` does first: it rewrites a person's older files in the present format."""

from collections.abc import Mapping

from coach.cli.shared import output
from coach.cli.shared.progress_bar import bar
from coach.errors import CoachError
from coach.files.document import shown
from coach.routine.editing.upgrade import upgrade_all
from coach.routine.format.versions import CHANGES, Change
from coach.routine.library.library import Library


def bring_up_to_date(
    library: Library, chosen_paths: "frozenset[str] | None", changes: Mapping[int, Change] = CHANGES
) -> bool:
    """Rewrite the person's files, or only those with the `chosen_paths`, and print what was done.

    Return whether all are in the present format. The built-in files are not theirs, and are left alone.
    """
    files = [
        file for file in library.files if file.own and (chosen_paths is None or file.path in chosen_paths)
    ]
    with bar(len(files), "Rewriting") as progress:
        outcomes = list(upgrade_all(files, changes, lambda: progress.update(1)))
    for file, outcome in outcomes:
        if isinstance(outcome, CoachError):
            output.aside(str(outcome))
        else:
            output.aside(f"{file.shown} is in the format of now. As it was, it is kept as {shown(outcome)}")
    if not outcomes:
        output.aside("No file of yours is in an older format.")
    return not any(isinstance(outcome, CoachError) for _, outcome in outcomes)
