"""`coach remind skip`: the last one is let go, or the next."""

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
        kept = [each for each in history.occurrences(now - WINDOW) if name in (None, each.reminder)]
        skipped = [
            replace(each, state=OccurrenceState.SKIPPED, why="by command") for each in _meant(kept, name, now)
        ]
        history.save_occurrences(skipped, [kept.log_entry(now) for kept in skipped])
    for each in skipped:
        output.line(f"Skipped: {each.reminder} {when(each.due, now, zone())}.")


def _meant(kept: "list[OccurrenceRecord]", name: str | None, now: datetime) -> "tuple[OccurrenceRecord, ...]":
    """Return what has come or waits, else the next that is to come."""
    from coach.reminder.agent.answers import put_off
    from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
    from coach.reminder.recurrence import occurrences, zone_of
    from coach.time.clock import zone

    here, gone = zone(), {each.key for each in kept if not each.state.open}
    meant = tuple(each for each in put_off(kept, now) if each.state.open)
    if meant:
        return meant
    coming = []
    for each in shared.reminders():
        if name not in (None, each.name):
            continue
        ahead = (
            o for o in occurrences(each.rule, now, zone_of(each, here)) if (each.name, o.wall) not in gone
        )
        found = next(ahead, None)
        coming += (
            []
            if found is None
            else [OccurrenceRecord(each.name, found.wall, found.moment, OccurrenceState.SKIPPED)]
        )
    if not coming:
        raise UsageError("No reminder is to come. `coach remind list` shows them.")
    return (min(coming, key=lambda each: each.due),)
