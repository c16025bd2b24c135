"""`coach remind test`: a reminder comes now."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.reminder.agent.try_now import TrialResult

app = room()


@app.command()
def test(
    name: Annotated[str, typer.Argument(help="A reminder.", autocompletion=shared.names)],
) -> None:
    """Have a reminder come now, to see and hear it; no rule holds it back, and it does not count."""
    from coach.config.settings import load
    from coach.history.sessions import Sessions
    from coach.reminder.agent.start import presence_now
    from coach.reminder.agent.try_now import deliver
    from coach.reminder.due import HOLDING_RULES
    from coach.reminder.explain import holding_rule_now

    reminder = shared.named(name)
    with shared.history() as history:
        facts = shared.facts(history, (reminder,))
    rule = holding_rule_now(reminder, presence_now(), facts)
    if rule is not None:
        output.aside(f"Were it due now, it would wait: {HOLDING_RULES[rule]}.")
    with Sessions.open() as sessions:
        result = deliver(reminder, load().settings.reminders, sessions, _report)
    if result is None:
        raise CoachError(f"{name} has no routine to suggest any more. `coach remind edit` changes it.")
    if result.button:
        output.line(f"Answered: {result.button}.{f' {result.opened}' if result.opened else ''}")
    elif result.shown:
        output.line("Nothing was answered within a minute, so the test is over.")
    shared.say_if_nobody_brings_them()
    if not result.shown and not result.spoken:
        raise CoachError("It could neither be shown nor spoken. `coach doctor` checks the sound.")


def _report(result: "TrialResult") -> None:
    shown = "A notification is shown" if result.shown else "No notification service takes it"
    spoken = "a line is spoken" if result.spoken else "nothing is spoken"
    output.line(f"{shown}, and {spoken}.")
    if result.shown:
        output.line("Press one of its buttons, or wait a minute.")
