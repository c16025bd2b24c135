"""`coach remind snooze`: the last one comes again in a while."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError

app = room()


@app.command()
def snooze(
    span: Annotated[str | None, typer.Argument(help="How long, such as 15m or 1h.")] = None,
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else the last to come.", autocompletion=shared.names)
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="")] = None,
) -> None:
    """Have the last reminder come again in a while; without a span, in that of the settings."""
    from coach.reminder.agent.answers import snoozable, snoozed
    from coach.reminder.model import WINDOW
    from coach.reminder.wording import when
    from coach.time.clock import zone

    now = datetime.now(UTC)
    span, name = _span_and_name(span, name, more or [])
    wait = _wait_time(span)
    if name is not None:
        shared.named(name)
    with shared.history() as history:
        records = [record for record in history.occurrences(now - WINDOW) if name in (None, record.reminder)]
        snoozed_records = [snoozed(record, now, wait, "by command") for record in snoozable(records, now)]
        if not snoozed_records:
            raise UsageError(
                "No reminder has come lately that could be put off. `coach remind list` says what comes."
            )
        history.save_occurrences(snoozed_records, [record.log_entry(now) for record in snoozed_records])
    names = ", ".join(dict.fromkeys(record.reminder for record in snoozed_records))
    output.line(f"Snoozed until {when(now + wait, now, zone())}: {names}.")
    shared.say_if_nobody_brings_them()


def _wait_time(span: str | None) -> timedelta:
    """Return how long to wait; without a span, as the settings say."""
    from coach.config.settings import load
    from coach.time.durations import read_span

    try:
        return read_span(span) if span else timedelta(seconds=load().settings.reminders.snooze)
    except ValueError as error:
        raise shared.refused(error) from None


def _span_and_name(span: str | None, name: str | None, more: list[str]) -> tuple[str | None, str | None]:
    """Return the span and the name in what was typed: "half an hour" needs no quotes."""
    words = [word for word in (span, name, *more) if word is not None]
    if len(words) < 2:
        return span, name
    from coach.reminder.file.store import names
    from coach.time.durations import read_span

    last_word = words[-1] if len(words) == 2 or words[-1] in names() else None
    for span_words, reminder in ((words, None), (words[:-1], last_word)):
        with suppress(ValueError):
            text = " ".join(span_words)
            read_span(text)
            return text, reminder
    return (" ".join(words[:-1]), last_word) if last_word else (" ".join(words), None)
