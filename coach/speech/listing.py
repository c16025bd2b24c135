"""Which voices an engine has, asked of a worker of its own.

Starts a process and waits for it. Errors: `EngineFailed` where the engine gives no answer.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from subprocess import Popen
from typing import Final

from coach.errors import CoachError
from coach.speech.link import Gone, Link, Reply
from coach.speech.spawn import default_engine, spawn
from coach.speech.voice import LICENCES, Voice

_PATIENCE: Final = 15.0


class EngineFailed(CoachError):
    """An engine is of no use; `reason` is a few plain words."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"The speech engine {engine} cannot be used: {reason}. Run: coach doctor")
        self.reason = reason


def voices(
    engine: str = "", *, start: Callable[[str], "Popen[bytes]"] = spawn, patience: float = _PATIENCE
) -> tuple[Voice, ...]:
    """Return the voices of the engine, by default the system's, in the engine's own order."""
    named = engine or default_engine()
    came: SimpleQueue[Reply | Gone] = SimpleQueue()
    link = Link(start(named), came.put)
    try:
        link.send({"list": True, "want": []})
        answer = came.get(timeout=patience)
    except Empty:
        answer = Gone(link, "it did not answer")
    finally:
        link.end()
    match answer:
        case Reply(value={"voices": list(found)}):
            licence = LICENCES.get(named, "")
            return tuple(Voice(named, each["id"], each["name"], each["language"], licence) for each in found)
        case Reply(value={"broken": str(reason)}) | Gone(reason=reason):
            raise EngineFailed(named, reason)
        case _:
            raise EngineFailed(named, "it gave an answer that makes no sense")
