"""The modes of a session, and the commands that each allows.

Pure: values.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from coach.session.inputs import Command


class Mode(Enum):
    """What the session is doing."""

    PLAYING = auto()
    PAUSED = auto()
    WAITING = auto()
    """For a key, before a step."""
    ASKING = auto()
    STOPPING = auto()
    OVER = auto()


_ALL: Final = frozenset(Command)

ALLOWED: Final[Mapping[Mode, frozenset[Command]]] = MappingProxyType(
    {
        Mode.PLAYING: _ALL,
        Mode.PAUSED: _ALL - {Command.PAUSE},
        Mode.WAITING: _ALL - {Command.PAUSE},
        Mode.ASKING: _ALL - {Command.RESUME},
        Mode.STOPPING: frozenset((Command.LOUDER, Command.SOFTER, Command.MUTE)),
        Mode.OVER: frozenset(),
    }
)
"""The commands that have an effect in each mode; a refusal that is spoken is an effect, too."""
