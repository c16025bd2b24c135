"""A sentence's sounds in parts: what a voice takes in memory grows with what is made in one piece.

Pure. A part ends where a reader would pause.
"""

from collections.abc import Iterator, Sequence
from typing import Final

_MARKS: Final = frozenset(",;:")


def parted(sentence: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Yield a sentence's sounds in parts of at most so many, parted at commas, colons and semicolons.

    Where there is none, a part is as long as it is.
    """
    marks = [place + 1 for place, sound in enumerate(sentence[:-1]) if sound in _MARKS]
    if len(sentence) <= most or not marks:
        yield sentence
        return
    middle = min(marks, key=lambda place: abs(2 * place - len(sentence)))
    yield from parted(sentence[:middle], most)
    yield from parted(sentence[middle:], most)
