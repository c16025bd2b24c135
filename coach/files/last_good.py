"""The last good version of a file, which stands in for it while it is broken.

Touches disk. It is a help: where it cannot be kept or read, its file does without.
"""

from pathlib import Path

from coach.errors import CoachError
from coach.files import atomic
from coach.files.paths import made


def last_good(path: Path) -> bytes | None:
    """Return the last good version at a path; `None` where there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def keep(path: Path, data: bytes) -> None:
    """Keep this as the last good version at a path, if it is not yet."""
    if last_good(path) == data:
        return
    try:
        atomic.write(made(path.parent) / path.name, data, private=True)
    except CoachError:
        return
