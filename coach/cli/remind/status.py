"""`coach remind status`: whether reminders will come, and what brings them."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.reminder.due import Situation

app = room()
_LOG_LINES: Final = 5
"""How many of the log's last lines are shown."""


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say whether the agent runs, what starts it, what comes next, and what it did last."""
    from coach.files import lock
    from coach.reminder.autostart.install import Installer
    from coach.reminder.autostart.status import status_lines
    from coach.reminder.explain import next_time

    running, reminders = lock.taken(lock.AGENT), shared.reminders()
    with shared.history_to_read() as history:
        facts, agent_state = shared.facts(history, reminders), history.agent_state()
    coming = [
        (due, reminder.name)
        for reminder in reminders
        if (due := next_time(reminder, facts).moment) is not None
    ]
    moment, name = min(coming, default=(None, ""))
    log_lines = _last_lines()
    if as_json:
        fields = {
            "reminders": len(reminders),
            "next": moment,
            "looked": agent_state.get("looked"),
            "log": log_lines,
        }
        output.json_out({"running": running, **fields})
        return
    for line in status_lines(Installer().state(), running=running):
        output.line(line)
    for line in _to_come(moment, name, facts):
        output.line(line)
    for line in log_lines:
        output.line(f"    {line}")


def _to_come(moment: datetime | None, name: str, facts: "Situation") -> Iterator[str]:
    """Yield which comes next and when, and whether all are paused."""
    from coach.reminder.wording import when

    words = "" if moment is None else when(moment, facts.now, facts.zone)
    yield f"The next comes {words}: {name}." if words else "Nothing is to come."
    end = facts.pauses.get("", facts.now)
    if end is None or end > facts.now:
        until = "you resume them" if end is None else when(end, facts.now, facts.zone)
        yield f"All reminders are paused until {until}."


def _last_lines() -> list[str]:
    """Return the last lines of the agent's log."""
    from coach.reminder.agent.log import own_log

    try:
        text = own_log().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.splitlines()[-_LOG_LINES:]
