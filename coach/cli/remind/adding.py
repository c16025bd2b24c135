"""Adds a reminder that a person typed, and says what was added."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from coach.cli.remind.ask_to_speak import ask
from coach.cli.remind.shared import say_if_nobody_brings_them
from coach.cli.shared import completion, library, output
from coach.config.settings import load
from coach.errors import UsageError
from coach.files.document import shown, there
from coach.reminder.file import store
from coach.reminder.model import Reminder
from coach.reminder.recurrence import next_occurrence, occurrences, zone_of
from coach.reminder.wording import how_long, in_words, when
from coach.time.clock import Clock
from coach.time.clock import zone as here
from coach.time.clock_times import Hours, read_date, time_text, within

_MOST_LOOKED_AT: Final = 288
"""Occurrences that are searched for those in the quiet hours: a day has no more."""


def add_typed(typed: Mapping[str, object], name: str | None) -> None:
    """Add the reminder that these keys mean, and say what was added."""
    settings = load().settings
    title = _title(typed)
    usual = str(typed.get("routine") or typed.get("category"))
    reminder = store.reminder_of(name or usual, typed)
    if next_occurrence(reminder.rule, Clock().now(), zone_of(reminder, here())) is None:
        raise UsageError("It would never come: none of its days is still to come. Give a later --until.")
    is_new = not there(store.own_file())
    path, table = store.own_file(), _file_table(typed, reminder)
    if name:
        store.add(name, table)
    else:  # under the first name that is free at that moment: another coach may be adding one, too
        reminder = replace(reminder, name=store.add_named_after(usual, table))
    if is_new:
        from coach.cli.shared.keep_schemas import keep_schemas

        keep_schemas()
    output.line(f"Added: {title}, {in_words(reminder.rule)}. Its name is {reminder.name}.")
    for line in _coming_lines(reminder, settings.reminders.quiet):
        output.line(line)
    output.line(f"Your reminders are in {shown(path)}; `coach remind edit` opens them.")
    ask(settings, reminder)
    say_if_nobody_brings_them()


def _title(typed: Mapping[str, object]) -> str:
    """Return what to call it. Refuses a routine, a category or a voice that does not exist."""
    if "voice" in typed:
        from coach.cli.commands.voices import voice_named

        voice_named(str(typed["voice"]))
    if "category" in typed:
        return f"one of {completion.category(str(typed['category']))}"
    return library.library().routine(str(typed["routine"])).name


def _file_table(typed: Mapping[str, object], reminder: Reminder) -> dict[str, object]:
    """Return what was typed, and is known to be right, as the file should have it."""
    table = dict(typed)
    if "at" in table:
        times = [time_text(clock) for clock in reminder.rule.at]
        table["at"] = times if len(times) > 1 else times[0]
    return table | {key: read_date(table[key]) for key in ("from", "until") if key in table}


def _coming_lines(reminder: Reminder, quiet: Hours | None) -> Iterator[str]:
    """Yield when it comes next, and which of its times lie in the quiet hours."""
    now, zone, local = Clock().now(), zone_of(reminder, here()), here()
    moments = [
        occurrence.moment for occurrence in islice(occurrences(reminder.rule, now, zone), _MOST_LOOKED_AT)
    ]
    loud_moments = [
        moment for moment in moments if quiet is None or not within(moment.astimezone(local).time(), quiet)
    ]
    if loud_moments:
        first = loud_moments[0]
        own_time = f" ({first.astimezone(zone):%H:%M} in {reminder.zone})" if reminder.zone else ""
        yield f"It comes next {when(first, now, local)}{own_time}, {how_long(first, now)}."
    if quiet is not None and len(loud_moments) < len(moments):
        quiet_times = dict.fromkeys(
            time_text(moment.astimezone(local).time()) for moment in moments if moment not in loud_moments
        )
        yield (
            f"None comes in your quiet hours, {time_text(quiet)}; "
            f"so this one will not at {', '.join(quiet_times)}. "
            'To do without quiet hours: coach config set reminders.quiet ""'
        )
