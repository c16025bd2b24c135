"""Splits a sentence's sounds into parts: a voice needs more memory for a longer piece.

Pure. A part ends where a reader would pause; a part without such a place, and too long by far, ends
between two words.
"""

from collections.abc import Iterator, Sequence
from typing import Final

_MARKS: Final = frozenset(",;:")


def parts_of(sentence: Sequence[str], limit: int) -> Iterator[Sequence[str]]:
    """Yield a sentence's sounds in parts of at most `limit`, split at commas, colons and semicolons.

    A part without any of these stays whole up to twice the limit; a longer one is split at spaces.
    """
    ends = [end + 1 for end, sound in enumerate(sentence[:-1]) if sound in _MARKS]
    if not ends and len(sentence) > 2 * limit:
        ends = [end + 1 for end, sound in enumerate(sentence[:-1]) if sound == " "]
    if len(sentence) <= limit or not ends:
        yield sentence
        return
    middle = min(ends, key=lambda end: abs(2 * end - len(sentence)))
    yield from parts_of(sentence[:middle], limit)
    yield from parts_of(sentence[middle:], limit)
