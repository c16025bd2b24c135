"""What happens in a session, in words for a screen: one event, one line.

Pure. Text of a routine is made harmless for a terminal here.
"""

from typing import Final, assert_never

from coach.cue.model import Chime, ChimeName, PartKind, Spoken
from coach.grammar import counted
from coach.session.events import (
    Answered,
    Changed,
    Ended,
    Event,
    Heard,
    Paused,
    Question,
    Resumed,
    Started,
    StepEnded,
    StepStarted,
    Trouble,
    Waiting,
)
from coach.text import for_terminal
from coach.units import RATE, Samples

KEYS: Final = (
    ("space", "pause, and go on"),
    ("right, left", "the next step, the one before"),
    ("r", "say that again"),
    ("e, h", "the easier way, the harder way"),
    ("a", "a little more"),
    ("w", "wait for me before the next step"),
    ("up, down", "louder, softer"),
    ("m", "sound off and on"),
    ("q", "stop"),
    ("?", "these keys"),
)

_WHY: Final = {
    "asked": "Paused. Space goes on.",
    "slept": "Paused: the machine was asleep. Space goes on.",
    "suspended": "Paused. Space goes on.",
}


def line(event: Event, steps: int) -> str:
    """Return the event's line; empty for one that needs none. `steps` is how many steps there are."""
    match event:
        case Started(_, _, name, titles):
            return f"{for_terminal(name)}, {counted(len(titles), 'step')}. ? shows the keys."
        case StepStarted(at, step, title):
            return f"{clock(at)}  --- {step + 1}/{steps} {for_terminal(title)}"
        case Heard():
            return _heard(event)
        case StepEnded(at, _, title, _, worked, _, skipped):
            return f"{clock(at)}  Left {for_terminal(title)} after {worked:.0f} s of it." if skipped else ""
        case Paused(at, why):
            return f"{clock(at)}  {_WHY.get(why, 'Paused.')}"
        case Resumed(at):
            return f"{clock(at)}  Going on."
        case Waiting(at, _):
            return f"{clock(at)}  Waiting for you. Space goes on."
        case Question(at, _, text):
            return f"{clock(at)}  {for_terminal(text)} Type a number and Enter; Enter alone skips."
        case Answered(at, _, answer):
            return f"{clock(at)}  " + ("No answer." if answer is None else f"Answer: {answer}.")
        case Changed(at, what):
            return keys_help() if what == "keys" else f"{clock(at)}  {for_terminal(what)}"
        case Trouble(at, what):
            return f"{clock(at)}  {for_terminal(what)}"
        case Ended(at, finished):
            return f"{clock(at)}  {'Done.' if finished else 'Stopped.'}"
        case _:
            assert_never(event)


def keys_help() -> str:
    """Return the keys, a line each."""
    return "\n".join(f"      {keys:12} {what}" for keys, what in KEYS)


def clock(at: Samples) -> str:
    """Return a position as minutes and seconds."""
    minutes, rest = divmod(int(at / RATE), 60)
    return f"{minutes:3}:{rest:02}"


def _heard(event: Heard) -> str:
    match event.cue:
        case Chime(ChimeName.TICK):
            return ""
        case Chime(sound):
            return f"{clock(event.position)}  ({sound})"
        case Spoken(text):
            question = event.kind is PartKind.ASK
            note = "  (not spoken)" if event.missing else ""
            return "" if question and not note else f"{clock(event.position)}  {for_terminal(text)}{note}"
