"""`coach remind`: the table of its commands, each in a file of its own."""

from typing import Final

import typer

from coach.cli.shared.lazy_group import LazyGroup, room

COMMANDS: Final = {
    "add": "Be reminded of a routine, or of a category.",
    "list": "List your reminders, and when each comes next.",
    "next": "List when they come, one by one.",
    "why": "Say what came, what did not and why, and when it comes next.",
    "snooze": "Have the last one come again in a while.",
    "skip": "Let the last one go, or the next.",
    "pause": "Have none come for a time, or one.",
    "resume": "Have them come again.",
    "edit": "Open your reminders in your editor, and check them.",
    "remove": "Take a reminder away.",
    "test": "Have a reminder come now.",
    "log": "Show what came of each.",
    "status": "Say whether reminders will come, and what brings them.",
    "run": "Bring the reminders: what `install` has your system do.",
    "install": "Have your system bring them, from log-in on.",
    "uninstall": "Have your system bring them no more.",
    "export": "Write them as a calendar, for your phone.",
}
"""Each command, in the order of the help. `add` is in coach/cli/remind/add.py."""

ROOM: Final = "coach.cli.remind"
ELSEWHERE: Final = {"test": "coach.cli.remind.try_now"}  # pytest would take a file called test for its own

app = room()


@app.callback(cls=LazyGroup, invoke_without_command=True)
def remind(context: typer.Context) -> None:
    """Be reminded of a routine at its times, and see when one comes and why one did not."""
    if context.invoked_subcommand is None:
        from coach.cli.remind.list import show

        show(as_json=False)
