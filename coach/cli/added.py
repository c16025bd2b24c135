"""Adding a reminder that somebody typed, and what is said of it then."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from coach.cli import names, output, standing
from coach.cli.may_speak import asked
from coach.clock import Clock
from coach.clock import zone as here
from coach.config import load
from coach.daytime import Hours, read_date, within, written
from coach.errors import UsageError
from coach.lock import AGENT, taken
from coach.reminder import file
from coach.reminder.model import Reminder
from coach.reminder.plan import next_occurrence, occurrences
from coach.source import shown

_NOBODY: Final = (
    "Nothing brings it yet: `coach remind install` has your system do it, "
    "or leave `coach remind run` running."
)
_LOOKED_AT: Final = 288
"""Comings among which those in the quiet hours are looked for: a day has no more."""


def added(typed: Mapping[str, object], name: str | None) -> None:
    """Add the reminder that these keys of the file mean, and say what was added."""
    settings = load().settings
    title = _title(typed)
    usual = str(typed.get("routine") or typed.get("category"))
    reminder = file.reminder_of(name or file.free_name(usual), typed)
    if next_occurrence(reminder.rule, Clock().now(), _zone(reminder)) is None:
        raise UsageError("It would never come: none of its days is still to come. Give a later --until.")
    table, new = _tidied(typed, reminder), not file.own_file().exists()
    path = file.add(reminder.name, table)
    if new:
        from coach.cli.kept import keep_schemas

        keep_schemas()
    settings = asked(settings, reminder)
    output.line(f"Added: {title}, {_when(table, reminder)}. Its name is {reminder.name}.")
    for line in _coming(reminder, settings.reminders.quiet):
        output.line(line)
    output.line(f"Your reminders are in {shown(path)}; `coach remind edit` opens them.")
    if not taken(AGENT):
        output.line(_NOBODY)


def _title(typed: Mapping[str, object]) -> str:
    """Return what to call it. Refuses a routine, a category or a voice that is not there."""
    if "voice" in typed:
        from coach.cli.voices import existing

        existing(str(typed["voice"]))
    if "category" in typed:
        return f"one of {names.category(str(typed['category']))}"
    return standing.library().routine(str(typed["routine"])).name


def _tidied(typed: Mapping[str, object], reminder: Reminder) -> dict[str, object]:
    """Return what was typed, and is known to be right, as it stands best in the file."""
    table = dict(typed)
    if "at" in table:
        times = [written(clock) for clock in reminder.rule.at]
        table["at"] = times if len(times) > 1 else times[0]
    return table | {key: read_date(table[key]) for key in ("from", "until") if key in table}


def _when(table: Mapping[str, object], reminder: Reminder) -> str:
    """Return its rule in words."""
    times = [written(clock) for clock in reminder.rule.at]
    said = f"at {', '.join(times[:-1])}{' and ' if len(times) > 1 else ''}{times[-1]}"
    if "every" in table:
        said = f"every {table['every']} from {times[0]} to {times[-1]}"
    until = f", until {table['until']}" if "until" in table else ""
    return f"{said}, {table.get('days', 'daily')}{until}"


def _coming(reminder: Reminder, quiet: Hours | None) -> Iterator[str]:
    """Yield when it comes next, and which of its times lie in the quiet hours."""
    zone, local = _zone(reminder), here()
    moments = (each.moment for each in occurrences(reminder.rule, Clock().now(), zone))
    some = list(islice(moments, _LOOKED_AT))
    loud = [at for at in some if quiet is None or not within(at.astimezone(local).time(), quiet)]
    if loud:
        its_own = f" ({_written(loud[0].astimezone(zone))} in {reminder.zone})" if reminder.zone else ""
        yield f"It comes next on {_written(loud[0].astimezone(local))}{its_own}."
    if quiet is not None and len(loud) < len(some):
        lost = dict.fromkeys(written(at.astimezone(local).time()) for at in some if at not in loud)
        yield (
            f"None comes in your quiet hours, {written(quiet)}; so this one will not at {', '.join(lost)}. "
            "Change them with: coach config set reminders.quiet 23:00-6:00"
        )


def _zone(reminder: Reminder) -> tzinfo:
    return ZoneInfo(reminder.zone) if reminder.zone else here()


def _written(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y} at {moment.hour}:{moment:%M}"
