"""`coach remind export`: the reminders as a calendar, for the phone."""

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import CoachError, UsageError
from coach.language.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from coach.history.model import Exported
    from coach.reminder.icalendar_export import Shown
    from coach.reminder.icalendar_revisions import PreviousExports
    from coach.reminder.journal.calendar_exports import Exports
    from coach.reminder.model import Reminder

app = room()
_LOOKED_AT_BYTES: Final = 1_000
"""A calendar of coach names its maker within so many bytes."""
_USUAL_MINUTES: Final = 10.0
"""Minutes of a routine that is chosen at its time, or does not exist."""


@app.command()
def export(
    out: Annotated[
        str | None, typer.Option("--output", "-o", help="The file to write; without it, it is printed.")
    ] = None,
) -> None:
    """Write your reminders as a calendar (.ics), for your phone.

    What is paused, snoozed or skipped comes there all the same. After a change, export again and
    bring it in again: what was moved is moved there, and what went is taken off, once.
    """
    from coach.files import atomic
    from coach.reminder import icalendar_export
    from coach.time.clock import zone

    now = datetime.now(UTC)
    path = None if out is None else _writable_path(Path(out), out)
    here, reminders = zone(), shared.reminders()
    with _exports() as exports:
        previous = _previous_exports(exports, b"" if path is None else _file_bytes(path), now)
        calendar = icalendar_export.export(reminders, _event_details, now, here, previous=previous)
        _say_if_nameless(reminders, here)
        if path is None:
            output.binary(calendar.data)
        else:
            atomic.write(path, calendar.data)
        _save(exports, (*calendar.events, *calendar.cancelled))
    _report(path, len(calendar.events), len(calendar.cancelled))


def _report(path: Path | None, events: int, cancelled: int) -> None:
    from coach.files.document import shown

    if path is not None:
        count = counted(events, "event") + (f", {cancelled:,} cancelled" if cancelled else "")
        output.line(f"Wrote {shown(path)} ({count}). Send it to your phone and open it there.")
    if not events:
        output.aside("None of your reminders comes any more. `coach remind add` makes one that does.")


@contextmanager
def _exports() -> "Iterator[Exports | None]":
    """Open the earlier exports. Where they cannot be read, a calendar is written all the same."""
    from coach.history.sessions import Sessions
    from coach.reminder.journal.calendar_exports import Exports

    try:
        sessions = Sessions.open()
    except CoachError as error:
        output.aside(f"{error} What was exported before is not known, so nothing is cancelled.")
        yield None
        return
    with sessions:
        yield Exports(sessions)


def _previous_exports(exports: "Exports | None", data: bytes, now: datetime) -> "PreviousExports":
    from coach.reminder.icalendar_export import exported_in
    from coach.reminder.icalendar_revisions import PreviousExports

    exported = exports.all() if exports is not None else ()
    ids_by_time = exports is not None and exports.may_be_incomplete()
    return PreviousExports(exported, exported_in(data, now) if data else (), ids_by_time=ids_by_time)


def _save(exports: "Exports | None", events: "Iterable[Exported]") -> None:
    if exports is None:
        return
    try:
        exports.save(events)
    except CoachError as error:
        output.aside(f"{error} What goes from your reminders now is not cancelled in the next export.")


def _say_if_nameless(reminders: "Iterable[Reminder]", here: "tzinfo") -> None:
    from coach.reminder.icalendar_export import has_name

    if not all(reminder.zone for reminder in reminders) and not has_name(here):
        output.aside("Your time zone has no name here, so the times are by the phone's own clock.")


def _event_details(reminder: "Reminder") -> "Shown":
    from coach.reminder.icalendar_export import Shown
    from coach.routine.library.library import default

    if reminder.category:
        title = reminder.category.replace("-", " ").capitalize()
        return Shown(title, _USUAL_MINUTES, f"coach start --category {reminder.category}")
    name, minutes = default().peek(reminder.routine) or (reminder.routine, _USUAL_MINUTES)
    return Shown(name, minutes, f"coach start {reminder.routine}")


def _writable_path(path: Path, out: str) -> Path:
    """Return the path if a calendar may be written there: it may only replace an older one of coach's."""
    from coach.files.document import shown
    from coach.reminder.icalendar_export import PRODUCT

    if not path.name:
        raise UsageError(f"{out!r} is not the name of a file. Give one, such as coach.ics.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {shown(path.parent)}. Make it first, or name another.")
    if path.is_file():
        start = _file_bytes(path)[:_LOOKED_AT_BYTES]
        if start and PRODUCT.encode() not in start:
            raise UsageError(
                f"{shown(path)} is there already, is not a calendar of coach, and is as it was. "
                "Name another file."
            )
    return path


def _file_bytes(path: Path) -> bytes:
    """Return the bytes at the path; none where there is no file."""
    return path.read_bytes() if path.is_file() else b""
