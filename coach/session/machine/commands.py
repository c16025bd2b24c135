"""The function of each of the listener's commands; the commands of the volume are here.

Pure; each function takes the turn that it changes.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coach.session.effects import Volume
from coach.session.inputs import Command
from coach.session.machine import transport, variants
from coach.session.machine.turn import Transition
from coach.session.modes import ALLOWED
from coach.session.replies import MuteSet, VolumeSet

STEP: Final = 10
"""How much louder or softer at a time, of 100."""


def take(turn: Transition, command: Command) -> None:
    """Do the command, where it is allowed."""
    if command in ALLOWED[turn.state.mode]:
        _COMMANDS[command](turn)


def _louder(turn: Transition) -> None:
    _set_volume(turn, turn.state.volume + STEP)


def _softer(turn: Transition) -> None:
    _set_volume(turn, turn.state.volume - STEP)


def _set_volume(turn: Transition, level: int) -> None:
    level = max(0, min(100, level))
    turn.state = replace(turn.state, volume=level, muted=False)
    turn.ask_for(Volume(level))
    turn.tell(VolumeSet(turn.here, level))


def _mute(turn: Transition) -> None:
    muted = not turn.state.muted
    turn.state = replace(turn.state, muted=muted)
    turn.ask_for(Volume(0 if muted else turn.state.volume))
    turn.tell(MuteSet(turn.here, muted))


def _quit(turn: Transition) -> None:
    transport.stop(turn, 0)


_COMMANDS: Final[dict[Command, Callable[[Transition], None]]] = {
    Command.PAUSE: transport.pause,
    Command.RESUME: transport.resume,
    Command.TOGGLE: transport.toggle,
    Command.NEXT: transport.forward,
    Command.BACK: transport.back,
    Command.AGAIN: transport.again,
    Command.EASIER: variants.easier,
    Command.HARDER: variants.harder,
    Command.MORE: variants.more,
    Command.WAIT: transport.wait,
    Command.LOUDER: _louder,
    Command.SOFTER: _softer,
    Command.MUTE: _mute,
    Command.STOP: _quit,
}
