"""The loop of a session: takes each input, gives it to the machine, performs the effects.

One thread decides. The stream, the scheduler, the speech worker's reader, the keys and
the signals only put on the one queue; here the inputs are taken one by one, each with the present
moment. Observers are told in order; an observer that fails is dropped, and the session goes on.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty
from typing import Final, Protocol, assert_never

from coach.cue.model import Chime, ChimeName, Cue, Spoken
from coach.cue.script import Script
from coach.language.sanitize import for_terminal
from coach.session.effects import Arm, Effect, Finish, Go, HoldSound, Lay, Make, StopProcess, Tell, Volume
from coach.session.events import Event, FaceAsked
from coach.session.inputs import FaceCommand, Input, Jumped, Now, Slept, Tick, Typed
from coach.session.machine.machine import begin, step
from coach.session.machine.state import Options, deadline, wake
from coach.sound.lay import soundings
from coach.sound.mix import Sound, Sounding
from coach.time.clock import ClockChange, Reading, judge
from coach.time.units import RATE, Samples, Seconds

LOOK: Final = 0.25
"""Seconds between two looks at the clocks."""
SHORTEST: Final = 0.005
"""The shortest wait in seconds: the loop does not spin just before a moment that it waits for."""
AHEAD: Final = 1.0
"""Seconds before a part's start at which the scheduler's job is due."""

Observer = Callable[[Event], None]


class Inbox(Protocol):
    """**Protocol:** the one queue; `queue.SimpleQueue` is it."""

    def get(self, *, timeout: float) -> Input:
        """Return the first input, or wait for it so many seconds; raises `Empty` where none came."""


class Device(Protocol):
    """**Protocol:** the one stream; `sound.device.Output` is it. Called on the loop's thread."""

    @property
    def position(self) -> Samples:
        """The number of samples that were given out so far."""

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        """Sound exactly these from now on."""

    def hold(self) -> None:
        """Stop within one buffer."""

    def go(self) -> None:
        """Go on from the same sample."""

    def volume(self, level: int) -> None:
        """Set how loud, 0 to 100."""


class Voices(Protocol):
    """**Protocol:** what makes lines; `speech.synth.Synth` is it. Returns at once."""

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first."""

    def sound(self, line: Spoken) -> Sound:
        """Return the samples of a line that was made; raises `KeyError` for one that was not."""


class Timer(Protocol):
    """**Protocol:** the scheduler of one job; `session.part_timer.Timer` is it."""

    def arm(self, generation: int, wait: Seconds) -> None:
        """Put `Due(generation)` in the inbox after `wait` seconds."""


class Clocks(Protocol):
    """**Protocol:** the machine's clocks; `clock.Clock` is it."""

    def monotonic(self) -> Seconds:
        """Return seconds that never go back."""

    def read(self) -> Reading:
        """Return what all the clocks say."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is run with."""

    inbox: Inbox
    device: Device
    voices: Voices
    timer: Timer
    clock: Clocks
    chime: Callable[[ChimeName], Sound]
    observers: tuple[Observer, ...]
    stop_process: Callable[[], None]
    """Called when Ctrl-Z asks for that and the sound is still; returns once the process goes on."""


def run(script: Script, options: Options, parts: Parts) -> int:
    """Run a session to its end; return its exit code."""
    loop = Loop(script, options, parts)
    loop.begin()
    while loop.exit_code is None:
        loop.turn()
    return loop.exit_code


class Loop:
    """A session's loop, turn by turn: `begin` once, then `turn` until there is an exit code."""

    def __init__(self, script: Script, options: Options, parts: Parts, look: float = LOOK) -> None:
        """Take what a session is run with. `look` is the longest wait for an input, in seconds."""
        self._parts, self._longest_wait = parts, look
        self._observers = list(parts.observers)
        self._read = parts.clock.read()
        self.state, self._first_effects = begin(script, options)
        self.exit_code: int | None = None

    def begin(self) -> Sequence[Effect]:
        """Perform the session's first effects; return them."""
        self._perform(self._first_effects)
        return self._first_effects

    def turn(self) -> Sequence[Effect]:
        """Wait for an input, and perform its effects; return them."""
        performed: list[Effect] = []
        for received in self._received():
            self.state, effects = step(self.state, self._now(), received)
            self._perform(effects)
            performed += effects
            if self.exit_code is not None:
                break
            self._hand_to_faces(received)
        return performed

    def _hand_to_faces(self, received: Input) -> None:
        """Tell the observers what the listener asks of a face, which does not concern the machine."""
        if isinstance(received, Typed) and isinstance(received.command, FaceCommand):
            self._tell(FaceAsked(self._now().position, received.command))

    def _received(self) -> list[Input]:
        """Return the next input, or a `Tick` where none came in time, after any change of the clocks."""
        try:
            received: list[Input] = [self._parts.inbox.get(timeout=self._wait_time())]
        except Empty:
            received = [Tick()]
        return [*self._clock_changes(), *received]

    def _wait_time(self) -> float:
        waits = [self._longest_wait]
        position = wake(self.state)
        if position is not None:
            waits.append((position - self._parts.device.position) / RATE)
        end = deadline(self.state)
        if end is not None:
            waits.append(end - self._parts.clock.monotonic())
        return max(SHORTEST, min(waits))

    def _clock_changes(self) -> list[Input]:
        last_reading, self._read = self._read, self._parts.clock.read()
        change: ClockChange = judge(last_reading, self._read)
        if change.slept:
            return [Slept(change.slept)]
        return [Jumped()] if change.jumped else []

    def _now(self) -> Now:
        return Now(self._parts.clock.monotonic(), self._parts.device.position)

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            self._perform_one(effect)

    def _perform_one(self, effect: Effect) -> None:
        parts = self._parts
        match effect:
            case Make(lines):
                parts.voices.want(lines)
            case Lay():
                self._lay(effect)
            case Arm(generation, end):
                left = (end - parts.device.position) / RATE
                parts.timer.arm(generation, Seconds(left - AHEAD))
            case HoldSound():
                parts.device.hold()
            case Go():
                parts.device.go()
            case Volume(level):
                parts.device.volume(level)
            case Tell(event):
                self._tell(event)
            case StopProcess():
                parts.stop_process()
            case Finish(exit_code):
                self.exit_code = exit_code
            case _:
                assert_never(effect)

    def _lay(self, lay: Lay) -> None:
        sounds = tuple(
            sounding
            for segment in lay.segments
            for sounding in soundings(segment.timeline, segment.start, segment.since, self._sound)
        )
        stop_position = self._parts.device.position if lay.at is None else lay.at
        end = lay.segments[-1].end if lay.segments else stop_position
        self._parts.device.lay(sounds, end, lay.generation, lay.at)

    def _sound(self, cue: Cue) -> Sound | None:
        if isinstance(cue, Chime):
            return self._parts.chime(cue.sound)
        try:
            return self._parts.voices.sound(cue)
        except KeyError:
            return None

    def _tell(self, event: Event) -> None:
        for observer in tuple(self._observers):
            try:
                observer(event)
            except Exception as error:  # noqa: BLE001 - no screen, history or pipe may stop a session
                self._observers.remove(observer)
                _note(f"The session goes on without one of its records: {error}")


def _note(text: str) -> None:
    try:
        sys.stderr.write(f"{for_terminal(text)}\n")
        sys.stderr.flush()
    except OSError:
        return
