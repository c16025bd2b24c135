"""How this person's sessions are spoken: the voice of their settings, and their own words.

Reads small files; starts no engine, and imports nothing that costs time.
"""

from coach.speech.lexicon import read_lexicons
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.installed import chosen


def own_pronunciation(voice: str, rate: int) -> Pronunciation:
    """Return how lines are spoken with these settings. `CoachError` for a voice that is not there."""
    return Pronunciation(chosen(voice), rate, read_lexicons())
