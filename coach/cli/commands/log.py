"""`coach log`: shows what was done, adds what was done elsewhere, exports it, or forgets it."""

import sys
from datetime import date, datetime, timedelta
from typing import Annotated, Final

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import TakesNumbers, room
from coach.errors import UsageError
from coach.files.document import there
from coach.history.database import own_database
from coach.history.export import csv_text
from coach.history.model import SessionRecord
from coach.history.read_only import open_to_read
from coach.history.sessions import Sessions
from coach.language.grammar import counted

app = room()

_LAST_NUMBER: Final = 1_000_000_000
_FIRST_DAY: Final = date(2000, 1, 1)
"""No session is from before this day, and the database reads very early dates in its own way."""


@app.callback(invoke_without_command=True)
def log(
    context: typer.Context,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=output.MOST_LINES, help="How many sessions.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show your latest sessions, the last one first."""
    if context.invoked_subcommand is not None:
        return
    sessions = _recorded_sessions(limit)
    if as_json:
        output.json_out([_record(session) for session in sessions])
    elif sessions:
        heads = ("NO", "DAY", "TIME", "ROUTINE", "HOW FAR", "WORKED", "PAIN", "EFFORT")
        output.table((_row(session) for session in sessions), heads)
    else:
        output.aside("Nothing yet. `coach start desk-reset` is five minutes.")


@app.command()
def add(
    routine: Annotated[str, typer.Argument(help="Its id.", autocompletion=completion.routines)],
    on: Annotated[str, typer.Option(help="The day: today, yesterday, or as 2026-01-31.")] = "today",
) -> None:
    """Add a routine that you did without coach."""
    day = _day(on)
    from coach.routine.library.library import default

    title = default().routine(routine).name
    with Sessions.open() as sessions:
        number = sessions.add(routine, title, day, datetime.now().astimezone())
    output.line(f"Added: {title}, {day}. `coach log forget {number}` takes it back.")


@app.command()
def export() -> None:
    """Print everything that is kept, as CSV with a row a step, the first session first."""
    output.raw(csv_text(reversed(_recorded_sessions(None))))


@app.command(cls=TakesNumbers)
def forget(
    number: Annotated[
        int | None, typer.Argument(min=1, max=_LAST_NUMBER, help="The session's number.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every session.")] = False,
) -> None:
    """Remove a session, or all, for good."""
    if (number is None) is not everything:
        raise UsageError("Say which session, such as `coach log forget 12`, or `coach log forget --all`.")
    target = "every session" if everything else f"session {number}"
    if sys.stdin.isatty() and not _confirmed(f"Forget {target}? It cannot be brought back. [y/N]: "):
        output.aside("Nothing was removed.")
        return
    with Sessions.open() as sessions:
        removed_count = sessions.forget(number)
    if everything:
        from coach.reminder.agent.log import forget as forget_reminders

        forget_reminders()
    output.line(f"Removed: {counted(removed_count, 'session')}.")


def _confirmed(question: str) -> bool:
    return (output.typed_line(question) or "").lower() in ("y", "yes")


def _recorded_sessions(limit: int | None) -> tuple[SessionRecord, ...]:
    if not there(own_database()):
        return ()
    with open_to_read() as sessions:
        return sessions.recent(limit)


def _day(text: str) -> date:
    today = datetime.now().astimezone().date()
    relative_days = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = relative_days.get(text.strip().lower()) or date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day. {_day_mend(text, today)}") from None
    if day < _FIRST_DAY:
        raise UsageError(f"{day} is too long ago. Write a day from {_FIRST_DAY} on.")
    if day > today:
        raise UsageError(f"{day} is still to come. Write today, yesterday, or an earlier date.")
    return day


def _row(session: SessionRecord) -> tuple[object, ...]:
    time_text = "" if session.elsewhere else f"{session.began.astimezone():%H:%M}"
    progress = f"{session.resume_at} of {counted(session.planned, 'step')}"
    extent = "elsewhere" if session.elsewhere else "whole" if session.finished else progress
    worked = "" if session.elsewhere else f"{session.worked / 60:.0f} min"
    before, after = (session.answers.get(name, "") for name in ("pain_before", "pain_after"))
    pain = f"{before}, then {after}" if after != "" else before
    effort = session.answers.get("effort", "")
    return (session.id, session.day, time_text, session.name, extent, worked, pain, effort)


def _record(session: SessionRecord) -> dict[str, object]:
    from dataclasses import asdict

    steps = [asdict(step) for step in session.steps]
    values = {name: getattr(session, name) for name in SessionRecord.__dataclass_fields__ if name != "steps"}
    return {**values, "answers": dict(session.answers), "worked": session.worked, "steps": steps}


def _day_mend(text: str, today: date) -> str:
    """Return how to write a past day: the day that was meant, where that can be guessed."""
    from coach.language.day_names import days_meant, near_day_meant
    from coach.time.clock_times import read_days

    day_name = near_day_meant(text)
    if day_name in ("today", "yesterday"):
        return f"Write {day_name}."
    try:
        [number] = read_days(days_meant(text) or text)
    except ValueError:
        return f"Write today, yesterday, or a date such as {today}."
    last_date = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return f"Write its date: the last one was {last_date}."
