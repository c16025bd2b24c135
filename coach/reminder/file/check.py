"""What is wrong in a file of reminders, wherever it is.

Touches disk.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coach.errors import BadFile, CoachError, Place, Problem
from coach.files.document import Document, read, shown
from coach.reminder.file.parse import parse_reminders, unknown_routines
from coach.reminder.model import Reminder

NAME: Final = "reminders.toml"
"""What a person's own file is called."""


def is_reminders(path: Path) -> bool:
    """Return whether a file is one of reminders: by its content, or else by its name."""
    try:
        value = read(path).value
    except CoachError:
        return path.name == NAME
    return "reminder" in value or (path.name == NAME and not value)


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return all that is wrong in a file of reminders, warnings too."""
    try:
        document = read(path)
        reminders = parse_reminders(document)
    except BadFile as error:
        return error.problems
    except CoachError as error:
        return (Problem(Place(shown(path), 1, 1), "unreadable", str(error)),)
    return tuple(unknown_routine_warnings(reminders, document))


def unknown_routine_warnings(reminders: tuple[Reminder, ...], document: Document) -> Iterator[Problem]:
    """Yield a warning for each reminder of a routine that this person's library does not have."""
    from coach.routine.library.library import default

    if any(reminder.routine for reminder in reminders):
        yield from unknown_routines(reminders, frozenset(default().names()), document)
