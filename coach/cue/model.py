"""What the listener hears: cues, the blocks they stand in, and when each one starts.

Pure: inert values. All times are `Samples`; nothing here plays, waits or speaks.

A *script* is made of parts; a part is laid at once, and is made of blocks:

- `Line`: as long as its clip, then a gap;
- `Beat`: a fixed length, with cues at fixed moments and cues spread in the gaps;
- `RestBlock`: a least length, words at its head and its tail, and a lead-in that ends with it.

A fixed cue's moment is where it is *heard* to begin (the vowel's start), so a clip
begins its `Measure.onset` earlier.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from coach.routine.model import Work
from coach.time.units import Samples, Seconds


class Role(StrEnum):
    """How a line is spoken: at the listener's rate, or short enough for a beat."""

    LINE = "line"
    COUNT = "count"
    """A count or beat phrase: never below 155 words a minute; all of a voice share one gain."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words to be said."""

    text: str
    role: Role = Role.LINE


class ChimeName(StrEnum):
    """The chimes and tones; each is a file of that name in `audio/`.

    Only `OPENING` is no cue: it tells the listener that the coach is there, while the first line is made.
    """

    OPENING = "opening"
    START = "start"
    END = "end"
    TICK = "tick"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Chime:
    """A sound that is not a word."""

    sound: ChimeName


Cue = Spoken | Chime


@dataclass(frozen=True, slots=True)
class Measure:
    """A clip's whole length, and how far into it the ear hears it begin."""

    length: Samples
    onset: Samples = Samples(0)


MeasureOf = Callable[[Cue], Measure]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Cues at a fixed moment of a beat: the first is heard at `at`, the others follow it.

    All of them together end within `room` of `at`. One that does not fit is left out, and
    listed as too long unless the whole is `optional`.
    """

    at: Samples
    cues: tuple[Cue, ...]
    room: Samples
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A spoken line, as long as its clip, and a gap after it."""

    cue: Cue
    gap: Samples


@dataclass(frozen=True, slots=True)
class Beat:
    """Timed work. `unit` is the length of one repetition, breath or beat; nought where there is none.

    `spread` cues are placed in the gaps between the fixed ones, in order, where they fit whole.
    """

    length: Samples
    fixed: tuple[Fixed, ...]
    spread: tuple[Spoken, ...] = ()
    unit: Samples = Samples(0)


@dataclass(frozen=True, slots=True)
class RestBlock:
    """At least `least` long: the head's words, at least `quiet`, the tail's words, `settle`, the lead-in.

    `lead_in` moments count from the lead-in's start; it is `lead` long and ends with the block.
    """

    least: Samples
    head: tuple[Spoken, ...] = ()
    tail: tuple[Spoken, ...] = ()
    quiet: Samples = Samples(0)
    settle: Samples = Samples(0)
    lead_in: tuple[Fixed, ...] = ()
    lead: Samples = Samples(0)


Block = Line | Beat | RestBlock


class PartKind(StrEnum):
    """What a part is for."""

    WELCOME = "welcome"
    ASK = "ask"
    TALK = "talk"
    REST = "rest"
    WORK = "work"
    ENDING = "ending"
    """The words that end an exercise."""
    CLOSE = "close"


class Refusal(StrEnum):
    """Why a request of the listener is refused; `cue.wording` has the words."""

    SAFETY_FIRST = "safety_first"
    NO_EXERCISE = "no_exercise"
    NO_EASIER_WAY = "no_easier_way"
    NO_HARDER_WAY = "no_harder_way"
    NO_MORE = "no_more"
    NO_NEXT_STEP = "no_next_step"
    """There is no step for which the session could wait."""
    NOTHING_NEXT = "nothing_next"
    """There is nothing to which the session could go on."""


@dataclass(frozen=True, slots=True)
class BoutPosition:
    """Which bout of a step: set, side and place, each counted from nought."""

    set: int = 0
    side: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that is laid as one: its blocks, the step that it belongs to, and its kind.

    `step` counts the plan's steps from nought; the welcome is -1, the close is one past the last.
    `ask` names the question of an ASK part. `where` is said when the listener comes back to it.
    `work` is what the bout asks of one side, `begun` how many seconds of it were done before this
    part; with `alternate`, both sides are done in turn, so that it lasts about twice as long.
    """

    kind: PartKind
    step: int
    blocks: tuple[Block, ...]
    title: str = ""
    spot: BoutPosition = BoutPosition()
    where: str = ""
    ask: str = ""
    work: Work | None = None
    begun: Seconds = Seconds(0)
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class Timed:
    """A cue with its first sample and the sample after its last, from the timeline's start.

    `pinned` cues have a moment that the beat gives; the others follow the cue before them.
    """

    start: Samples
    until: Samples
    cue: Cue
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class TooLong:
    """A cue that does not fit its beat: it has `length`, there is `room`."""

    cue: Cue
    length: Samples
    room: Samples


@dataclass(frozen=True, slots=True)
class Timeline:
    """A part's cues in order of their start, its whole length, and the span of its work.

    `work` is the first Beat's start and end (equal where there is none); `unit` its repetition.
    """

    cues: tuple[Timed, ...]
    length: Samples
    work: tuple[Samples, Samples]
    unit: Samples = Samples(0)
    too_long: tuple[TooLong, ...] = ()
