"""The question whether reminders may speak, asked once."""

import sys
from typing import Final

from coach.cli.shared import output
from coach.config.settings import Settings, set_value
from coach.reminder.model import Reminder

_ABOUT: Final = (
    "A reminder can say a short line aloud when it comes. The line tells nothing of your health, "
    "and is never said while your screen is locked or your microphone is in use."
)
_QUESTION: Final = "May reminders speak? [y/N]: "


def ask(settings: Settings, reminder: Reminder) -> None:
    """Ask once, at a terminal, whether reminders may speak, and keep the answer in the settings."""
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    if settings.reminders.speak != "ask" or reminder.speak is not None or not at_terminal:
        return
    output.aside(_ABOUT)
    typed = output.typed_line(_QUESTION)
    if typed is None:
        return
    answer, other = ("yes", "no") if typed.lower() in ("y", "yes") else ("no", "yes")
    set_value("reminders.speak", answer)
    output.aside(f"Kept. `coach config set reminders.speak {other}` changes it.")
