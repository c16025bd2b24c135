"""What a notification says: of one reminder, or of several that have come together.

Pure. The text names the command as well, since buttons do not work on every desktop. The spoken
line does not say what is done, since others may hear it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from coach.errors import CoachError
from coach.language.grammar import counted, listed
from coach.reminder.journal.records import OccurrenceRecord
from coach.reminder.model import Notice

_MOST_NAMED: Final = 4
"""At most so many of several reminders are named."""
LET_GO_LIMIT: Final = 3
"""After so many occurrences in a row without an answer, it asks whether to move the reminder."""


class Button(StrEnum):
    """What a person may do with a notification; `CLOSED` is the desktop's own button.

    `CLICKED` is a click on the notification itself, which closes it.
    """

    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    MOVE = "move"
    CLOSED = "dismissed"
    CLICKED = "clicked"


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder of a notice: its occurrence, the routine's name, and how long that takes.

    `move`: it was let go a few times, so ask whether another time is better.
    """

    record: OccurrenceRecord
    title: str
    minutes: float = 0
    note: str = ""
    move: bool = False


def notice_of(items: Sequence[Item], snooze: timedelta, *, buttons: bool = True) -> Notice:
    """Return what to show of these items, at least one; Start begins the first."""
    first, several = items[0], len(items) > 1
    title = counted(len(items), "reminder") if several else first.title
    lines = [_titles(items) if several else _invitation(first)]
    lines += [first.note] if first.note and not several else []
    if any(item.record.tries > 1 for item in items):
        lines.append("You may have seen this already: coach had to start anew.")
    lines.append(f"Or type: coach start {first.record.routine}")
    name = next((item.record.reminder for item in items if item.move), None)
    if name is not None:
        lines.append(
            f"It was let go {LET_GO_LIMIT} times. Would another time be better? coach remind edit {name}"
        )
    labels = {Button.START: "Start", Button.SNOOZE: f"Snooze {span_label(snooze)}", Button.SKIP: "Skip"}
    labels |= {Button.MOVE: "Move it"} if name is not None else {}
    return Notice(title, "\n".join(lines), tuple(labels.items()) if buttons else ())


def broken_file(error: CoachError) -> Notice:
    """Return what to show where the reminders' file can no longer be used."""
    text = f"{error.in_a_line()}\nUntil that is mended, the last good ones come: coach remind edit"
    return Notice("Your reminders cannot be read", text)


def span_label(span: timedelta) -> str:
    """Return a span that is short enough for a button."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h" if minutes and minutes % 60 == 0 else f"{minutes} min"


def _invitation(item: Item) -> str:
    return "Now is a good time." if not item.minutes else f"Now is a good time: {_minutes(item.minutes)}."


def _minutes(minutes: float) -> str:
    return "a minute" if minutes == 1 else counted(minutes, "minute")


def _titles(items: Sequence[Item]) -> str:
    titles = list(dict.fromkeys(item.title for item in items))
    if len(titles) > _MOST_NAMED:
        titles = [*titles[:_MOST_NAMED], f"{len(titles) - _MOST_NAMED:,} more"]
    return f"{listed(titles)}."
