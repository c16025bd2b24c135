"""What an answer makes of reminders, by a button or by a command.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from coach.reminder.agent.notice import Button, Item
from coach.reminder.due import HELD_BY, LET_GO
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
from coach.reminder.model import WINDOW

_OPENS: Final = timedelta(seconds=30)
"""So long a terminal and its session may take to begin."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the occurrences, and the words of a command of coach to open, if any."""

    kept: tuple[OccurrenceRecord, ...]
    words: tuple[str, ...] = ()


def answered(button: str, items: Sequence[Item], now: datetime, snooze: timedelta) -> Answered | None:
    """Return what a button makes of what was shown, one at least; `None` for one that means nothing.

    Start begins the first; the others come once that session is over.
    """
    kept = [item.kept for item in items]
    match button:
        case Button.START:
            later = now + _OPENS  # till then no session can be seen to run
            others = [
                replace(k, state=OccurrenceState.WAITING, due=later, why=HELD_BY["session"], tries=0)
                for k in kept[1:]
            ]
            began = replace(kept[0], state=OccurrenceState.STARTED, why="by its button")
            return Answered((began, *others), ("start", kept[0].routine))
        case Button.SNOOZE:
            return Answered(tuple(snoozed(k, now, snooze, "by its button") for k in kept))
        case Button.SKIP:
            return Answered(
                tuple(replace(k, state=OccurrenceState.SKIPPED, why="by its button") for k in kept)
            )
        case Button.MOVE:
            moved = next((item.kept.reminder for item in items if item.move), kept[0].reminder)
            words = ("remind", "edit", moved)
            return Answered(
                tuple(replace(k, state=OccurrenceState.DISMISSED, why="to be moved") for k in kept), words
            )
        case Button.CLOSED | Button.CLICKED:
            return Answered(tuple(replace(k, state=OccurrenceState.DISMISSED, why="closed") for k in kept))
        case _:
            return None


def snoozed(kept: OccurrenceRecord, now: datetime, span: timedelta, why: str) -> OccurrenceRecord:
    """Return an occurrence that comes again after a span."""
    return replace(kept, state=OccurrenceState.SNOOZED, due=now + span, why=why, tries=0)


def put_off(kept: Sequence[OccurrenceRecord], now: datetime) -> tuple[OccurrenceRecord, ...]:
    """Return what `snooze` is about: what is shown, else what waits, else what was let go lately."""
    for states in (
        (OccurrenceState.SHOWN, OccurrenceState.FIRING),
        (OccurrenceState.WAITING,),
        (OccurrenceState.SNOOZED,),
    ):
        found = tuple(each for each in kept if each.state in states)
        if found:
            return found
    lately = (each for each in kept if each.state in LET_GO and now - each.due <= WINDOW)
    last = max(lately, key=lambda each: each.due, default=None)
    return () if last is None else (last,)
