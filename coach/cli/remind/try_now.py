"""`coach remind test`: a reminder comes now."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.reminder.agent.try_now import Tried

app = room()


@app.command()
def test(
    name: Annotated[str, typer.Argument(help="A reminder.", autocompletion=shared.names)],
) -> None:
    """Have a reminder come now, to see and hear it; no rule holds it back, and it does not count."""
    from coach.config.settings import load
    from coach.history.sessions import Sessions
    from coach.reminder.agent.start import around_now
    from coach.reminder.agent.try_now import bring
    from coach.reminder.due import HELD_BY
    from coach.reminder.explain import held_by_now

    reminder = shared.named(name)
    with shared.history() as history:
        facts = shared.facts(history, (reminder,))
    rule = held_by_now(reminder, around_now(), facts)
    if rule is not None:
        output.aside(f"Were it due now, it would wait: {HELD_BY[rule]}.")
    with Sessions.open() as sessions:
        tried = bring(reminder, load().settings.reminders, sessions, _told)
    if tried is None:
        raise CoachError(f"{name} has no routine to suggest any more. `coach remind edit` changes it.")
    if tried.button:
        output.line(f"Answered: {tried.button}.{f' {tried.did}' if tried.did else ''}")
    elif tried.shown:
        output.line("Nothing was answered within a minute, so the test is over.")
    shared.say_if_nobody_brings_them()
    if not tried.shown and not tried.spoken:
        raise CoachError("It could neither be shown nor spoken. `coach doctor` checks the sound.")


def _told(tried: "Tried") -> None:
    shown = "A notification is shown" if tried.shown else "No notification service takes it"
    spoken = "a line is spoken" if tried.spoken else "nothing is spoken"
    output.line(f"{shown}, and {spoken}.")
    if tried.shown:
        output.line("Press one of its buttons, or wait a minute.")
