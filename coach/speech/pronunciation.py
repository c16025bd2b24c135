"""How lines are spoken: by which voice, how fast, and with which words respelled.

Pure, except that a clip's name contains the versions of installed packages. What an engine is
given for a line, and the name of its clip, are decided here and nowhere else.
"""

from dataclasses import dataclass, field
from typing import TypedDict

from coach.cue.model import Spoken
from coach.speech.lexicon import Lexicon
from coach.speech.voices.voice import Voice, key, rate_for_engine, spoken_rate


class Order(TypedDict):
    """One line as the worker is asked for it; `id` is the clip's name."""

    id: str
    text: str
    rate: int


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A voice, its rate in words a minute, and the words that are respelled for it."""

    voice: Voice
    rate: int
    lexicon: Lexicon = field(default_factory=Lexicon)

    def words(self, text: str) -> str:
        """Return what the engine is given; empty where nothing in it can be said."""
        return self.lexicon.for_engine(text, self.voice.engine)

    def engine_rate(self, spoken: Spoken) -> int:
        """Return the rate that the engine is asked for."""
        return rate_for_engine(self.voice, spoken_rate(self.voice, spoken.role, self.rate))

    def key(self, spoken: Spoken) -> str:
        """Return the name of the line's clip."""
        return self.order(spoken)["id"]

    def order(self, spoken: Spoken) -> Order:
        """Return what the worker is asked for the line."""
        words = self.words(spoken.text)
        name = key(words, spoken.role, self.voice, self.rate)
        return {"id": name, "text": words, "rate": self.engine_rate(spoken)}
