"""A live session, put together: voice, sound, script, controllers and observers.

The work of `coach start`, apart from reading its words. The order serves the listener: the
first line is asked for before anything else is loaded, and `open_session` opens the sound while
it is made; all that the first word does not need comes after that, in `run`. Where a voice
of Piper's has yet to make that line, a chime is heard first, and the line is asked for once the
sound is open.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from subprocess import Popen
from typing import TYPE_CHECKING, Final

from coach.config.settings import Settings
from coach.cue.model import Chime, ChimeName, Cue, Measure, Spoken
from coach.preparation import Preparation
from coach.session.inputs import ClipFailed, ClipReady, DeviceChanged, Input, NearlyOut
from coach.sound.chimes import chime
from coach.speech.batch import own_clips
from coach.speech.clips import Clips
from coach.speech.fallback import maker
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import PIPER
from coach.speech.synth import Made, NotMade
from coach.time.clock import Clock
from coach.time.units import Samples

if TYPE_CHECKING:
    from coach.control.controller import Controller, Put
    from coach.session.events import Event
    from coach.session.machine.state import Options
    from coach.sound.device import Output
    from coach.sound.mix import Sound

Observer = Callable[["Event"], None]

_NO_DEVICE: Final = (
    "No sound device can be reached, so the session goes on in writing. `coach doctor` says how to hear it."
)


@dataclass(frozen=True, slots=True)
class Request:
    """The voice and the sound that are asked for. `note` takes a line for the person."""

    preparation: Preparation
    pronunciation: Pronunciation
    note: Callable[[str], None]
    muted: bool = False
    worker: "Popen[bytes] | None" = None

    @property
    def settings(self) -> Settings:
        """The person's."""
        return self.preparation.wanted.settings


@dataclass(frozen=True, slots=True)
class SessionSetup:
    """How the session goes: its observers, its controllers, the step to begin at, and its questions.

    `stop_process` does what Ctrl-Z asks for, and returns once the process goes on.
    """

    observers: Sequence[Observer]
    controllers: "Sequence[Controller]"
    stop_process: Callable[[], None]
    first: int = 0
    ask_before: tuple[str, ...] = ()
    ask_after: tuple[str, ...] = ()


class FirstWord:
    """The session's first line, laid as soon as it is made and there is a stream to lay it on.

    That is before the routine is read in full. The session later lays the same sound at the
    same place: it lays nothing before it hears that the line is made. Both methods may be called
    at once, from two threads.

    `opening` is heard first where the line is not made when the stream is opened.
    """

    def __init__(self, line: Spoken | None, volume: int, opening: "Sound | None" = None) -> None:
        self._line, self._volume, self._opening = line, volume, opening
        self._sound: Sound | None = None
        self._device: Output | None = None

    def take_sound(self, line: Spoken, sound: "Sound") -> None:
        """Take a line's sound, if it is the first line."""
        if line == self._line and self._sound is None:
            self._sound = sound
            self._lay()

    def take_device(self, device: "Output") -> None:
        """Take the stream."""
        device.volume(self._volume)
        if self._opening is not None and self._sound is None:
            device.open_with(self._opening)
        self._device = device
        self._lay()

    def _lay(self) -> None:
        from coach.sound.mix import Sounding

        if self._device is not None and self._sound is not None:
            sounds = (Sounding(Samples(0), self._sound),)
            self._device.lay(sounds, Samples(len(self._sound)), -1)


class SessionVoice:
    """A voice for a session: each line is put on the queue as it is made."""

    def __init__(self, request: "Request", clips: Clips, put: "Put", first: FirstWord) -> None:
        self._put, self._first = put, first
        self._synth = maker(request.pronunciation, clips, self._deliver, request.worker, note=request.note)
        self.close = self._synth.close

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first."""
        self._synth.want(lines)

    def sound(self, line: Spoken) -> "Sound":
        """Return the samples of a line that was made; `KeyError` for any other."""
        return self._synth.clip(line).sound

    def _deliver(self, result: Made | NotMade) -> None:
        match result:
            case Made(spoken, clip):
                self._first.take_sound(spoken, clip.sound)
                self._put(ClipReady(spoken, Measure(Samples(len(clip.sound)), clip.onset)))
            case NotMade(spoken, reason):
                self._put(ClipFailed(spoken, reason))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The voice and the sound of a session, with its first word under way."""

    request: Request
    inbox: "SimpleQueue[Input]"
    speaking: SessionVoice
    device: "Output"


@contextmanager
def open_session(request: Request) -> Iterator[OpenSession]:
    """Open the sound, and have the first word said, for `run`. All is closed with the context."""
    # A look through all objects holds the interpreter for 30 ms, and on a busy machine for longer than
    # sound is given out ahead. What is loaded so far is never garbage; `run` lets it go on for the rest.
    gc.disable()
    inbox: SimpleQueue[Input] = SimpleQueue()
    preparation = request.preparation
    with ExitStack() as closing:
        closing.callback(gc.enable)
        if request.worker is not None:  # it is ended also where the session cannot begin
            closing.callback(request.worker.wait)
            closing.callback(request.worker.kill)
        early, clips = preparation.first_words, own_clips()
        lines = early or preparation.whole.opening()
        opening = _opening(request.pronunciation, clips, lines)
        volume = 0 if request.muted else request.settings.volume
        first = FirstWord(early[0] if early else None, volume, opening)
        speaking = SessionVoice(request, clips, inbox.put, first)
        closing.callback(speaking.close)
        if opening is None:
            speaking.want(lines)
        device = _device(request.settings, inbox, first)
        closing.callback(device.close)
        if opening is not None:  # loading a voice's model earlier would delay the chime
            speaking.want(lines)
        yield OpenSession(request, inbox, speaking, device)


def run(session: OpenSession, setup: SessionSetup) -> int:
    """Run a session whose sound is open; return its exit code."""
    # Only now the machine and its loop: the first word need not wait for them.
    from coach.session.loop import Parts, run
    from coach.session.part_timer import Timer

    gc.freeze()
    gc.enable()
    request, inbox = session.request, session.inbox
    with ExitStack() as closing:
        prepared = request.preparation.whole
        for line in prepared.left_out:
            request.note(line)
        request.note(f"Playing to {session.device.name}." if session.device.playing else _NO_DEVICE)
        timer = Timer(inbox.put)
        closing.callback(timer.close)
        for controller in setup.controllers:
            closing.enter_context(controller(inbox.put))
        parts = Parts(
            inbox=inbox,
            device=session.device,
            voices=session.speaking,
            timer=timer,
            clock=Clock(),
            chime=chime,
            observers=tuple(setup.observers),
            stop_process=setup.stop_process,
        )
        return run(prepared.script, _options(request, setup), parts)


def _opening(pronunciation: Pronunciation, clips: Clips, lines: Sequence[Spoken]) -> "Sound | None":
    """Return the chime that is heard while a slow voice makes the first line; `None` for no need."""
    if pronunciation.voice.engine != PIPER:
        return None
    cached = lines and clips.path(pronunciation.key(lines[0])).exists()
    return None if cached else chime(ChimeName.OPENING)


def _options(request: Request, setup: SessionSetup) -> "Options":
    from coach.cue.estimate import estimate
    from coach.prepare import difficulty_of
    from coach.session.machine.state import Options

    settings = request.settings
    return Options(
        chimes=_chime_length,
        fallback=estimate(settings.rate),
        first=setup.first,
        ask_before=setup.ask_before,
        ask_after=setup.ask_after,
        volume=settings.volume,
        muted=request.muted,
        way=difficulty_of(settings),
    )


def _chime_length(cue: Cue) -> Measure:
    assert isinstance(cue, Chime), "a line has its clip's length"
    return Measure(Samples(len(chime(cue.sound))))


def _device(settings: Settings, inbox: "SimpleQueue[Input]", first: FirstWord) -> "Output":
    from coach.sound.device import Output

    return Output(
        settings.device,
        quiet_before=settings.quiet_before,
        on_nearly_out=lambda token: inbox.put(NearlyOut(token)),
        on_change=lambda playing, name: inbox.put(DeviceChanged(playing, name)),
        on_made=first.take_device,
    )
