"""`coach remind run`: the agent that brings the reminders."""

from typing import Annotated

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import CoachError

app = room()


@app.command()
def run(
    once: Annotated[
        bool, typer.Option("--once", help="Bring what is due, and leave; for cron and timers.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Where another brings them, begin when that one ends.")
    ] = False,
) -> None:
    """Bring the reminders at their times, until Ctrl-C.

    `coach remind install` has your system do this from log-in on. There is one at a time.
    """
    from coach.files.document import shown
    from coach.reminder.agent.log import own_log
    from coach.reminder.agent.start import serve

    if not once:
        output.aside(f"Bringing your reminders. Ctrl-C ends it; {shown(own_log())} keeps what it does.")
    if not serve(once=once, wait=wait, print_line=output.harmless_lines):
        raise CoachError(
            "The reminders are brought already: another agent runs. `coach remind status` says more."
        )
