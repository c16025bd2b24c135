"""What each of the listener's commands does to a session.

Pure; each function takes the turn in the making.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coach.session import changing, playing
from coach.session.effects import Volume
from coach.session.inputs import Command
from coach.session.modes import ALLOWED
from coach.session.replies import MuteSet, VolumeSet
from coach.session.turn import Turn

STEP: Final = 10
"""Of a hundred, so much louder or softer at a time."""


def take(turn: Turn, command: Command) -> None:
    """Do what was asked, where that is allowed."""
    if command in ALLOWED[turn.state.mode]:
        _COMMANDS[command](turn)


def _louder(turn: Turn) -> None:
    _set_volume(turn, turn.state.volume + STEP)


def _softer(turn: Turn) -> None:
    _set_volume(turn, turn.state.volume - STEP)


def _set_volume(turn: Turn, level: int) -> None:
    level = max(0, min(100, level))
    turn.state = replace(turn.state, volume=level, muted=False)
    turn.ask_for(Volume(level))
    turn.tell(VolumeSet(turn.here, level))


def _mute(turn: Turn) -> None:
    muted = not turn.state.muted
    turn.state = replace(turn.state, muted=muted)
    turn.ask_for(Volume(0 if muted else turn.state.volume))
    turn.tell(MuteSet(turn.here, muted))


def _quit(turn: Turn) -> None:
    playing.stop(turn, 0)


_COMMANDS: Final[dict[Command, Callable[[Turn], None]]] = {
    Command.PAUSE: playing.pause,
    Command.RESUME: playing.resume,
    Command.TOGGLE: playing.toggle,
    Command.NEXT: playing.forward,
    Command.BACK: playing.back,
    Command.AGAIN: playing.again,
    Command.EASIER: changing.easier,
    Command.HARDER: changing.harder,
    Command.MORE: changing.more,
    Command.WAIT: playing.wait,
    Command.LOUDER: _louder,
    Command.SOFTER: _softer,
    Command.MUTE: _mute,
    Command.STOP: _quit,
}
