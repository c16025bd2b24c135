"""One reminder brought now, to see and hear what it will be like: no rule holds it back.

Touches the desktop and the sound. Nothing of it counts: it is not among what came.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Final

from coach.config.settings import Reminders
from coach.history.sessions import Sessions
from coach.reminder.agent.notice import Button, Item, notice
from coach.reminder.agent.start import around_now, begun, sounded, suggestions
from coach.reminder.desktop.notifications import Desktop
from coach.reminder.due import may_speak
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState
from coach.reminder.model import Reminder

WAIT: Final = 60.0
"""Seconds for an answer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of it: was it shown, was it spoken, and which button was pressed ("" for none)."""

    shown: bool
    spoken: bool
    button: str = ""
    did: str = ""


def bring(
    reminder: Reminder, rules: Reminders, sessions: Sessions, told: Callable[[Tried], None]
) -> Tried | None:
    """Bring it, and wait for a button; `None` where its routine is not there."""
    found = suggestions(sessions)
    routine = reminder.routine or found.choose(reminder.category) or ""
    title = found.title(routine)
    if title is None:
        return None
    now = datetime.now(UTC)
    kept = OccurrenceRecord(
        reminder.name, now.replace(tzinfo=None), now, OccurrenceState.SHOWN, routine=routine
    )
    answers: SimpleQueue[str] = SimpleQueue()
    desktop = Desktop(lambda _, button: answers.put(button))
    try:
        around = around_now()
        text = notice([Item(kept, *title, reminder.note)], timedelta(seconds=rules.snooze))
        shown = desktop.show("test", text)
        spoken = may_speak(reminder, rules, replace(around, idle=None), shown=shown)
        if rules.chime or spoken:
            sounded(chime=rules.chime, spoken=spoken, voice=reminder.voice)
        tried = Tried(shown, spoken)
        told(tried)
        return _answered(tried, answers, routine, rules) if shown else tried
    finally:
        desktop.close()


def _answered(tried: Tried, answers: "SimpleQueue[str]", routine: str, rules: Reminders) -> Tried:
    try:
        button = answers.get(timeout=WAIT)
    except Empty:
        return tried
    did = begun(["start", routine], rules.terminal) if button == Button.START else ""
    return replace(tried, button=button, did=did)
