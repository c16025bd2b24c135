"""Open questions: the typing of an answer, and how a question is closed.

Pure; each function takes the turn that it changes.
"""

from dataclasses import replace
from typing import Final

from coach.session.events import Answered
from coach.session.inputs import Command, FaceCommand
from coach.session.machine.progress import ANSWER_TIME
from coach.session.machine.state import Asking, State
from coach.session.machine.turn import Transition
from coach.session.modes import Mode
from coach.session.replies import AnswerRejected
from coach.time.units import Seconds

_RANGES: Final = {"morning": (1, 3)}
_LONGEST: Final = 40
"""The most characters of an answer that are kept; an answer of this length is never valid."""


def takes_key(state: State, command: Command | FaceCommand | None) -> bool:
    """Return whether a key is part of an answer, whatever its command is elsewhere.

    While a question is open all keys are, except those of the volume, stopping before anything was
    typed, and going on where the session is paused.
    """
    if state.asking is None:
        return False
    match command:
        case Command.LOUDER | Command.SOFTER | Command.MUTE:
            return False
        case Command.STOP:
            return bool(state.asking.typed.strip())
        case Command.TOGGLE:
            return state.mode is not Mode.PAUSED
        case _:
            return True


def take_text(turn: Transition, text: str) -> None:
    """Add the typed text to the answer, or remove its last character."""
    asking = turn.state.asking
    if asking is not None:
        new_text = asking.typed[:-1] if text in ("\b", "\x7f") else (asking.typed + text)[:_LONGEST]
        turn.state = replace(turn.state, asking=replace(asking, typed=new_text))


def take_enter(turn: Transition) -> None:
    """Take the typed text as the whole answer; where nothing was typed, skip the question."""
    asking = turn.state.asking
    if asking is None:
        return
    low, high = _RANGES.get(asking.name, (0, 10))
    text = asking.typed.strip()
    is_number = text.isascii() and text.isdigit() and len(asking.typed) < _LONGEST
    if asking.typed and not (is_number and low <= int(text) <= high):
        turn.state = replace(turn.state, asking=Asking(asking.name, "", Seconds(turn.now.at + ANSWER_TIME)))
        turn.tell(AnswerRejected(turn.here, asking.name, low, high))
    else:
        answer(turn, int(text) if text else None)


def answer(turn: Transition, value: int | None) -> None:
    """Close the open question, with its answer or with `None`, and go on."""
    asking = turn.state.asking
    assert asking is not None, "only an open question can be answered"
    answers = turn.state.answers if value is None else {**turn.state.answers, asking.name: value}
    turn.go_on()
    turn.tell(Answered(turn.here, asking.name, value))
    turn.cut()
    turn.state = replace(turn.state, asking=None, mode=Mode.PLAYING, answers=answers)
    turn.lay_next()


def expire(turn: Transition) -> None:
    """Close a question that nobody answered in time."""
    asking = turn.state.asking
    if turn.state.mode is Mode.ASKING and asking is not None and turn.now.at >= asking.until:
        answer(turn, None)
