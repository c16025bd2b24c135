"""Real agents in processes of their own, on a desktop of their own, for tests to wait for and do harm to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from called import coach
from lived import PATIENCE, clean_env, waited

from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import LogEntry

SELDOM_S: Final = 0.5
"""Seconds between two looks at a history or a desktop, which cost some work each."""
AHEAD_S: Final = 8
"""Seconds that an agent has to start before what it is to bring is due."""


def next_minute(ahead: float = AHEAD_S) -> datetime:
    """Return the first whole minute that is so many seconds ahead, here."""
    soon = datetime.now().astimezone() + timedelta(seconds=ahead)
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


class Agent:
    """A `coach remind run` in a home. Use as a context: it is ended there, if it has not ended."""

    def __init__(self, home: Path, env: Mapping[str, str], *words: str) -> None:
        self.home, self.env = home, env
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coach", "remind", "run", *words],
            env=clean_env(home, env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )

    def __enter__(self) -> "Agent":
        waited(lambda: "The agent has started" in self.log(), "the agent")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def log(self) -> str:
        """Return what it has written in its log."""
        path = self.home / "data" / "remind.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send it a signal that ends it; return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def happened(home: Path) -> list[LogEntry]:
    """Return all that has happened to a home's reminders, in order."""
    if not (home / "data" / "coach.db").exists():
        return []
    with Sessions.open(home / "data" / "coach.db") as store:
        return list(reversed(Journal(store).log()))


def until(home: Path, what: str, count: int = 1, patience: float = PATIENCE) -> list[LogEntry]:
    """Wait until that has happened so often, and return each time that it did."""

    def enough() -> list[LogEntry]:
        found = [each for each in happened(home) if each.what == what]
        return found if len(found) >= count else []

    return waited(enough, f"{what!r}; there is {[h.what for h in happened(home)]}", patience, every=SELDOM_S)


def told(home: Path, env: Mapping[str, str], *words: str) -> Any:  # noqa: ANN401 - whatever JSON may be
    """Return what a command prints as JSON."""
    return json.loads(coach(home, *words, "--json", env=env).stdout)


def settings(home: Path, *, spoken: Mapping[str, object] = MappingProxyType({}), **values: object) -> None:
    """Write settings of reminders, and others; quiet hours are none, whenever the tests run."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in spoken.items()]
    lines += [
        "[reminders]",
        *(f"{key} = {json.dumps(value)}" for key, value in {"quiet": "", **values}.items()),
    ]
    path = home / "config" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def written(home: Path, text: str) -> Path:
    """Save the reminders' file; return it."""
    path = home / "config" / "reminders.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def passed(moment: datetime) -> None:
    """Wait until that moment is over."""
    waited(lambda: datetime.now().astimezone() > moment, f"{moment}", 150, every=SELDOM_S / 5)


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC."""
    return moment.astimezone(UTC)


def without_bus(env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which no desktop can be reached."""
    gone = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    return {**env, **gone, "XDG_RUNTIME_DIR": env.get("XDG_RUNTIME_DIR", os.devnull)}
