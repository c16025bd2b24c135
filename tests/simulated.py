"""The parts of a session while no time passes: clock, device, timer, voices, and the queue they put on.

The session's real loop runs on them. Time passes only where the loop waits for what comes in:
the inbox then goes at once to the next thing that happens. The device is held to what the
real stream does, by the tests of that.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from queue import Empty

import numpy as np

from coach.cue.model import Cue, Measure, Spoken
from coach.session.inputs import ClipFailed, ClipReady, Due, Input, NearlyOut, Tick
from coach.sound.mix import Sound, Sounding
from coach.sound.stream import NEARLY_OUT
from coach.time.clock import Reading
from coach.time.units import RATE, Samples, Seconds

Put = Callable[[Input], None]
Voice = Callable[[Spoken], tuple[float, Measure | None]]
"""How many seconds a line takes to be made, and its measure; `None` where it cannot be made.

A line that takes `NEVER` does not hold up the others.
"""
NEVER: float = float("inf")
FOREVER: int = 1 << 62


@dataclass
class Clock:
    """A clock that counts in samples. Its readings show only what was done to it, never that time passed:
    so it is as if they were taken often, however long the loop waits."""

    samples: int = 0
    asleep: float = 0.0
    set_ahead: float = 0.0

    def monotonic(self) -> Seconds:
        return Seconds(self.samples / RATE)

    def read(self) -> Reading:
        return Reading(Seconds(0), self.asleep + self.set_ahead, Seconds(self.asleep))


@dataclass
class Stretch:
    """What came out of a sound; `whole` once its last sample has."""

    laid: int
    start: int
    until: int
    sound: Sound
    whole: bool = False


class Device:
    """What the real stream gives out and where it is, without a sample: which sound, from where to where.

    `amiss` says what a session never has it do: begin a sound in its midst, or move on or back.
    """

    def __init__(self, on_nearly_out: Callable[[int], None]) -> None:
        self._tell = on_nearly_out
        self._laid: list[Sounding] = []
        self._end, self._token, self._told = 0, -1, -1
        self._position = 0
        self.held = False
        self.sounded: list[Stretch] = []
        self.amiss: list[str] = []

    @property
    def position(self) -> Samples:
        return Samples(self._position)

    @property
    def tells_in(self) -> int:
        """After how many samples it says that what is laid is nearly out."""
        if self.held or self._token in (-1, self._told):
            return FOREVER
        return max(0, self._end - NEARLY_OUT - self._position)

    def lay(self, sounds: tuple[Sounding, ...], end: Samples, token: int, at: Samples | None = None) -> None:
        self._laid = sorted(sounds, key=lambda one: one.start)
        self._end, self._token = end, token
        if at is not None and at != self._position:
            self.amiss.append(f"moved from {self._position} to {at}")
            self._position = at

    def hold(self) -> None:
        self.held = True

    def go(self) -> None:
        self.held = False

    def volume(self, level: int) -> None:
        pass

    def pull(self, count: int) -> list[tuple[int, int]]:
        """Give out the next samples, as the sound system asks for them; return the stretches that sound."""
        return [] if self.held else self.give_out(count)

    def give_out(self, count: int) -> list[tuple[int, int]]:
        """Give out so many samples, held or not: a block is under way when a hold comes."""
        begin = self._position
        self._position = max(begin, min(begin + count, self._end))
        sounding = [one for one in self._laid if one.start < self._position and one.end > begin]
        for one in sounding:
            self._sound(one, begin, self._position)
        if self._token not in (-1, self._told) and self._position >= self._end - NEARLY_OUT:
            self._told = self._token
            self._tell(self._token)
        return [(max(one.start, begin), min(one.end, self._position)) for one in sounding]

    def _sound(self, one: Sounding, begin: int, end: int) -> None:
        start = max(one.start, begin)
        known = next((s for s in self.sounded[-40:] if s.laid == one.start and s.sound is one.sound), None)
        if known is None:
            known = Stretch(one.start, start, start, one.sound)
            self.sounded.append(known)
            if start > one.start:
                self.amiss.append(f"a sound laid at {one.start} begins in its midst")
        if known.until != start:
            self.amiss.append(f"a sound laid at {one.start} has a hole at {known.until}")
        known.until = min(one.end, end)
        known.whole = known.until == one.end


@dataclass
class Timer:
    """One job, set for a moment of the clock."""

    clock: Clock
    put: Put
    due: tuple[int, int] | None = None

    def arm(self, generation: int, wait: Seconds) -> None:
        self.due = (generation, self.clock.samples + max(0, round(wait * RATE)))

    @property
    def next(self) -> int:
        """The moment at which it comes."""
        return FOREVER if self.due is None else self.due[1]

    def look(self) -> None:
        """Put the job that is due by now."""
        if self.due is not None and self.due[1] <= self.clock.samples:
            self.put(Due(self.due[0]))
            self.due = None


@dataclass
class Voices:
    """What makes the lines, one after the other; those that are `known` were made, or could not be."""

    voice: Voice
    clock: Clock
    put: Put
    known: dict[Spoken, Measure | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._wanted: list[Spoken] = []
        self._making: tuple[int, Spoken, Measure | None] | None = None
        self._never: set[Spoken] = set()
        self._sounds: dict[Cue, Sound] = {}
        self._cues: dict[int, Cue] = {}

    def want(self, lines: Sequence[Spoken]) -> None:
        self._wanted = list(lines)

    def sound(self, line: Spoken) -> Sound:
        measure = self.known.get(line)
        if measure is None:
            raise KeyError(line)
        return self.sound_of(line, measure)

    def sound_of(self, cue: Cue, measure: Measure) -> Sound:
        """Return a sound of this length, the same one for the same cue."""
        if cue not in self._sounds:
            sound = self._sounds[cue] = np.broadcast_to(np.int16(0), measure.length)
            self._cues[id(sound)] = cue
        return self._sounds[cue]

    def cue_of(self, sound: Sound) -> Cue:
        """Return the cue that this is the sound of."""
        return self._cues[id(sound)]

    @property
    def next(self) -> int:
        """The moment at which a line is there; the most urgent is begun."""
        while self._making is None:
            left = (line for line in self._wanted if line not in self.known and line not in self._never)
            line = next(left, None)
            if line is None:
                return FOREVER
            delay, made = self.voice(line)
            if delay == NEVER:
                self._never.add(line)
            else:
                self._making = (self.clock.samples + round(delay * RATE), line, made)
        return self._making[0]

    def look(self) -> None:
        """Put the line that is made by now."""
        if self._making is not None and self._making[0] <= self.clock.samples:
            _, line, made = self._making
            self._making, self.known[line] = None, made
            self.put(ClipFailed(line, "broken") if made is None else ClipReady(line, made))


class Inbox:
    """The queue of a session: where nothing waits in it, time passes to the next thing that happens.

    It goes no further than `limit`. What is of a kind that is `lost` never comes.
    """

    def __init__(self, voice: Voice) -> None:
        self.clock = Clock()
        self.device = Device(lambda token: self.put(NearlyOut(token)))
        self.timer = Timer(self.clock, self.put)
        self.voices = Voices(voice, self.clock, self.put)
        self.limit = FOREVER
        self.lost: tuple[type, ...] = ()
        self._queue: deque[Input] = deque()

    def put(self, received: Input) -> None:
        self._queue.append(Tick() if isinstance(received, self.lost) else received)

    def get(self, *, timeout: float) -> Input:
        if not self.waiting:
            self._pass(self.clock.samples + ceil(round(timeout * RATE, 3)))
        if not self._queue:
            raise Empty
        return self._queue.popleft()

    @property
    def waiting(self) -> bool:
        """Whether something is there, at this very moment. A line that took no time is."""
        if not self._queue and self.voices.next <= self.clock.samples:
            self.voices.look()
        return bool(self._queue)

    def _pass(self, latest: int) -> None:
        """Let time pass to the next thing that happens, and to no later moment than this."""
        now = self.clock.samples
        happens = (self.voices.next, self.timer.next, now + self.device.tells_in)
        passed = max(0, min(latest, self.limit, *happens) - now)
        self.clock.samples += passed
        self.voices.look()
        self.timer.look()
        self.device.pull(passed)
