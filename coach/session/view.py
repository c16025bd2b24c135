"""What a face shows of a session: one value, folded from the session's events.

Pure. No face knows the session's state; everything that is shown of a session comes from here.
"""

from dataclasses import dataclass, replace

from coach.cue.model import Role, Spoken
from coach.session.bout import Bout
from coach.session.events import (
    Answered,
    BoutLaid,
    Ended,
    Event,
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
from coach.session.modes import Mode
from coach.session.replies import MuteSet, VolumeSet
from coach.session.troubles import CueTooLong, DeviceLost, DeviceNamed, LineFailed, Trouble
from coach.time.units import Samples


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that can be answered. `waits`: it has been said whole, and the session waits."""

    name: str
    text: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What is known of a session. `name` is the routine's, `steps` are the titles of its steps.

    `position` is that of the last event; while the mode is PLAYING the session is already past it.
    `bout` has positions, so that a face can tell at any time how much of it is left.
    """

    routine: str = ""
    name: str = ""
    steps: tuple[str, ...] = ()
    position: Samples = Samples(0)
    mode: Mode = Mode.PLAYING
    step: int | None = None
    """The step that is heard, from 0; `None` between steps, in the welcome and in the close."""
    exercise: str = ""
    bout: Bout | None = None
    volume: int = 100
    muted: bool = False
    question: OpenQuestion | None = None
    line: str = ""
    """The last spoken line, without counts."""
    trouble: Trouble | None = None
    """The last trouble; a lost device, until there is a device again."""

    @property
    def title(self) -> str:
        """What the step is called; empty where there is none."""
        return "" if self.step is None else self.steps[self.step]

    @property
    def takes_face_commands(self) -> bool:
        """Whether a face obeys its commands: not while a question is open, and not at the end."""
        return self.question is None and self.mode not in (Mode.STOPPING, Mode.OVER)


def fold(view: View, event: Event) -> View:
    """Return the view after an event."""
    match event:
        case Started(_, routine, name, steps, volume, muted):
            new_view = View(routine, name, steps, volume=volume, muted=muted)
        case StepStarted(_, step, _, exercise):
            new_view = replace(view, step=step, exercise=exercise, bout=None)
        case StepEnded():
            new_view = replace(view, step=None, exercise="", bout=None)
        case BoutLaid(_, _, bout):
            new_view = replace(view, bout=bout)
        case VolumeSet(_, level):
            new_view = replace(view, volume=level, muted=False)
        case MuteSet(_, muted):
            new_view = replace(view, muted=muted)
        case DeviceNamed():
            new_view = replace(view, trouble=None) if isinstance(view.trouble, DeviceLost) else view
        case DeviceLost() | LineFailed() | CueTooLong():
            new_view = replace(view, trouble=event)
        case Heard():
            new_view = _with_cue(view, event)
        case _:
            new_view = _with_mode(view, event)
    return replace(new_view, position=event.position)


def _with_cue(view: View, heard: Heard) -> View:
    if not isinstance(heard.cue, Spoken) or heard.cue.role is not Role.LINE:
        return view
    if heard.ask and (view.question is None or view.question.name != heard.ask):
        view = replace(view, question=OpenQuestion(heard.ask, heard.cue.text))
    return replace(view, line=heard.cue.text)


def _with_mode(view: View, event: Event) -> View:
    """Return the view after an event that changes what the session is doing."""
    question = view.question
    match event:
        case Paused():
            return replace(view, mode=Mode.PAUSED)
        case Resumed():
            waits = question is not None and question.waits
            return replace(view, mode=Mode.ASKING if waits else Mode.PLAYING)
        case Repeated():
            open_question = None if question is None else replace(question, waits=False)
            return replace(view, mode=Mode.PLAYING, question=open_question)
        case Waiting():
            return replace(view, mode=Mode.WAITING)
        case Question(_, name, text):
            return replace(view, mode=Mode.ASKING, question=OpenQuestion(name, text, waits=True))
        case Moved() | Answered():
            return replace(view, mode=Mode.PLAYING, question=None, bout=None)
        case Stopping():
            return replace(view, mode=Mode.STOPPING, question=None, bout=None)
        case Ended():
            return replace(view, mode=Mode.OVER, bout=None)
        case _:
            return view
