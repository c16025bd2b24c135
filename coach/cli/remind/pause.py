"""`coach remind pause`: none come for a time."""

import shlex
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError

app = room()


@app.command()
def pause(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all of them.", autocompletion=shared.names)
    ] = None,
    span: Annotated[str | None, typer.Option("--for", help="How long, such as 2d or 3h.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when, such as 2026-12-31 or 18:00.")] = None,
) -> None:
    """Have none come for a time, or until you `coach remind resume` them."""
    from coach.reminder.wording import read_moment, when
    from coach.time.clock import zone
    from coach.time.durations import read_span

    if span and until:
        raise UsageError("Say how long with --for, or until when with --until, not both.")
    now, here = datetime.now(UTC), zone()
    if name is not None:
        _refuse_a_span(name)
        shared.named(name)
    try:
        end = now + read_span(span) if span else read_moment(until, now, here) if until else None
    except ValueError as error:
        raise shared.refused(error) from None
    if end is not None and end <= now:
        raise UsageError("That is over already. Give a moment to come.")
    with shared.history() as history:
        history.pause(name or "", end)
    how_long = "until you resume them" if end is None else f"until {when(end, now, here)}"
    output.line(f"Paused {how_long}: {name or 'all reminders'}.")


def _refuse_a_span(name: str) -> None:
    """Refuse a name that is none, but says how long to pause."""
    from coach.reminder.file.store import names
    from coach.time.durations import read_span

    if name in names():
        return
    with suppress(ValueError):
        read_span(name)
        raise UsageError(f"How long goes with --for: coach remind pause --for {shlex.quote(name)}")
