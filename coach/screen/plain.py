"""The plain faces of a session: a line a cue for people, a JSON object an event for programs.

Append-only: no cursor moves and nothing is drawn twice, which suits a screen reader, a pipe and a
log. Called with each event, in order, on one thread (`session.outlet`).
"""

import json
from collections.abc import Callable
from dataclasses import fields

from coach.cue.model import Chime, Cue, Role
from coach.screen.lines import line
from coach.session.events import BoutLaid, Event, FaceAsked, Heard
from coach.session.troubles import CueTooLong, LineFailed
from coach.session.view import View, fold
from coach.time.units import RATE

Write = Callable[[str], None]


class Plain:
    """Writes each event's line. `write` takes whole lines without their end, and shows them at once."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._view = View()

    def __call__(self, event: Event) -> None:
        """Write the event's line, if it has one."""
        self._view = fold(self._view, event)
        if isinstance(event, FaceAsked) and not self._view.takes_face_commands:
            return
        text = line(event, len(self._view.steps))
        if text:
            self._write(text)


class JsonLines:
    """Writes each event as an object: `event` is its kind, `at` its seconds, `position` its samples.

    A cue that is heard has `kind` (line, count, chime), `text`, `until`, `step`, `part`,
    `pinned`, and `missing` where it has no sound; one that failed or is too long has its `kind`
    and `text` too. The other events have their own fields.
    """

    def __init__(self, write: Write) -> None:
        self._write = write

    def __call__(self, event: Event) -> None:
        """Write the event's object."""
        self._write(json.dumps(record(event)))


def record(event: Event) -> dict[str, object]:
    """Return an event as plain values."""
    name = type(event).__name__
    values: dict[str, object] = {
        "event": "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"),
        "at": round(event.position / RATE, 6),
        "position": event.position,
    }
    return values | _values(event)


def _values(event: Event) -> dict[str, object]:
    """Return the values of an event's own fields."""
    match event:
        case Heard(_, until, cue, step, kind, pinned, missing, _):
            span = {"until": round(until / RATE, 6), **cue_record(cue)}
            return span | {"step": step, "part": kind.value, "pinned": pinned, "missing": missing}
        case BoutLaid(_, step, bout):
            moments = {name: round(getattr(bout, name) / RATE, 6) for name in ("begins", "ends", "resumes")}
            counts = {name: getattr(bout, name) for name in ("set", "sets", "side", "sides")}
            return {"step": step, **counts, **moments}
        case LineFailed(_, cue, reason):
            return {**cue_record(cue), "reason": reason}
        case CueTooLong(_, cue, length, room, place):
            spans = {"length": round(length, 6), "room": round(room, 6)}
            return {**cue_record(cue), **spans, "place": "" if place is None else str(place)}
        case _:
            return {
                field.name: getattr(event, field.name) for field in fields(event) if field.name != "position"
            }


def cue_record(cue: Cue) -> dict[str, str]:
    """Return a cue's kind and its text, or its chime's name."""
    if isinstance(cue, Chime):
        return {"kind": "chime", "text": cue.sound.value}
    return {"kind": "count" if cue.role is Role.COUNT else "line", "text": cue.text}
