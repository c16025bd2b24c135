"""The plain faces of a session: a line a cue for people, a JSON object an event for programs.

Append-only: no cursor moves and nothing is drawn twice, so a screen reader, a pipe and a
log are served alike. Called with each event, in order, on one thread (`session.outlet`).
"""

import json
from collections.abc import Callable
from dataclasses import fields

from coach.cue.model import Chime, Cue, Role
from coach.screen.lines import line
from coach.session.events import Event, Heard, Started
from coach.units import RATE

Write = Callable[[str], None]


class Plain:
    """Writes each event's line. `write` takes whole lines without their end, and shows them at once."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._steps = 0

    def __call__(self, event: Event) -> None:
        """Write the event's line, if it has one."""
        if isinstance(event, Started):
            self._steps = len(event.steps)
        text = line(event, self._steps)
        if text:
            self._write(text)


class JsonLines:
    """Writes each event as an object: `event` is its kind, `at` its seconds, `position` its samples.

    A cue that is heard has `kind` (line, count, chime), `text`, `until`, `step`, `part`,
    `pinned`, and `missing` where it has no sound. The other events have their own fields.
    """

    def __init__(self, write: Write) -> None:
        self._write = write

    def __call__(self, event: Event) -> None:
        """Write the event's object."""
        self._write(json.dumps(record(event)))


def record(event: Event) -> dict[str, object]:
    """Return an event as plain values."""
    name = type(event).__name__
    head: dict[str, object] = {
        "event": "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"),
        "at": round(event.position / RATE, 6),
        "position": event.position,
    }
    if not isinstance(event, Heard):
        return head | {f.name: getattr(event, f.name) for f in fields(event) if f.name != "position"}
    return head | {
        "until": round(event.until / RATE, 6),
        **cue_record(event.cue),
        "step": event.step,
        "part": event.kind.value,
        "pinned": event.pinned,
        "missing": event.missing,
    }


def cue_record(cue: Cue) -> dict[str, str]:
    """Return a cue's kind and its text, or its chime's name."""
    if isinstance(cue, Chime):
        return {"kind": "chime", "text": cue.sound.value}
    return {"kind": "count" if cue.role is Role.COUNT else "line", "text": cue.text}
