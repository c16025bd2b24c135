"""Which device a name means: a pure choice among the names there are.

The exact name comes first, then the same in other letters' case, then the one name that holds these words.

Errors: `CoachError`, with the names, where none or more than one is meant.
"""

import unicodedata
from collections.abc import Sequence

from coach.errors import CoachError


def meant(name: str, names: Sequence[str]) -> str:
    """Return which of the names is meant."""
    if name in names:
        return name
    wanted = _folded(name)
    alike = list(dict.fromkeys(each for each in names if _folded(each) == wanted))
    alike = alike or list(dict.fromkeys(each for each in names if wanted in _folded(each)))
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise CoachError(
            f"More than one sound device is called {name!r}: {', '.join(alike)}. Write more of the name."
        )
    there = ", ".join(dict.fromkeys(names)) or "none at all"
    raise CoachError(
        f"There is no sound device called {name!r}. There are: {there}. `coach devices` lists them."
    )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
