"""Which device a name means: a pure choice among the devices' names.

The exact name comes first, then the same name in other letter case, then the only one that contains it.

Errors: `CoachError`, with the names, where none or more than one is meant.
"""

import unicodedata
from collections.abc import Sequence

from coach.errors import CoachError


def matching_name(name: str, names: Sequence[str]) -> str:
    """Return which of the names is meant."""
    if name in names:
        return name
    folded_name = _folded(name)
    matches = list(dict.fromkeys(other for other in names if _folded(other) == folded_name))
    matches = matches or list(dict.fromkeys(other for other in names if folded_name in _folded(other)))
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise CoachError(
            f"More than one sound device is called {name!r}: {', '.join(matches)}. Write more of the name."
        )
    device_names = ", ".join(dict.fromkeys(names)) or "none at all"
    raise CoachError(
        f"There is no sound device called {name!r}. There are: {device_names}. `coach devices` lists them."
    )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
