"""The session's machine: `step(state, now, input)` returns the next state and the effects.

Pure. Every input goes through here, one at a time; nothing else changes a session. A
part is laid when the scheduler, the stream or the last missing clip says so. The first two give the
generation that they are for, so that a stale input changes nothing.

    playing ──space──▶ paused ──space──▶ playing         stop, Ctrl-C ──▶ stopping ──▶ over
    playing ──w, end of step──▶ waiting ──a key──▶ playing
    playing ──a question said──▶ asking ──Enter, 20 s──▶ playing
"""

from dataclasses import replace
from typing import assert_never

from coach.cue.model import Measure, Spoken
from coach.cue.script import Script
from coach.session.effects import Arm, Effect, StopProcess, Volume
from coach.session.events import Started
from coach.session.inputs import (
    Asked,
    ClipFailed,
    ClipReady,
    Command,
    Continued,
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
from coach.session.machine import commands, progress, questions, transport
from coach.session.machine.state import SLOW, Options, State
from coach.session.machine.transport import LAST_WORDS
from coach.session.machine.turn import Transition
from coach.session.modes import Mode
from coach.session.troubles import DeviceLost, DeviceNamed, LineFailed, VoiceSlow
from coach.time.units import Samples, Seconds


def begin(script: Script, options: Options) -> tuple[State, tuple[Effect, ...]]:
    """Begin a session: its first state, and the first lines to make."""
    state = State(script, options, volume=options.volume, muted=options.muted)
    turn = Transition(state, Now(Seconds(0), Samples(0)))
    turn.tell(Started(Samples(0), script.id, script.name, script.titles, options.volume, muted=options.muted))
    turn.ask_for(Volume(0 if options.muted else options.volume))
    turn.make()
    return turn.state, tuple(turn.effects)


def step(state: State, now: Now, received: Input) -> tuple[State, tuple[Effect, ...]]:
    """Take one input at one moment."""
    if state.mode is Mode.OVER:
        return state, ()
    turn = Transition(state, now)
    progress.catch_up(turn)
    if turn.state.mode is not Mode.OVER:
        _take(turn, received)
        questions.expire(turn)
        _give_up_last_words(turn)
        _notice_a_slow_voice(turn)
        progress.tell_bout(turn, state)
    return turn.state, tuple(turn.effects)


def _take(turn: Transition, received: Input) -> None:
    match received:
        case Asked(command):
            commands.take(turn, command)
        case Typed(text, command):
            if questions.takes_key(turn.state, command):
                questions.take_text(turn, text)
            elif isinstance(command, Command):
                commands.take(turn, command)
        case Entered():
            questions.take_enter(turn)
        case ClipReady(cue, measure):
            _take_clip(turn, cue, measure)
        case ClipFailed(cue, reason):
            if reason not in turn.state.failures:
                turn.state = replace(turn.state, failures=turn.state.failures | {reason})
                turn.tell(LineFailed(turn.here, cue, reason))
            _take_clip(turn, cue, None)
        case Due(generation) | NearlyOut(generation):
            if generation == turn.state.generation:
                turn.lay_next()
        case _:
            _take_from_the_machine(turn, received)


def _take_from_the_machine(
    turn: Transition, received: Tick | Slept | Suspended | Continued | Jumped | DeviceChanged | Interrupted
) -> None:
    """Take an input from the clocks, the device or the signals."""
    match received:
        case Tick():
            pass
        case Slept():
            transport.pause(turn, "slept")
        case Suspended():
            transport.pause(turn, "suspended")
            turn.ask_for(StopProcess())
        case Continued(background):
            if background:
                transport.go_on_by_itself(turn)
        case Jumped():
            turn.ask_for(Arm(turn.state.generation, turn.state.laid_until))
        case DeviceChanged(playing=is_playing, name=name):
            turn.tell(DeviceNamed(turn.here, name) if is_playing else DeviceLost(turn.here))
        case Interrupted():
            _interrupt(turn)
        case _:
            assert_never(received)


def _take_clip(turn: Transition, cue: Spoken, measure: Measure | None) -> None:
    """Note that a clip is there, or given up, and lay what waited for it."""
    turn.state = replace(turn.state, clips={**turn.state.clips, cue: measure})
    turn.lay_longer()
    turn.say_reply()
    turn.lay_next()


def _give_up_last_words(turn: Transition) -> None:
    """End a session whose last words are never made, or whose device stands still."""
    state, here = turn.state, turn.now.position
    if state.mode is not Mode.STOPPING:
        return
    if state.bars and here != state.stopping_at:
        turn.state = replace(turn.state, stopping_at=here, until=Seconds(turn.now.at + LAST_WORDS))
    elif state.until is not None and turn.now.at >= state.until:
        turn.finish()


def _notice_a_slow_voice(turn: Transition) -> None:
    """Tell once that nothing sounds because lines are still being made."""
    state = turn.state
    if state.mode is not Mode.PLAYING or state.bars:
        turn.state = replace(turn.state, silent_since=None)
    elif state.silent_since is None:
        turn.state = replace(turn.state, silent_since=turn.now.at)
    elif turn.now.at - state.silent_since >= SLOW and not state.slow_told:
        turn.state = replace(turn.state, slow_told=True)
        turn.tell(VoiceSlow(turn.here))


def _interrupt(turn: Transition) -> None:
    if turn.state.mode is Mode.STOPPING:
        turn.state = replace(turn.state, exit_code=130)
        turn.finish()
    else:
        transport.stop(turn, 130)
