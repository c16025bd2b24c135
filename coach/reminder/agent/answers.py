"""What an answer, by a button or by a command, changes in reminders.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from coach.reminder.agent.notice import Button, Item
from coach.reminder.due import HOLDING_RULES, LET_GO_STATES
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
from coach.reminder.model import WINDOW

_OPENING_TIME: Final = timedelta(seconds=30)
"""A terminal and its session may take so long to begin."""


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """What became of the occurrences, and the words of the coach command to open, if any."""

    records: tuple[OccurrenceRecord, ...]
    words: tuple[str, ...] = ()


def effect_of(button: str, items: Sequence[Item], now: datetime, snooze: timedelta) -> AnswerEffect | None:
    """Return what a button does with the items shown, at least one; `None` for an unknown button.

    Start begins the first; the others come once that session is over.
    """
    records = [item.record for item in items]
    match button:
        case Button.START:
            later = now + _OPENING_TIME  # till then no session can be seen to run
            others = [
                replace(
                    record, state=OccurrenceState.WAITING, due=later, why=HOLDING_RULES["session"], tries=0
                )
                for record in records[1:]
            ]
            started = replace(records[0], state=OccurrenceState.STARTED, why="by its button")
            return AnswerEffect((started, *others), ("start", records[0].routine))
        case Button.SNOOZE:
            return AnswerEffect(tuple(snoozed(record, now, snooze, "by its button") for record in records))
        case Button.SKIP:
            return AnswerEffect(
                tuple(
                    replace(record, state=OccurrenceState.SKIPPED, why="by its button") for record in records
                )
            )
        case Button.MOVE:
            name = next((item.record.reminder for item in items if item.move), records[0].reminder)
            words = ("remind", "edit", name)
            return AnswerEffect(
                tuple(
                    replace(record, state=OccurrenceState.DISMISSED, why="to be moved") for record in records
                ),
                words,
            )
        case Button.CLOSED | Button.CLICKED:
            return AnswerEffect(
                tuple(replace(record, state=OccurrenceState.DISMISSED, why="closed") for record in records)
            )
        case _:
            return None


def snoozed(record: OccurrenceRecord, now: datetime, span: timedelta, why: str) -> OccurrenceRecord:
    """Return an occurrence that comes again after a span."""
    return replace(record, state=OccurrenceState.SNOOZED, due=now + span, why=why, tries=0)


def snoozable(records: Sequence[OccurrenceRecord], now: datetime) -> tuple[OccurrenceRecord, ...]:
    """Return what `snooze` is about: what is shown, else what waits, else what was let go recently."""
    for states in (
        (OccurrenceState.SHOWN, OccurrenceState.FIRING),
        (OccurrenceState.WAITING,),
        (OccurrenceState.SNOOZED,),
    ):
        matching = tuple(record for record in records if record.state in states)
        if matching:
            return matching
    recent = (record for record in records if record.state in LET_GO_STATES and now - record.due <= WINDOW)
    latest = max(recent, key=lambda record: record.due, default=None)
    return () if latest is None else (latest,)
