"""From a document to the reminders in it, or to everything that is wrong with it.

Pure, but for the system's table of time zones. Finds all problems of a file at once, each with its
place and its mend in plain words. A reminder is a value of `reminder.model`.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from coach.errors import BadFile, Problem, Severity
from coach.files.document import Document
from coach.files.problems import MOST_TOLD, in_order
from coach.files.schema_problems import problem, without_echoes
from coach.reminder.file.key_rules import in_file, in_reminder
from coach.reminder.model import EVERY_DAY, MOST_REMINDERS, USUAL_HOURS, WINDOW, Reminder, Rule
from coach.routine.format.synonyms import WORDS
from coach.time.clock_times import times_every

if TYPE_CHECKING:
    from coach.reminder.file import tables as schema


def parse_reminders(document: Document) -> tuple[Reminder, ...]:
    """Return the reminders of a file, in its order. Raises `BadFile` with every problem."""
    problems = [clash.problem(document) for clash in in_file(document.value, MOST_REMINDERS)]
    tables = {} if problems else document.value.get("reminder", {})
    problems += islice(_top_problems(document), MOST_TOLD)
    reminders: list[Reminder] = []
    for name, value in tables.items():
        table = _validated(name, value, document, problems)
        if table is not None:
            reminders.append(_reminder(name, table, document))
        if len(problems) > MOST_TOLD:
            break
    if problems:
        raise BadFile(in_order(problems))
    return tuple(reminders)


def unknown_routines(
    reminders: Collection[Reminder], routines: Collection[str], document: Document
) -> Iterator[Problem]:
    """Yield a warning for each reminder whose routine is not among `routines`: it may come back."""
    for reminder in reminders:
        if reminder.routine and reminder.routine not in routines:
            closest = get_close_matches(reminder.routine, routines, 1, 0.7)
            mend = f"Did you mean {closest[0]}?" if closest else "`coach list` shows those that there are."
            message = f"there is no routine {reminder.routine}."
            place = document.place(("reminder", reminder.name, "routine"))
            yield Problem(place, "unknown-routine", message, mend, Severity.WARNING)


def _top_problems(document: Document) -> Iterator[Problem]:
    """Yield a problem for each key beside the table of reminders."""
    for key in document.value:
        if key != "reminder":
            row = {"type": "extra_forbidden", "loc": (key,), "input": ""}
            unknown_key = problem(row, document, lambda _: ("reminder",), WORDS)
            mend = "A reminder is a heading such as [reminder.desk-reset], with its keys below it."
            yield Problem(unknown_key.place, unknown_key.rule, unknown_key.message, mend)


def _validated(
    name: str, value: object, document: Document, problems: list[Problem]
) -> "schema.ReminderTable | None":
    """Return a reminder's table where it is right; else add what is wrong to `problems`."""
    from pydantic import ValidationError

    from coach.reminder.file import tables as schema

    count_before = len(problems)
    if isinstance(value, dict):
        clashes = in_reminder(name, value, schema.keys_at(("reminder",)))
        problems += (clash.problem(document) for clash in clashes)
    table = None
    try:
        table = schema.ReminderTable.model_validate(value)
    except ValidationError as error:
        all_rows = [_with_full_path(row, name) for row in error.errors(include_url=False)]
        rows = islice(without_echoes(all_rows, schema.keys_at, WORDS), MOST_TOLD)
        problems += (problem(row, document, schema.keys_at, WORDS) for row in rows)
    return table if len(problems) == count_before else None


def _with_full_path(row: Mapping[str, object], name: str) -> Mapping[str, object]:
    keys = row["loc"]
    assert isinstance(keys, tuple)
    return {**row, "loc": ("reminder", name, *keys)}


def _reminder(name: str, table: "schema.ReminderTable", document: Document) -> Reminder:
    return Reminder(
        name=name,
        rule=_rule(table),
        routine=table.routine or "",
        category=table.category.value if table.category else "",
        zone=table.zone or "",
        speak=table.speak,
        voice=table.voice or "",
        note=table.note,
        window=WINDOW if table.window is None else timedelta(seconds=table.window),
        place=document.key_place(("reminder", name)),
    )


def _rule(table: "schema.ReminderTable") -> Rule:
    every = None if table.every is None else timedelta(seconds=table.every)
    times = (table.at or ()) if every is None else times_every(every, table.between or USUAL_HOURS)
    return Rule(tuple(sorted(set(times))), table.days or EVERY_DAY, table.first, table.until)
