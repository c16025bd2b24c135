"""Open questions: what is typed, and how they are closed.

Pure; each function takes the turn in the making.
"""

from typing import Final

from coach.session.events import Answered, Changed
from coach.session.hearing import ASKED_FOR
from coach.session.state import Asking, Mode
from coach.session.turn import Turn
from coach.units import Seconds

_RANGES: Final = {"morning": (1, 3)}


def typed(turn: Turn, text: str) -> None:
    """Take a figure, or take the last one back."""
    asking = turn.state.asking
    if asking is not None:
        so_far = asking.typed[:-1] if text in ("\b", "\x7f") else (asking.typed + text)[:3]
        turn.set(asking=Asking(asking.name, so_far, asking.until))


def entered(turn: Turn) -> None:
    """Take what was typed for the answer; nothing typed skips the question."""
    asking = turn.state.asking
    if asking is None:
        return
    low, high = _RANGES.get(asking.name, (0, 10))
    figures = asking.typed.isascii() and asking.typed.isdigit()
    if asking.typed and not (figures and low <= int(asking.typed) <= high):
        turn.set(asking=Asking(asking.name, "", Seconds(turn.now.at + ASKED_FOR)))
        turn.tell(Changed(turn.here, f"A number from {low} to {high}, please, or Enter alone to skip."))
    else:
        answer(turn, int(asking.typed) if asking.typed else None)


def answer(turn: Turn, value: int | None) -> None:
    """Close the open question with its answer, if it has one, and go on."""
    asking = turn.state.asking
    assert asking is not None, "only an open question can be answered"
    answers = turn.state.answers if value is None else {**turn.state.answers, asking.name: value}
    turn.go_on()
    turn.tell(Answered(turn.here, asking.name, value))
    turn.cut()
    turn.set(asking=None, mode=Mode.PLAYING, answers=answers)
    turn.lay_next()


def gone(turn: Turn) -> None:
    """Let a question go that nobody answered."""
    asking = turn.state.asking
    if turn.state.mode is Mode.ASKING and asking is not None and turn.now.at >= asking.until:
        answer(turn, None)
