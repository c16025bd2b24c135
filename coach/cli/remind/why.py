"""`coach remind why`: what came, what did not, which rule held it back, and when it comes next."""

from typing import Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

app = room()
_LAST: Final = 3
"""Things that happened to each."""


@app.command()
def why(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all.", autocompletion=shared.names)
    ] = None,
) -> None:
    """Say what came, what did not and which rule held it back, and when it comes next."""
    from coach.reminder.agent.start import around_now
    from coach.reminder.explain import account

    found = shared.reminders() if name is None else (shared.named(name),)
    if not found:
        output.aside("No reminders yet. Such as: coach remind add desk-reset --at 10:30 --days mon-fri")
        return
    around = around_now()
    with shared.history_to_read() as history:
        facts = shared.facts(history, found)
        for number, each in enumerate(found):
            if number:
                output.line()
            last = tuple(reversed(history.log(_LAST, each.name)))
            output.line(each.name)
            for sentence in account(each, last, facts, around):
                output.line(f"    {sentence}")
    shared.say_if_nobody_brings_them()
