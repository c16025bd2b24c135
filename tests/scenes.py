"""An agent in a scene of its own: its files and its history are real, what it asks of the world is given.

The clock stands where a test puts it. What shows, sounds and opens terminals is noted here; the
real ones have tests of their own.
"""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coach.config.settings import load
from coach.history.sessions import Sessions
from coach.reminder.agent.start import Surroundings, agent_of
from coach.reminder.file.store import own_file
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import LogEntry
from coach.reminder.model import Notice, Presence

BERLIN = ZoneInfo("Europe/Berlin")
DESK = '[reminder.desk]\nroutine = "desk-reset"\nat = ["10:30", "15:00"]\n'


class Noted:
    """What was shown, sounded and begun. `serves` is whether there is a notification service."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, Notice]] = []
        self.seen: Notice | None = None
        self.sounds: list[dict[str, Any]] = []
        self.begun: list[Sequence[str]] = []
        self.log: list[str] = []
        self.serves = True

    def show(self, key: str, notice: Notice) -> bool:
        if self.serves:
            self.shown.append((key, notice))
            self.seen = notice
        return self.serves

    def clear(self) -> None:
        self.seen = None

    def sound(self, *, chime: bool, spoken: bool, voice: str) -> None:
        self.sounds.append({"chime": chime, "spoken": spoken, "voice": voice})

    def begin(self, words: Sequence[str]) -> str:
        self.begun.append(words)
        return f"Opened a terminal: {' '.join(words)}"

    def set_moments(self, moments: object) -> None:
        self.laid = moments


class Scene:
    """One home, one clock, and an agent that can be killed and started again. Use as a context."""

    def __init__(
        self, reminders: str = DESK, now: str = "2026-03-04 09:00", zone: str = "Europe/Berlin"
    ) -> None:
        self.zone: Any = ZoneInfo(zone)
        self.now = self.at(now)
        self.presence = Presence()
        self.noted = Noted()
        self.trouble = Noted()
        self._closing = ExitStack()
        self.save(reminders)

    def __enter__(self) -> "Scene":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def at(self, text: str) -> datetime:
        """Return the moment at which this zone's clocks show a time."""
        return datetime.fromisoformat(text).replace(tzinfo=self.zone).astimezone(UTC)

    def save(self, text: str) -> None:
        """Save the reminders' file, as it were now."""
        path = own_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (self.now.timestamp(), self.now.timestamp()))

    def start(self) -> None:
        """Start an agent on what is kept; one that was there before is gone as by a kill."""
        self._closing.close()
        self.store = self._closing.enter_context(Sessions.open())
        self.reminded = Journal(self.store)
        here = Surroundings(
            now=lambda: self.now,
            zone=lambda: self.zone,
            rules=lambda: load().settings.reminders,
            notifier=self.noted,
            trouble=self.trouble,
            presence=lambda: self.presence,
            sound=self.noted.sound,
            open_terminal=self.noted.begin,
            alarms=self.noted,
            log=self.noted.log.append,
        )
        self.agent = agent_of(self.store, here)

    def look(self, text: str) -> list[tuple[str, str, str]]:
        """Have the agent look at that time; return what happened since the last look."""
        before = len(self.reminded.log())
        self.now = self.at(text)
        self.agent.look()
        return self.said(len(self.reminded.log()) - before)

    def press(self, button: str) -> None:
        """Press a button of the notification that was shown last."""
        key = self.noted.shown[-1][0]
        self.agent.answer(key, button)

    def said(self, count: int | None = None) -> list[tuple[str, str, str]]:
        """Return what happened, in order: the wall time, what, and why."""
        rows: list[LogEntry] = list(reversed(self.reminded.log(count))) if count != 0 else []
        return [(f"{row.wall:%H:%M}", row.what, row.why) for row in rows]


def later(scene: Scene, minutes: float) -> str:
    """Return the time so much later, as the scene's clocks show it."""
    return f"{(scene.now + timedelta(minutes=minutes)).astimezone(scene.zone):%Y-%m-%d %H:%M:%S}"
