"""`coach remind export`: the reminders as a calendar, for the phone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli import output, reminded
from coach.cli.lazy import room
from coach.errors import CoachError, UsageError
from coach.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from coach.reminder.ics import Shown
    from coach.reminder.model import Reminder

app = room()
_LOOKED_AT: Final = 1_000
"""Bytes of a file within which a calendar of coach says whose it is."""
_USUAL: Final = 10.0
"""Minutes of a routine that is chosen at its time, or is not there."""


@app.command()
def export(
    out: Annotated[
        str | None, typer.Option("--output", "-o", help="The file to write; without it, it is printed.")
    ] = None,
) -> None:
    """Write your reminders as a calendar (.ics), for your phone.

    What is paused, snoozed or skipped comes there all the same. After a change, export again and
    bring it in again.
    """
    from coach import atomic
    from coach.clock import zone
    from coach.reminder.ics import calendar
    from coach.source import shown

    path = None if out is None else _free(Path(out), out)
    here, found = zone(), reminded.reminders()
    data = calendar(found, _shown, datetime.now(UTC), here)
    count = data.count(b"BEGIN:VEVENT")
    if not count:
        raise CoachError("None of your reminders comes any more. `coach remind add` makes one that does.")
    _say_if_nameless(found, here)
    if path is None:
        output.binary(data)
        return
    atomic.write(path, data)
    output.line(f"Wrote {shown(path)} ({counted(count, 'event')}). Send it to your phone and open it there.")


def _say_if_nameless(found: "Iterable[Reminder]", here: "tzinfo") -> None:
    from coach.reminder.ics import named

    if not all(each.zone for each in found) and not named(here):
        output.aside("Your time zone has no name here, so the times are by the phone's own clock.")


def _shown(reminder: "Reminder") -> "Shown":
    from coach.reminder.ics import Shown
    from coach.routine.library import default

    if reminder.category:
        title = reminder.category.replace("-", " ").capitalize()
        return Shown(title, _USUAL, f"coach start --category {reminder.category}")
    name, minutes = default().peek(reminder.routine) or (reminder.routine, _USUAL)
    return Shown(name, minutes, f"coach start {reminder.routine}")


def _free(path: Path, out: str) -> Path:
    """Return the path if a calendar may be written there: nothing is lost but an older one of coach's."""
    from coach.reminder.ics import PRODUCT
    from coach.source import shown

    if not path.name:
        raise UsageError(f"{out!r} is not the name of a file. Give one, such as coach.ics.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {shown(path.parent)}. Make it first, or name another.")
    if path.is_file():
        with path.open("rb") as file:
            old = file.read(_LOOKED_AT)
        if old and PRODUCT.encode() not in old:
            raise UsageError(
                f"{shown(path)} is there already, is not a calendar of coach, and is as it was. "
                "Name another file."
            )
    return path
