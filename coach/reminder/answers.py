"""What an answer makes of reminders, by a button or by a command.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from coach.history.occurrence import Kept, State
from coach.reminder.due import HELD_BY
from coach.reminder.notice import Button, Item


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the occurrences, and the words of a command of coach to open, if any."""

    kept: tuple[Kept, ...]
    words: tuple[str, ...] = ()


def answered(button: str, items: Sequence[Item], now: datetime, snooze: timedelta) -> Answered | None:
    """Return what a button makes of what was shown, one at least; `None` for one that means nothing.

    Start begins the first; the others come once that session is over.
    """
    kept = [item.kept for item in items]
    match button:
        case Button.START:
            others = [replace(k, state=State.WAITING, due=now, why=HELD_BY["session"]) for k in kept[1:]]
            began = replace(kept[0], state=State.STARTED, why="its button")
            return Answered((began, *others), ("start", kept[0].routine))
        case Button.SNOOZE:
            return Answered(tuple(snoozed(k, now, snooze, "its button") for k in kept))
        case Button.SKIP:
            return Answered(tuple(replace(k, state=State.SKIPPED, why="its button") for k in kept))
        case Button.MOVE:
            moved = next((item.kept.reminder for item in items if item.move), kept[0].reminder)
            words = ("remind", "edit", moved)
            return Answered(tuple(replace(k, state=State.DISMISSED, why="to be moved") for k in kept), words)
        case Button.CLOSED:
            return Answered(tuple(replace(k, state=State.DISMISSED, why="closed") for k in kept))
        case _:
            return None


def snoozed(kept: Kept, now: datetime, span: timedelta, why: str) -> Kept:
    """Return an occurrence that comes again after a span."""
    return replace(kept, state=State.SNOOZED, due=now + span, why=why, tries=0)
