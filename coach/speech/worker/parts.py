"""A sentence's sounds in parts: what a voice takes in memory grows with what is made in one piece.

Pure. A part ends where a reader would pause.
"""

from collections.abc import Iterator, Sequence
from typing import Final

_MARKS: Final = frozenset(",;:")


def parts_of(sentence: Sequence[str], limit: int) -> Iterator[Sequence[str]]:
    """Yield a sentence's sounds in parts of at most so many, parted at commas, colons and semicolons.

    Where there is none, a part is as long as it is.
    """
    ends = [end + 1 for end, sound in enumerate(sentence[:-1]) if sound in _MARKS]
    if len(sentence) <= limit or not ends:
        yield sentence
        return
    middle = min(ends, key=lambda end: abs(2 * end - len(sentence)))
    yield from parts_of(sentence[:middle], limit)
    yield from parts_of(sentence[middle:], limit)
