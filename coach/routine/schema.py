"""The edge of the files: what keys there are, and what each may be.

Alone imports pydantic. What comes through here has the right kinds and sizes; what it
means together (a dose, an exercise that exists) is asked further in.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from coach.routine.model import Category, Level, Sides
from coach.units import parse_seconds

LONGEST_TEXT: Final = 600
MOST_STEPS: Final = 500
"""Steps of a routine with its rounds unrolled."""
DEEPEST: Final = 3
"""Rounds within rounds."""
TAGS: Final = (
    "neck",
    "bone",
    "shoulder",
    "pressure",
    "pregnancy",
    "heart",
    "blood-pressure",
    "floor",
    "wrist",
    "numbness",
)


def _text(value: object) -> object:
    if isinstance(value, str) and not any(c.isalnum() for c in value):
        raise ValueError("this text has nothing in it that can be said; write words, or leave the key out")
    return value


def _phases(value: object) -> object:
    """Read "2-1-3" as seconds a phase."""
    if not isinstance(value, str):
        raise ValueError('write the seconds of each phase as text, such as "2-1-3"')
    try:
        return [float(part) for part in value.replace("–", "-").split("-")]
    except ValueError:
        raise ValueError(f'"{value[:40]}" is not seconds a phase; write it such as "2-1-3"') from None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _any_of(value: object) -> object:
    return [_as_list(item) for item in value] if isinstance(value, list) else value


Text = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT)]
Word = Annotated[str, BeforeValidator(_text), Field(max_length=80)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Texts = Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1, max_length=50)]
Words = Annotated[list[Word], BeforeValidator(_as_list), Field(max_length=50)]
Whole = Annotated[int, Field(strict=True)]
Work = Annotated[float, BeforeValidator(parse_seconds), Field(ge=1, le=3600)]
Short = Annotated[float, BeforeValidator(parse_seconds), Field(ge=0, le=60)]
Between = Annotated[float, BeforeValidator(parse_seconds), Field(ge=0, le=600)]
Phase = Annotated[float, Field(ge=0, le=20)]
Phases = Annotated[list[Phase], BeforeValidator(_phases), Field(min_length=2, max_length=4)]
Reps = Annotated[Whole, Field(ge=1, le=100)]
Sets = Annotated[Whole, Field(ge=1, le=10)]
Rounds = Annotated[Whole, Field(ge=1, le=20)]
Beats = Annotated[float, Field(ge=30, le=200)]
Stroke = Annotated[float, BeforeValidator(parse_seconds), Field(ge=0.5, le=60)]
Pressure = Annotated[Whole, Field(ge=0, le=10)]
Spots = Annotated[list[Word], Field(min_length=1, max_length=10)]
Flag = Annotated[bool, Field(strict=True)]
LevelWord = Literal["gentle", "moderate", "strong"]


class Table(BaseModel):
    """What all tables share: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DoseTable(Table):
    """How much: one kind of work, how often, how far apart."""

    reps: Reps | None = Field(default=None, description="repetitions a set")
    sets: Sets | None = Field(default=None, description="how often the whole is done")
    hold: Work | None = Field(default=None, description="seconds that a position is held")
    duration: Work | None = Field(default=None, description="how long, for work that goes by time")
    breath: Phases | None = Field(default=None, description='seconds in and out, such as "4-6"')
    cadence: Beats | None = Field(default=None, description="beats a minute")
    tempo: Phases | None = Field(default=None, description='seconds to move, hold, return: "2-1-3"')
    stroke: Stroke | None = Field(default=None, description="seconds a stroke, for a soft tick at each")
    rest: Between | None = Field(default=None, description="between sets; alone in a step, at least so long")
    relax: Short | None = Field(default=None, description="between repeated holds; 3 seconds unless said")
    ready: Short | None = Field(default=None, description="time to get there; 5 seconds unless said")
    pressure: Pressure | None = Field(default=None, description="nought to ten")
    places: Spots | None = Field(default=None, description="the dose is done at each of these")

    @model_validator(mode="after")
    def _one_kind(self) -> "DoseTable":
        kinds = [key for key in ("tempo", "hold", "breath", "cadence") if getattr(self, key) is not None]
        if len(kinds) > 1:
            raise ValueError(f"{' and '.join(kinds)} are two kinds of work; keep one of them")
        if self.reps is not None and self.duration is not None:
            raise ValueError("reps and duration are two amounts; keep one of them")
        for phases in (self.tempo, self.breath):
            if phases is not None and sum(phases) < 1:
                raise ValueError("the phases last less than a second together; give each its seconds")
        return self


class SayTable(Table):
    """What is said of an exercise."""

    setup: Text = Field(description="the position, and how to get there")
    move: Text = Field(description="what to do, and where it goes")
    feel: Text | None = Field(default=None, description="where it is felt, and how strongly")
    breathe: Text | None = Field(default=None, description="how the breath goes with it")
    during: Annotated[list[Text], BeforeValidator(_as_list), Field(max_length=20)] = Field(
        default=[], description="short cues, spread over a hold or a duration"
    )
    mistake: Text | None = Field(default=None, description="the common mistake and its mend")
    end: Text | None = Field(default=None, description="how to come out of it")
    phases: Annotated[list[Word], Field(max_length=4)] = Field(
        default=[], description="a word for each phase of the tempo"
    )
    release: Word | None = Field(default=None, description='what ends a hold; "and relax" unless said')


class VariantTable(Table):
    """An easier or a harder way."""

    say: Text | None = Field(default=None, description="what changes")
    dose: DoseTable = DoseTable()
    exercise: Id | None = Field(default=None, description="another exercise in its place")


class CautionTable(Table):
    """Who should leave it out, and when to stop."""

    tags: list[Literal[TAGS]] = Field(default=[], description="for the filters")  # type: ignore[valid-type]  # one list of tags serves the check and the mend
    avoid: Words = Field(default=[], description="who should leave it out")
    stop: Text | None = Field(default=None, description="when to stop")
    instead: Id | None = Field(default=None, description="an exercise to do in its place")


class SourceTable(Table):
    """Where the facts come from."""

    kind: Literal["guideline", "trial", "leaflet", "common practice"]
    title: Annotated[str, Field(max_length=300)] = ""
    by: Annotated[str, Field(max_length=300)] = ""


class ExerciseTable(Table):
    """An exercise's file."""

    format: Literal[1] = 1
    language: Literal["en"] = "en"
    name: Word
    category: Literal[tuple(c.value for c in Category)]  # type: ignore[valid-type]  # the enum is the one list
    level: LevelWord
    position: Annotated[list[Word], BeforeValidator(_as_list), Field(min_length=1, max_length=10)]
    equipment: Annotated[
        list[Annotated[list[Word], Field(min_length=1, max_length=10)]],
        BeforeValidator(_any_of),
        Field(max_length=10),
    ] = Field(default=[], description="all of these; a list within is any one of its names")
    targets: Words = Field(default=[], description="the muscles or joints it is for")
    sides: Literal[tuple(s.value for s in Sides)] = "none"  # type: ignore[valid-type]  # the enum is the one list
    dose: DoseTable
    most: DoseTable = Field(default=DoseTable(), description="its own limit")
    say: SayTable
    easier: VariantTable | None = None
    harder: VariantTable | None = None
    caution: CautionTable | None = None
    source: SourceTable


class StepTable(DoseTable):
    """A step of a routine: an exercise, a rest, something said, or a round."""

    exercise: Id | None = Field(default=None, description="an exercise's id, the name of its file")
    sides: Literal[tuple(s.value for s in Sides)] | None = None  # type: ignore[valid-type]  # the enum is the one list
    say: Texts | None = Field(default=None, description="something said; with an exercise, a sentence more")
    repeat: Rounds | None = Field(default=None, description="how often steps are done")
    steps: Annotated[list["StepTable"], Field(min_length=1, max_length=50)] | None = None
    optional: Flag = Field(default=False, description="a shorter session may drop it")

    @model_validator(mode="after")
    def _one_thing(self) -> "StepTable":
        if (self.repeat is None) != (self.steps is None):
            raise ValueError("a round needs both repeat and steps, such as repeat = 2, steps = [ … ]")
        if not (self.exercise or self.say or self.repeat or self.rest is not None):
            raise ValueError("this step says nothing to do; give it exercise, rest, say or repeat")
        if self.repeat and (self.exercise or self.say or self.rest is not None):
            raise ValueError("a round has only repeat and steps; put the rest inside its steps")
        if self.exercise is None:
            known = {"rest", "say", "repeat", "steps", "optional"}
            stray = sorted(self.model_fields_set - known)
            if stray:
                raise ValueError(f"{', '.join(stray)} belongs to an exercise, and this step names none")
        return self


class RoutineTable(Table):
    """A routine's file."""

    format: Literal[1] = 1
    language: Literal["en"] = "en"
    name: Word
    category: Literal[tuple(c.value for c in Category)]  # type: ignore[valid-type]  # the enum is the one list
    level: LevelWord
    minutes: Annotated[float, Field(ge=1, le=120)] = Field(description="the length that it promises")
    summary: Text | None = None
    step: Annotated[list[StepTable], Field(min_length=1, max_length=200)]
    source: SourceTable | None = None


LEVELS: Final[dict[str, Level]] = {level.name.lower(): level for level in Level}


def fields_at(table: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand in the table at `path` of such a file."""
    rooms: dict[str, type[BaseModel]] = {
        "dose": DoseTable,
        "most": DoseTable,
        "say": SayTable,
        "easier": VariantTable,
        "harder": VariantTable,
        "caution": CautionTable,
        "source": SourceTable,
        "step": StepTable,
        "steps": StepTable,
    }
    named = [key for key in path if isinstance(key, str) and key in rooms]
    return tuple((rooms[named[-1]] if named else table).model_fields)
