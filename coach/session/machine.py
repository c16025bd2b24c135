"""The session's machine: `step(state, now, input)` gives the next state and what it asks for.

Pure. Every input goes through here, one at a time; nothing else changes a session. A
part is laid when the scheduler, the stream or the last missing clip says so, each under
the number of the plan that it was made for, so that what is stale changes nothing.

    playing ──space──▶ paused ──space──▶ playing         stop, Ctrl-C ──▶ stopping ──▶ over
    playing ──w, end of step──▶ waiting ──a key──▶ playing
    playing ──a question said──▶ asking ──Enter, 20 s──▶ playing
"""

from types import MappingProxyType
from typing import Final, assert_never

from coach.session import commands
from coach.session.effects import Arm, Effect, Finish, StopProcess, Volume
from coach.session.events import Answered, Changed, Started, Trouble
from coach.session.inputs import (
    Asked,
    ClipFailed,
    ClipReady,
    DeviceChanged,
    Due,
    Entered,
    Input,
    Interrupted,
    Jumped,
    NearlyOut,
    Now,
    Slept,
    Suspended,
    Tick,
    Typed,
)
from coach.session.state import Asking, Mode, Options, Script, State
from coach.session.turn import ASKED_FOR, Turn
from coach.units import Samples, Seconds

_RANGES: Final = {"morning": (1, 3)}


def begin(script: Script, options: Options) -> tuple[State, tuple[Effect, ...]]:
    """Begin a session: its first state, and the first lines to make."""
    state = State(script, options, volume=options.volume, muted=options.muted)
    turn = Turn(state, Now(Seconds(0), Samples(0)))
    turn.tell(Started(Samples(0), script.id, script.name, script.titles))
    turn.ask_for(Volume(0 if options.muted else options.volume))
    turn.make()
    return turn.state, tuple(turn.effects)


def step(state: State, now: Now, received: Input) -> tuple[State, tuple[Effect, ...]]:
    """Take one input at one moment."""
    if state.mode is Mode.OVER:
        return state, ()
    turn = Turn(state, now)
    turn.catch_up()
    if turn.state.mode is not Mode.OVER:
        _take(turn, received)
        _watch_clock(turn)
    return turn.state, tuple(turn.effects)


def _take(turn: Turn, received: Input) -> None:
    match received:
        case Asked(command):
            commands.take(turn, command)
        case Typed(text):
            _typed(turn, text)
        case Entered():
            _entered(turn)
        case ClipReady(cue, measure):
            turn.set(clips=MappingProxyType({**turn.state.clips, cue: measure}))
            _arrived(turn)
        case ClipFailed(cue, reason):
            turn.set(clips=MappingProxyType({**turn.state.clips, cue: None}))
            if reason not in turn.state.failures:
                turn.set(failures=turn.state.failures | {reason})
                turn.tell(Trouble(turn.here, f"This line could not be spoken ({reason}): {cue.text}"))
            _arrived(turn)
        case Due(generation) | NearlyOut(generation):
            if generation == turn.state.generation:
                turn.lay_next()
        case Tick():
            pass
        case Slept():
            commands.pause(turn, "slept")
        case Suspended():
            commands.pause(turn, "suspended")
            turn.ask_for(StopProcess())
        case Jumped():
            turn.ask_for(Arm(turn.state.generation, turn.state.reached))
        case DeviceChanged(playing, name):
            _device(turn, name, playing=playing)
        case Interrupted():
            _interrupted(turn)
        case _:
            assert_never(received)


def _arrived(turn: Turn) -> None:
    """A clip is there, or given up: lay what waited for it."""
    commands.stretch(turn)
    late = not turn.state.bars or turn.state.chapter < 0
    if late or turn.state.interruption is not None:
        turn.lay_next()


def _typed(turn: Turn, text: str) -> None:
    asking = turn.state.asking
    if asking is None:
        return
    typed = asking.typed[:-1] if text in ("\b", "\x7f") else (asking.typed + text)[:3]
    turn.set(asking=Asking(asking.name, typed, asking.until))


def _entered(turn: Turn) -> None:
    asking = turn.state.asking
    if asking is None:
        return
    low, high = _RANGES.get(asking.name, (0, 10))
    if asking.typed and not (
        asking.typed.isascii() and asking.typed.isdigit() and low <= int(asking.typed) <= high
    ):
        until = Seconds(turn.now.at + ASKED_FOR)
        turn.set(asking=Asking(asking.name, "", until))
        turn.tell(Changed(turn.here, f"A number from {low} to {high}, please, or Enter alone to skip."))
        return
    answer(turn, int(asking.typed) if asking.typed else None)


def answer(turn: Turn, value: int | None) -> None:
    """Close the open question with its answer, if it has one, and go on."""
    asking = turn.state.asking
    assert asking is not None, "only an open question can be answered"
    answers = turn.state.answers if value is None else {**turn.state.answers, asking.name: value}
    turn.set(asking=None, mode=Mode.PLAYING, answers=MappingProxyType(dict(answers)))
    turn.tell(Answered(turn.here, asking.name, value))
    if turn.state.bars:
        turn.cut()
    turn.lay_next()


def _watch_clock(turn: Turn) -> None:
    """Let a question go that nobody answered, and end a session whose last words never came."""
    state, at = turn.state, turn.now.at
    if state.mode is Mode.ASKING and state.asking is not None and at >= state.asking.until:
        answer(turn, None)
    elif state.mode is Mode.STOPPING and state.until is not None and at >= state.until and not state.bars:
        turn.finish()


def _device(turn: Turn, name: str, *, playing: bool) -> None:
    if playing:
        turn.tell(Changed(turn.here, f"Playing to {name}."))
    else:
        mend = "The session goes on in writing. `coach doctor` says how to hear it."
        turn.tell(Trouble(turn.here, f"No sound device can be reached. {mend}"))


def _interrupted(turn: Turn) -> None:
    if turn.state.mode is Mode.STOPPING:
        turn.set(exit_code=130)
        turn.finish()
    else:
        commands.stop(turn, 130)


__all__ = ["Finish", "answer", "begin", "step"]
