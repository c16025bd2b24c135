"""What is wrong with a file: keys that clash, words that are not known, and all of it in order.

Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from coach.errors import Problem
from coach.files.document import Document
from coach.files.keys import Keys

MOST_TOLD: Final = 50
"""Problems of one file that are shown."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Keys that do not go together; `keys` lead to the one to look at."""

    keys: Keys
    rule: str
    message: str
    mend: str

    def problem(self, document: Document) -> Problem:
        """Return it with its place in the file."""
        return Problem(document.key_place(self.keys), self.rule, self.message, self.mend)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, as they stand in the file; `MOST_TOLD` of them."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
    if len(ordered) > MOST_TOLD:
        mend = "Mend these first."
        ordered[MOST_TOLD:] = [
            Problem(ordered[MOST_TOLD].place, "many", "and more is wrong from here on.", mend)
        ]
    return tuple(ordered)


def nearest(word: str, known_words: Sequence[str], alternative: str = "") -> str:
    """Return the mend for an unknown word. `alternative` is what else can be done where none is near."""
    matches = near(word, known_words)
    return f"Did you mean {matches[0]}?" if matches else f"It may be {', '.join(known_words)}{alternative}."


def near(word: str, known_words: Sequence[str]) -> list[str]:
    """Return the known word that is most like this one; an empty list where none is."""
    return get_close_matches(word, known_words, 1, 0.6) or get_close_matches(
        word.lower(), known_words, 1, 0.6
    )
