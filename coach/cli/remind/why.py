"""`coach remind why`: what came, what did not, which rule held it back, and when it comes next."""

from typing import Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

app = room()
_LAST: Final = 3
"""How many entries of the log are shown for each."""


@app.command()
def why(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all.", autocompletion=shared.names)
    ] = None,
) -> None:
    """Say what came, what did not and which rule held it back, and when it comes next."""
    from coach.reminder.agent.start import presence_now
    from coach.reminder.explain import explanation

    reminders = shared.reminders() if name is None else (shared.named(name),)
    if not reminders:
        output.aside("No reminders yet. Such as: coach remind add desk-reset --at 10:30 --days mon-fri")
        return
    presence = presence_now()
    with shared.history_to_read() as history:
        facts = shared.facts(history, reminders)
        for number, reminder in enumerate(reminders):
            if number:
                output.line()
            entries = tuple(reversed(history.log(_LAST, reminder.name)))
            output.line(reminder.name)
            for sentence in explanation(reminder, entries, facts, presence):
                output.line(f"    {sentence}")
    shared.say_if_nobody_brings_them()
