"""What the files say: exercises, doses and routines, as frozen values.

Pure. Times are `Seconds`. `routine.format.parse` has checked each value of this module, so that
no other code has to check it again.

A dose is written in keys, and any of them may be missing (`DoseKeys`); `routine.plan.resolve`
lays the layers over each other and makes one whole `Dose`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from coach.errors import Place
from coach.time.units import Seconds


class Category(StrEnum):
    """The kind of therapy."""

    STRETCHES = "stretches"
    STRENGTHENING = "strengthening"
    AEROBIC = "aerobic"
    MOBILITY = "mobility"
    MOBILISATION = "mobilisation"
    MASSAGE = "massage"
    TRIGGER_POINTS = "trigger-points"
    ACUPRESSURE = "acupressure"
    RELAXATION = "relaxation"
    POSTURE = "posture"
    EDUCATION = "education"


class Level(IntEnum):
    """How much is asked; files write the name in lower case."""

    GENTLE = 1
    MODERATE = 2
    STRONG = 3


class Sides(StrEnum):
    """How an exercise meets the body's two sides."""

    NONE = "none"
    EACH = "each"
    ALTERNATE = "alternate"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class DoseKeys:
    """A dose as written: the layer below gives the missing keys.

    `breath` and `tempo` are seconds a phase; `cadence` is beats a minute;
    `stroke` is seconds a stroke; `pressure` is zero to ten.
    """

    reps: int | None = None
    sets: int | None = None
    hold: Seconds | None = None
    duration: Seconds | None = None
    breath: tuple[Seconds, ...] | None = None
    cadence: float | None = None
    tempo: tuple[Seconds, ...] | None = None
    stroke: Seconds | None = None
    rest: Seconds | None = None
    relax: Seconds | None = None
    ready: Seconds | None = None
    pressure: int | None = None
    places: tuple[str, ...] | None = None
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class Reps:
    """Counted repetitions. `tempo`: the seconds to move, hold, return and, perhaps, pause."""

    reps: int
    tempo: tuple[Seconds, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold."""

    hold: Seconds


@dataclass(frozen=True, slots=True)
class Holds:
    """Repeated holds, with `relax` between them."""

    reps: int
    hold: Seconds
    relax: Seconds


@dataclass(frozen=True, slots=True)
class Time:
    """Work for a duration, perhaps with a soft tick at each `stroke`."""

    duration: Seconds
    stroke: Seconds | None


@dataclass(frozen=True, slots=True)
class Breaths:
    """Whole breaths. `pattern`: in, out; in, hold, out; or in, hold, out, hold."""

    breaths: int
    pattern: tuple[Seconds, ...]


@dataclass(frozen=True, slots=True)
class Cadence:
    """Whole beats at `per_minute`."""

    beats: int
    per_minute: float


Work = Reps | Hold | Holds | Time | Breaths | Cadence


@dataclass(frozen=True, slots=True)
class Dose:
    """A whole dose: one kind of work, how often, and the rest between."""

    work: Work
    sets: int
    rest: Seconds
    ready: Seconds
    sides: Sides
    pressure: int | None
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """The words about an exercise for the listener; a text is empty where there is nothing to say."""

    setup: str
    move: str
    feel: str = ""
    breathe: str = ""
    during: tuple[str, ...] = ()
    mistake: str = ""
    end: str = ""
    phases: tuple[str, ...] = ()
    release: str = ""


@dataclass(frozen=True, slots=True)
class VariantKeys:
    """An easier or harder way: other words and dose, or another exercise."""

    say: str = ""
    dose: DoseKeys = field(default_factory=DoseKeys)
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Who should leave an exercise out, and when to stop."""

    tags: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    stop: str = ""
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clinical fact comes from. `kind`: guideline, trial, leaflet, common practice."""

    kind: str
    title: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule of the strict check that a file silences, and why."""

    rule: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something done with the body.

    `equipment`: every entry is needed, but only one of its names.
    `most`: the exercise's own limit, as amounts (`reps`, `hold`, `duration`).
    `places`: the place of each key in the file, by its path (`("say", "phases", 0)`).
    """

    id: str
    name: str
    category: Category
    level: Level
    position: tuple[str, ...]
    equipment: tuple[tuple[str, ...], ...]
    targets: tuple[str, ...]
    dose: DoseKeys
    say: Say
    source: Source
    place: Place
    most: DoseKeys = field(default_factory=DoseKeys)
    easier: VariantKeys | None = None
    harder: VariantKeys | None = None
    caution: Caution | None = None
    language: str = "en"
    silences: tuple[Silence, ...] = ()
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Do:
    """A step: an exercise, with the keys of its dose that this routine changes, and words of the routine."""

    exercise: str
    place: Place
    dose: DoseKeys = field(default_factory=DoseKeys)
    say: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """A step: a rest of at least `least`, which begins with the words of `say`."""

    least: Seconds
    place: Place
    say: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SayStep:
    """A step: something said, sentence by sentence."""

    lines: tuple[str, ...]
    place: Place
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A step: steps that are done `times` times."""

    times: int
    steps: "tuple[Step, ...]"
    place: Place
    optional: bool = False


Step = Do | Rest | SayStep | Round


@dataclass(frozen=True, slots=True)
class Routine:
    """An ordered list of steps. `minutes` is the length that it promises."""

    id: str
    name: str
    category: Category
    level: Level
    minutes: float
    steps: tuple[Step, ...]
    place: Place
    summary: str = ""
    source: Source | None = None
    language: str = "en"
    silences: tuple[Silence, ...] = ()

    def exercises(self) -> Iterator[Do]:
        """Yield every step that names an exercise, in order, each round once."""
        steps: list[Step] = list(reversed(self.steps))
        while steps:
            step = steps.pop()
            if isinstance(step, Do):
                yield step
            elif isinstance(step, Round):
                steps.extend(reversed(step.steps))
