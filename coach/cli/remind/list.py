"""`coach remind list`: the reminders, and when each comes next."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.reminder.due import Situation
    from coach.reminder.model import Reminder

app = room()


@app.command("list")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List your reminders, what each is of, and when it comes next."""
    from coach.files.document import shown
    from coach.reminder.file.store import own_file

    reminders = shared.reminders()
    with shared.history_to_read() as history:
        facts = shared.facts(history, reminders)
    if as_json:
        output.json_out([_fields(reminder, facts) for reminder in reminders])
        return
    if not reminders:
        output.aside("No reminders yet. Such as: coach remind add desk-reset --at 10:30 --days mon-fri")
        return
    rows = [_row(reminder, facts) for reminder in reminders]
    output.table(
        rows, ("NAME", "OF", "COMES", "NEXT", "DATE"), (line for row in rows for line in _lines(row))
    )
    output.line()
    output.line(f"They are in {shown(own_file())}: coach remind edit")
    shared.say_if_nobody_brings_them()


def _row(reminder: "Reminder", facts: "Situation") -> tuple[str, ...]:
    from coach.reminder.explain import next_in_words, next_time
    from coach.reminder.wording import in_words

    coming = next_time(reminder, facts)
    date = "" if coming.moment is None else f"{coming.moment.astimezone(facts.zone):%Y-%m-%d %H:%M}"
    subject = reminder.routine or f"{reminder.category}, another each time"
    return (reminder.name, subject, in_words(reminder.rule), next_in_words(reminder, facts), date)


def _lines(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of a row for a narrow terminal."""
    name, subject, comes, coming, date = row
    rule = comes if name == subject else f"{subject}, {comes}"
    return (f"{name}: {rule}", f"    Next: {coming}{f' ({date})' if date else ''}")


def _fields(reminder: "Reminder", facts: "Situation") -> dict[str, object]:
    from coach.reminder.explain import next_time

    coming = next_time(reminder, facts)
    rule = reminder.rule
    return {
        "name": reminder.name,
        "routine": reminder.routine,
        "category": reminder.category,
        "at": [f"{clock:%H:%M}" for clock in rule.at],
        "days": sorted(rule.days),
        "from": rule.first,
        "until": rule.until,
        "zone": reminder.zone,
        "note": reminder.note,
        "next": coming.moment,
        "paused": coming.paused,
        "snoozed": coming.snoozed,
    }
