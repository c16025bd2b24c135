"""What happens in a session, in words for a screen: one event, one line.

Pure. All English that a screen shows of a session is here, except refusals, which are spoken in the
same words. Text of a routine is made harmless for a terminal here.
"""

from typing import Final, assert_never

from coach.control.bindings import HELP
from coach.cue import wording
from coach.cue.model import Chime, ChimeName, PartKind, Spoken
from coach.language.grammar import counted
from coach.language.sanitize import for_terminal
from coach.routine.plan.plan import Difficulty
from coach.session.events import (
    Answered,
    BoutLaid,
    Ended,
    Event,
    FaceAsked,
    Heard,
    Moved,
    Paused,
    Question,
    Repeated,
    Resumed,
    Started,
    StepEnded,
    StepStarted,
    Stopping,
    Waiting,
)
from coach.session.inputs import FaceCommand
from coach.session.replies import (
    AnswerRejected,
    MoreAdded,
    MuteSet,
    Refused,
    Reply,
    VolumeSet,
    WaitSet,
    WaySet,
)
from coach.session.troubles import CueTooLong, DeviceLost, DeviceNamed, LineFailed, Trouble, VoiceSlow
from coach.time.units import RATE, Samples

_PAUSE_TEXTS: Final = {
    "asked": "Paused. Space goes on.",
    "slept": "Paused: the machine was asleep. Space goes on.",
    "suspended": "Paused. Space goes on.",
}


def line(event: Event, steps: int) -> str:
    """Return the event's line; empty where it needs none. `steps` is the number of steps."""
    match event:
        case Started(_, _, name, titles):
            return f"{for_terminal(name)}, {counted(len(titles), 'step')}. ? shows the keys."
        case StepStarted(at, step, title):
            return f"{clock(at)}  --- {step + 1}/{steps} {for_terminal(title)}"
        case Heard():
            return _cue_line(event)
        case BoutLaid() | Moved() | Repeated() | Stopping():
            return ""
        case StepEnded(at, _, title, _, worked, _, skipped):
            return f"{clock(at)}  Left {for_terminal(title)} after {worked:.0f} s of it." if skipped else ""
        case Paused(at, why):
            return f"{clock(at)}  {_PAUSE_TEXTS.get(why, 'Paused.')}"
        case Resumed(at):
            return f"{clock(at)}  Going on."
        case Waiting(at, _):
            return f"{clock(at)}  Waiting for you. Space goes on."
        case Question(at, _, text):
            return f"{clock(at)}  {for_terminal(text)} Type a number and Enter; Enter alone skips."
        case Answered(at, _, answer):
            return f"{clock(at)}  " + ("No answer." if answer is None else f"Answer: {answer}.")
        case FaceAsked(_, FaceCommand.KEYS):
            return keys_help()
        case Ended(at, finished):
            return f"{clock(at)}  {'Done.' if finished else 'Stopped.'}"
        case VoiceSlow() | DeviceNamed() | DeviceLost() | LineFailed() | CueTooLong():
            return f"{clock(event.position)}  {for_terminal(_sound_line(event))}"
        case _:
            return f"{clock(event.position)}  {_reply_line(event)}"


def _reply_line(event: Reply) -> str:
    """Return the line of a reply to what the listener asked for."""
    match event:
        case AnswerRejected(_, _, low, high):
            return f"A number from {low} to {high}, please, or Enter alone to skip."
        case VolumeSet(_, level):
            return f"Volume {level}."
        case MuteSet(_, muted):
            return "Sound off." if muted else "Sound on."
        case WaySet(_, _, way):
            return "As written again." if way is Difficulty.AS_WRITTEN else f"The {way} way from here."
        case MoreAdded():
            return "A little more."
        case WaitSet(_, on):
            return "The next step waits for you." if on else "The next step comes by itself."
        case Refused(_, reason):
            return wording.REFUSED[reason]
        case _:
            assert_never(event)


def _sound_line(event: VoiceSlow | DeviceNamed | Trouble) -> str:
    """Return the line about the voice or the device, with the mend of what went wrong."""
    match event:
        case VoiceSlow():
            return "The voice takes its time; pauses grow until its lines are made."
        case DeviceNamed(_, name):
            return f"Playing to {name}."
        case DeviceLost():
            mend = "The session goes on in writing. `coach doctor` says how to hear it."
            return f"No sound device can be reached. {mend}"
        case LineFailed(_, cue, reason):
            return f"This line could not be spoken ({reason}): {cue.text}"
        case CueTooLong(_, cue, length, room, place):
            words = cue.text if isinstance(cue, Spoken) else cue.sound.value
            place_text = f"{place}: " if place is not None else ""
            length_text = f'"{words}" takes {length:.1f} s and has {room:.1f} s.'
            return f"{place_text}{length_text} It is left out; shorten it in the routine's file."
        case _:
            assert_never(event)


def keys_help() -> str:
    """Return the keys, a line each."""
    return "\n".join(f"      {keys:12} {meaning}" for keys, meaning in HELP)


def clock(at: Samples) -> str:
    """Return a position as minutes and seconds."""
    minutes, rest = divmod(int(at / RATE), 60)
    return f"{minutes:3}:{rest:02}"


def _cue_line(event: Heard) -> str:
    match event.cue:
        case Chime(ChimeName.TICK):
            return ""
        case Chime(sound):
            return f"{clock(event.position)}  ({sound})"
        case Spoken(text):
            question = event.kind is PartKind.ASK
            note = "  (not spoken)" if event.missing else ""
            return "" if question and not note else f"{clock(event.position)}  {for_terminal(text)}{note}"
