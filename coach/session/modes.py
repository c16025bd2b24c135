"""What a session is doing, one thing at a time.

Pure: values.
"""

from enum import Enum, auto


class Mode(Enum):
    """What the session is doing."""

    PLAYING = auto()
    PAUSED = auto()
    WAITING = auto()
    """For a key, before a step."""
    ASKING = auto()
    STOPPING = auto()
    OVER = auto()
