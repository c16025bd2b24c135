"""Adding a reminder that somebody typed, and what is said of it then."""

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

_LOOKED_AT: Final = 288
"""Comings among which those in the quiet hours are looked for: a day has no more."""


def added(typed: Mapping[str, object], name: str | None) -> None:
    """Add the reminder that these keys of the file mean, and say what was added."""
    settings = load().settings
    title = _title(typed)
    usual = str(typed.get("routine") or typed.get("category"))
    reminder = store.reminder_of(name or usual, typed)
    if next_occurrence(reminder.rule, Clock().now(), zone_of(reminder, here())) is None:
        raise UsageError("It would never come: none of its days is still to come. Give a later --until.")
    new = not there(store.own_file())
    path, table = store.own_file(), _tidied(typed, reminder)
    if name:
        store.add(name, table)
    else:  # under the first name that is free at that moment: another coach may be adding one, too
        reminder = replace(reminder, name=store.add_named_after(usual, table))
    if new:
        from coach.cli.shared.keep_schemas import keep_schemas

        keep_schemas()
    output.line(f"Added: {title}, {in_words(reminder.rule)}. Its name is {reminder.name}.")
    for line in _coming(reminder, settings.reminders.quiet):
        output.line(line)
    output.line(f"Your reminders are in {shown(path)}; `coach remind edit` opens them.")
    ask(settings, reminder)
    say_if_nobody_brings_them()


def _title(typed: Mapping[str, object]) -> str:
    """Return what to call it. Refuses a routine, a category or a voice that is not there."""
    if "voice" in typed:
        from coach.cli.commands.voices import existing

        existing(str(typed["voice"]))
    if "category" in typed:
        return f"one of {completion.category(str(typed['category']))}"
    return library.library().routine(str(typed["routine"])).name


def _tidied(typed: Mapping[str, object], reminder: Reminder) -> dict[str, object]:
    """Return what was typed, and is known to be right, as it stands best in the file."""
    table = dict(typed)
    if "at" in table:
        times = [time_text(clock) for clock in reminder.rule.at]
        table["at"] = times if len(times) > 1 else times[0]
    return table | {key: read_date(table[key]) for key in ("from", "until") if key in table}


def _coming(reminder: Reminder, quiet: Hours | None) -> Iterator[str]:
    """Yield when it comes next, and which of its times lie in the quiet hours."""
    now, zone, local = Clock().now(), zone_of(reminder, here()), here()
    some = [each.moment for each in islice(occurrences(reminder.rule, now, zone), _LOOKED_AT)]
    loud = [at for at in some if quiet is None or not within(at.astimezone(local).time(), quiet)]
    if loud:
        its_own = f" ({loud[0].astimezone(zone):%H:%M} in {reminder.zone})" if reminder.zone else ""
        yield f"It comes next {when(loud[0], now, local)}{its_own}, {how_long(loud[0], now)}."
    if quiet is not None and len(loud) < len(some):
        lost = dict.fromkeys(time_text(at.astimezone(local).time()) for at in some if at not in loud)
        yield (
            f"None comes in your quiet hours, {time_text(quiet)}; so this one will not at {', '.join(lost)}. "
            'To do without quiet hours: coach config set reminders.quiet ""'
        )
