"""What the commands of `coach remind` share: the reminders, their history, and names that complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.cli.shared import output
from coach.cli.shared.completion import completions
from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.reminder.due import Situation
    from coach.reminder.journal.journal import Journal
    from coach.reminder.model import Reminder

NOBODY: str = (
    "Nothing brings them: `coach remind install` has your system do it, or leave `coach remind run` running."
)


@contextmanager
def history() -> "Iterator[Journal]":
    """Open the journal of the reminders."""
    from coach.history.database import Database
    from coach.reminder.journal.journal import Journal

    with Database.open() as database:
        yield Journal(database)


@contextmanager
def history_to_read() -> "Iterator[Journal]":
    """Open the journal of the reminders only to read it, which works where nothing can be written, too."""
    from coach.history.read_only import open_to_read
    from coach.reminder.journal.journal import Journal

    with open_to_read() as database:
        yield Journal(database)


def reminders() -> "tuple[Reminder, ...]":
    """Return the reminders in force; print the faults of their file, or raise them where there are none."""
    from coach.reminder.file.store import load

    loaded = load()
    if loaded.broken is not None:
        if not loaded.reminders:
            raise loaded.broken
        output.aside(str(loaded.broken))
        output.aside("Until that is mended, the last good ones are in force: coach remind edit")
    for problem in loaded.problems:
        output.aside(str(problem))
    return loaded.reminders


def named(name: str) -> "Reminder":
    """Return the reminder of that name. `UsageError` where there is none."""
    from coach.reminder.file.store import missing

    by_name = {reminder.name: reminder for reminder in reminders()}
    if name not in by_name:
        raise missing(name, tuple(by_name))
    return by_name[name]


def names(incomplete: str) -> list[str]:
    """Complete the name of a reminder."""
    from coach.errors import CoachError
    from coach.reminder.file.store import load

    try:
        return completions((reminder.name for reminder in load().reminders), incomplete)
    except CoachError:
        return []


def say_if_nobody_brings_them() -> None:
    """Print a hint where no agent runs."""
    from coach.files import lock

    if not lock.taken(lock.AGENT):
        output.aside(NOBODY)


def facts(history: "Journal", reminders: "tuple[Reminder, ...]") -> "Situation":
    """Return what is known now, to explain reminders with."""
    from datetime import UTC, datetime
    from functools import cache

    from coach.config.settings import load
    from coach.reminder.agent.suggest import Suggestions
    from coach.reminder.due import LOOKBACK, Situation
    from coach.time.clock import zone

    now = datetime.now(UTC)
    return Situation(
        now=now,
        zone=zone(),
        rules=load().settings.reminders,
        since=dict.fromkeys((reminder.name for reminder in reminders), now),
        records=history.occurrences(now - LOOKBACK),
        sessions=history.sessions(now - LOOKBACK),
        pauses=history.pauses(),
        in_category=cache(lambda category: Suggestions(dict).in_category(category)),
    )


def refused(error: ValueError) -> UsageError:
    """Return the error for something typed, as sentences: what is wrong with it, and the mend."""
    problem, _, mend = str(error).partition("; ")
    sentence = f"{problem[:1].upper()}{problem[1:]}."
    return UsageError(f"{sentence} {mend[:1].upper()}{mend[1:]}." if mend else sentence)
