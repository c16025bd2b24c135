"""Asks an engine, in a worker of its own, for the sounds of a text in the IPA.

Starts a process and waits for it. Errors: `EngineFailed` where the engine gives no answer.
"""

from typing import Final

from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.ask_engine import answer

_PATIENCE: Final = 20.0


def phonemes(pronunciation: Pronunciation, text: str, *, patience: float = _PATIENCE) -> str:
    """Return the sounds; empty where the engine does not give them."""
    question = {"phonemes": pronunciation.words(text), "voice": pronunciation.voice.engine_id}
    return answer(pronunciation.voice.engine, question, "phonemes", str, patience=patience)
