"""English around data: a count with its noun, a noun with its article, words in a list.

Pure. Serves shown and spoken texts; a spoken count has its number in words, from `cue.wording`.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_DETERMINED: Final = frozenset(
    ("a", "an", "the", "some", "any", "no", "another", "each", "my", "your", "one", "two", "three", "four")
)
"""Words with which a noun has no article."""
_MASS: Final = frozenset(
    ("water", "ice", "oil", "cream", "lotion", "tape", "music", "paper", "space", "room")
)
"""Nouns that are not counted."""
_SINGULAR_IN_S: Final = frozenset(("lens", "canvas", "gas", "atlas"))
_HEAD: Final = r"(?i)\s+(?:of|with|for|to|in|on|from|without)\s.*|\s*[,(].*"
"""What follows the head noun: a pair *of dumbbells*.

These are compiled when they are needed: the settings are read before the first word of a session."""
_SOUNDS_LIKE_YOU: Final = r"(?i)eu|ewe|one(?!r)|once|u(?:ni(?!n|m)|s[aeiu]|t[ei]|k|r[aio]|biq)"
_SILENT_H: Final = r"(?i)h(?:our|onest|onou?r|eir)"
_SPELT_OUT: Final = r"(?:[A-Z]{2,}|[A-Z])(?=[\d\s-]|$)"
"""Words that are said letter by letter: an MP3 player, an L-shaped pillow."""
_AN_BY_NUMBER: Final = r"8|1[18](?!\d)"


def counted(count: float, noun: str) -> str:
    """Return a count with its noun, such as "1 file", "1,200 files" and "0.5 minutes"."""
    number = f"{count:g}" if isinstance(count, float) else f"{count:,}"
    return f"{number} {of_many(count, noun)}"


def of_many(count: float, noun: str) -> str:
    """Return the noun for a count: "minute" for 1, "minutes" for any other."""
    return noun if count == 1 else f"{noun}s"


def an(noun: str) -> str:
    """Return a noun with its article: "a chair", "an Exercise ball", "a uniform"; "dumbbells" have none."""
    words = noun.split()
    if not words or words[0].lower() in _DETERMINED or _uncounted(words, noun):
        return noun
    return f"{'an' if _begins_with_a_vowel(noun.lstrip()) else 'a'} {noun}"


def listed(words: Iterable[str], conjunction: str = "and") -> str:
    """Return words as a list in English: "one", "one and two", "one, two and three"; "" for none."""
    *first_words, last_word = list(words) or [""]
    return f"{', '.join(first_words)} {conjunction} {last_word}" if first_words else last_word


def _uncounted(words: list[str], noun: str) -> bool:
    """Return whether a noun is plural, or is not counted."""
    head_noun = (re.sub(_HEAD, "", noun).split() or words)[-1].lower()
    if head_noun in _MASS:
        return True
    return (
        head_noun.endswith("s")
        and head_noun not in _SINGULAR_IN_S
        and not head_noun.endswith(("ss", "us", "is"))
    )


def _begins_with_a_vowel(noun: str) -> bool:
    """Return whether a noun begins with the sound of a vowel, whatever its first letter is."""
    if noun[0].isdigit():
        return bool(re.match(_AN_BY_NUMBER, noun))
    if re.match(_SPELT_OUT, noun):
        return noun[0] in "AEFHILMNORSX"
    if re.match(_SILENT_H, noun):
        return True
    letter = unicodedata.normalize("NFKD", noun[0])[0].lower()
    return letter in "aeiou" and not re.match(_SOUNDS_LIKE_YOU, noun)
