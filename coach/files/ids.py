"""What names may be: an id is the name of a file or of a table, in small letters, figures and hyphens.

Pure.
"""

import re
from typing import Final

_ID: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
ID: Final = re.compile(_ID)
"""The whole of an id: to be asked with `fullmatch`."""
ID_PATTERN: Final = f"^{_ID}$"
"""The same for JSON Schema and for pydantic, whose `$` is the very end of a text."""

WORD: Final = 80
"""Characters of a name, a position or an id."""
TITLE: Final = 300
"""Characters of a title or a note."""


def near_id(name: str) -> str:
    """Return the id that somebody may mean by a name or a path; empty where nothing of it can be one."""
    last = name.rpartition("/")[2].removesuffix(".toml").lower()
    return re.sub(r"[^a-z0-9]+", "-", last).strip("-")
