"""What an engine makes of a text: its sounds in the IPA, asked of a worker of its own.

Starts a process and waits for it. Errors: `EngineFailed` where the engine gives no answer.
"""

from queue import Empty, SimpleQueue

from coach.speech.diction import Diction
from coach.speech.link import Gone, Link, Reply
from coach.speech.listing import EngineFailed
from coach.speech.spawn import spawn

_PATIENCE = 20.0


def phonemes(diction: Diction, text: str) -> str:
    """Return the sounds; empty where the engine does not tell them."""
    voice = diction.voice
    came: SimpleQueue[Reply | Gone] = SimpleQueue()
    link = Link(spawn(voice.engine), came.put)
    try:
        link.send({"phonemes": diction.words(text), "voice": voice.model or voice.id, "want": []})
        answer = came.get(timeout=_PATIENCE)
    except Empty:
        answer = Gone(link, "it did not answer")
    finally:
        link.end()
    match answer:
        case Reply(value={"phonemes": str(sounds)}):
            return sounds
        case Reply(value={"broken": str(reason)}) | Gone(reason=reason):
            raise EngineFailed(voice.engine, reason)
        case _:
            raise EngineFailed(voice.engine, "it gave an answer that makes no sense")
