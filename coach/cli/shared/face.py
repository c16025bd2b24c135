"""How a command shows what it does: only here is decided whether anything is drawn over or coloured."""

import os
import sys
from enum import Enum, auto
from typing import TextIO

from coach.language.sanitize import UNABLE


class Face(Enum):
    """How a command shows what it does."""

    JSON = auto()
    """Objects, for programs."""
    PLAIN = auto()
    """Lines: each is written once, without colour, and nothing is drawn over."""
    DRAWN = auto()
    """Whatever a terminal can show."""


def face(stream: TextIO, *, plain: bool, as_json: bool = False) -> Face:
    """Return the face for what goes to this stream; `plain` is the person's setting."""
    if as_json:
        return Face.JSON
    # Windows has no TERM, and its terminals can draw.
    is_capable = sys.platform == "win32" or os.environ.get("TERM", "") not in UNABLE
    return Face.DRAWN if is_capable and not plain and stream.isatty() else Face.PLAIN
