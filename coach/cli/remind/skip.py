"""`coach remind skip`: let the last reminder go, or the next."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.reminder.journal.records import OccurrenceRecord

app = room()


@app.command()
def skip(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else the last to come.", autocompletion=shared.names)
    ] = None,
) -> None:
    """Let go what has come or waits; where nothing has, the next one."""
    from coach.reminder.journal.records import OccurrenceState
    from coach.reminder.model import WINDOW
    from coach.reminder.wording import when
    from coach.time.clock import zone

    now = datetime.now(UTC)
    if name is not None:
        shared.named(name)
    with shared.history() as history:
        records = [record for record in history.occurrences(now - WINDOW) if name in (None, record.reminder)]
        skipped = [
            replace(record, state=OccurrenceState.SKIPPED, why="by command")
            for record in _records_to_skip(records, name, now)
        ]
        history.save_occurrences(skipped, [record.log_entry(now) for record in skipped])
    for record in skipped:
        output.line(f"Skipped: {record.reminder} {when(record.due, now, zone())}.")


def _records_to_skip(
    records: "list[OccurrenceRecord]", name: str | None, now: datetime
) -> "tuple[OccurrenceRecord, ...]":
    """Return the records of what has come or waits, else of the next to come."""
    from coach.reminder.agent.answers import snoozable
    from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
    from coach.reminder.recurrence import occurrences, zone_of
    from coach.time.clock import zone

    here, closed_keys = zone(), {record.key for record in records if not record.state.open}
    open_records = tuple(record for record in snoozable(records, now) if record.state.open)
    if open_records:
        return open_records
    candidates = []
    for reminder in shared.reminders():
        if name not in (None, reminder.name):
            continue
        occurrences_left = (
            o
            for o in occurrences(reminder.rule, now, zone_of(reminder, here))
            if (reminder.name, o.wall) not in closed_keys
        )
        occurrence = next(occurrences_left, None)
        candidates += (
            []
            if occurrence is None
            else [
                OccurrenceRecord(reminder.name, occurrence.wall, occurrence.moment, OccurrenceState.SKIPPED)
            ]
        )
    if not candidates:
        raise UsageError("No reminder is to come. `coach remind list` shows them.")
    return (min(candidates, key=lambda record: record.due),)
