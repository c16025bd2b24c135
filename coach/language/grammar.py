"""English around data: a count with its noun, a noun with its article, words in a list.

Pure. It serves what is shown and what is spoken; a spoken count has its number in words, from
`cue.wording`.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_DETERMINED: Final = frozenset(
    ("a", "an", "the", "some", "any", "no", "another", "each", "my", "your", "one", "two", "three", "four")
)
"""Words after which no article stands."""
_MASS: Final = frozenset(
    ("water", "ice", "oil", "cream", "lotion", "tape", "music", "paper", "space", "room")
)
"""Nouns that are not counted."""
_ONE_IN_S: Final = frozenset(("lens", "canvas", "gas", "atlas"))
_HEAD: Final = r"(?i)\s+(?:of|with|for|to|in|on|from|without)\s.*|\s*[,(].*"
"""What follows the noun that a thing is called by: a pair *of dumbbells*.

These are compiled when they are asked for: the settings are read before the first word of a session."""
_SOUNDS_LIKE_YOU: Final = r"(?i)eu|ewe|one(?!r)|once|u(?:ni(?!n|m)|s[aeiu]|t[ei]|k|r[aio]|biq)"
_SILENT_H: Final = r"(?i)h(?:our|onest|onou?r|eir)"
_SPELT: Final = r"(?:[A-Z]{2,}|[A-Z])(?=[\d\s-]|$)"
"""What is said letter by letter: an MP3 player, an L-shaped pillow."""
_AN_BY_NUMBER: Final = r"8|1[18](?!\d)"


def counted(count: float, noun: str) -> str:
    """Return a count with its noun, such as "1 file", "1,200 files" and "0.5 minutes"."""
    number = f"{count:g}" if isinstance(count, float) else f"{count:,}"
    return f"{number} {of_many(count, noun)}"


def of_many(count: float, noun: str) -> str:
    """Return the noun as it stands after a count: "minute" after 1, "minutes" after any other."""
    return noun if count == 1 else f"{noun}s"


def an(noun: str) -> str:
    """Return a noun with its article: "a chair", "an Exercise ball", "a uniform"; "dumbbells" have none."""
    words = noun.split()
    if not words or words[0].lower() in _DETERMINED or _uncounted(words, noun):
        return noun
    return f"{'an' if _begins_with_a_vowel(noun.lstrip()) else 'a'} {noun}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as one lists them: "one", "one and two", "one, two and three"; nothing for none."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def _uncounted(words: list[str], noun: str) -> bool:
    """Return whether a noun stands for several, or for what is not counted."""
    head = (re.sub(_HEAD, "", noun).split() or words)[-1].lower()
    if head in _MASS:
        return True
    return head.endswith("s") and head not in _ONE_IN_S and not head.endswith(("ss", "us", "is"))


def _begins_with_a_vowel(noun: str) -> bool:
    """Return whether a noun begins with the sound of a vowel, whatever its first letter is."""
    if noun[0].isdigit():
        return bool(re.match(_AN_BY_NUMBER, noun))
    if re.match(_SPELT, noun):
        return noun[0] in "AEFHILMNORSX"
    if re.match(_SILENT_H, noun):
        return True
    letter = unicodedata.normalize("NFKD", noun[0])[0].lower()
    return letter in "aeiou" and not re.match(_SOUNDS_LIKE_YOU, noun)
