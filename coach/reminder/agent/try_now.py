"""Delivers one reminder now, to see and hear what it will be like: no rule holds it back.

Touches the desktop and the sound. It does not count: nothing is written down.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Final

from coach.config.settings import Reminders
from coach.history.sessions import Sessions
from coach.reminder.agent.notice import Button, Item, notice_of
from coach.reminder.agent.start import open_coach, presence_now, sound_reminder, suggestions
from coach.reminder.desktop.notifications import Desktop
from coach.reminder.due import may_speak
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
from coach.reminder.model import Reminder

WAIT: Final = 60.0
"""Seconds for an answer."""


@dataclass(frozen=True, slots=True)
class TrialResult:
    """Whether it was shown and spoken, which button was pressed ("" for none), and what that opened."""

    shown: bool
    spoken: bool
    button: str = ""
    opened: str = ""


def deliver(
    reminder: Reminder, rules: Reminders, sessions: Sessions, report: Callable[[TrialResult], None]
) -> TrialResult | None:
    """Deliver it, and wait for a button; `None` where its routine does not exist."""
    routines = suggestions(sessions)
    routine = reminder.routine or routines.choose(reminder.category) or ""
    title = routines.title(routine)
    if title is None:
        return None
    now = datetime.now(UTC)
    record = OccurrenceRecord(
        reminder.name, now.replace(tzinfo=None), now, OccurrenceState.SHOWN, routine=routine
    )
    answers: SimpleQueue[str] = SimpleQueue()
    desktop = Desktop(lambda _, button: answers.put(button))
    try:
        presence = presence_now()
        notice = notice_of([Item(record, *title, reminder.note)], timedelta(seconds=rules.snooze))
        shown = desktop.show("test", notice)
        spoken = may_speak(reminder, rules, replace(presence, idle=None), shown=shown)
        if rules.chime or spoken:
            sound_reminder(chime=rules.chime, spoken=spoken, voice=reminder.voice)
        result = TrialResult(shown, spoken)
        report(result)
        return _with_answer(result, answers, routine, rules) if shown else result
    finally:
        desktop.close()


def _with_answer(
    result: TrialResult, answers: "SimpleQueue[str]", routine: str, rules: Reminders
) -> TrialResult:
    try:
        button = answers.get(timeout=WAIT)
    except Empty:
        return result
    opened = open_coach(["start", routine], rules.terminal) if button == Button.START else ""
    return replace(result, button=button, opened=opened)
