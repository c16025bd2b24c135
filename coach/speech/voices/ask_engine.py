"""Asks an engine about itself, in a worker of its own: which voices it has.

Starts a process and waits for it. Errors: `EngineFailed` where the engine gives no answer.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from subprocess import Popen
from typing import Any, Final, TypeVar

from coach.errors import CoachError
from coach.speech.start_worker import default_engine, spawn
from coach.speech.voices.voice import LICENCES, Voice
from coach.speech.worker_process import Gone, Link, Reply

_PATIENCE: Final = 15.0

Start = Callable[[str], "Popen[bytes]"]
T = TypeVar("T")


class EngineFailed(CoachError):
    """An engine is of no use; `reason` is a few plain words."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"The speech engine {engine} cannot be used: {reason}. Run: coach doctor")
        self.reason = reason


def voices(engine: str = "", *, start: Start = spawn, patience: float = _PATIENCE) -> tuple[Voice, ...]:
    """Return the voices of the engine, by default the system's, in the engine's own order."""
    engine_name = engine or default_engine()
    licence = LICENCES.get(engine_name, "")
    entries = answer(engine_name, {"list": True}, "voices", list, start=start, patience=patience)
    return tuple(
        Voice(engine_name, entry["id"], entry["name"], entry["language"], licence) for entry in entries
    )


def answer(
    engine: str,
    question: dict[str, Any],
    name: str,
    kind: type[T],
    *,
    start: Start = spawn,
    patience: float = _PATIENCE,
) -> T:
    """Ask a worker of that engine one question, and return what it replies under `name`."""
    inbox: SimpleQueue[Reply | Gone] = SimpleQueue()
    link = Link(start(engine), inbox.put)
    try:
        link.send({**question, "want": []})
        reply = inbox.get(timeout=patience)
    except Empty:
        reply = Gone(link, "it did not answer")
    finally:
        link.end()
    if isinstance(reply, Reply) and isinstance(value := reply.value.get(name), kind):
        return value
    match reply:
        case Reply(value={"broken": str(reason)}) | Gone(reason=reason):
            raise EngineFailed(engine, reason)
        case _:
            raise EngineFailed(engine, "it gave an answer that makes no sense")
