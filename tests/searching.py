"""How far a property test searches that cannot search as far as most do."""

from typing import Final

from hypothesis import settings

_USUAL: Final = 100


def examples(count: int) -> int:
    """Return how many examples to try where that many are tried in every run; a long search tries more."""
    return count * settings().max_examples // _USUAL
