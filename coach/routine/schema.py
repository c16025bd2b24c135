"""The edge of the files: what keys there are, and what each may be.

Alone imports pydantic. What comes through here has the right kinds and sizes; which keys
go together is asked in `together`, and what a dose comes to in `dose`.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from coach.routine import bounds
from coach.routine.model import Category, Level, Sides
from coach.routine.rules import SILENCED
from coach.units import parse_seconds


def _text(value: object) -> object:
    if isinstance(value, str) and not _sayable(value):
        raise ValueError("this text has nothing in it that can be said; write words, or leave the key out")
    return value


def _sayable(text: str) -> bool:
    if "<" in text or "[[" in text:  # what an engine would obey is not spoken
        from coach.text import for_speech

        return bool(for_speech(text[: bounds.TEXT]))
    return any(char.isalnum() for char in text)


def _phases(value: object) -> object:
    """Read "2-1-3" as seconds a phase. The first phase and the way back move, so take time."""
    if not isinstance(value, str):
        raise ValueError('the seconds of each phase are text; write them such as "2-1-3"')
    try:
        phases = [float(part) for part in value[:40].replace("–", "-").split("-")]
    except ValueError:
        raise ValueError(f'"{value[:40]}" is not seconds a phase; write it such as "2-1-3"') from None
    moving = (0, 1 if len(phases) == bounds.PHASES[0] else 2)
    least, most = bounds.PHASE
    for index, phase in enumerate(phases):
        if not (least <= phase <= most or (phase == 0 and index not in moving)):
            raise ValueError(f"a phase lasts {phase:g} seconds; give it between {least:g} and {most:g}")
    return phases


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _any_of(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, list) else [item] for item in items]


def _between(bound: tuple[float, float]) -> Any:  # noqa: ANN401 - pydantic's own marker
    return Field(ge=bound[0], le=bound[1], strict=True)


Text = Annotated[str, Field(max_length=bounds.TEXT), BeforeValidator(_text)]
Word = Annotated[str, Field(max_length=bounds.WORD), BeforeValidator(_text)]
Title = Annotated[str, Field(max_length=bounds.TITLE)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=bounds.WORD)]
Texts = Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1, max_length=bounds.LIST)]
Words = Annotated[list[Word], BeforeValidator(_as_list), Field(max_length=bounds.LIST)]
OneOf = Annotated[list[Word], BeforeValidator(_as_list), Field(min_length=1, max_length=bounds.LIST)]
Phases = Annotated[
    list[float],
    BeforeValidator(_phases),
    Field(min_length=bounds.PHASES[0], max_length=bounds.PHASES[1]),
]
Reps = Annotated[int, _between(bounds.REPS)]
Sets = Annotated[int, _between(bounds.SETS)]
Rounds = Annotated[int, _between(bounds.ROUNDS)]
Pressure = Annotated[int, _between(bounds.PRESSURE)]
Cadence = Annotated[float, _between(bounds.CADENCE)]
Minutes = Annotated[float, _between(bounds.MINUTES)]
Work = Annotated[float, BeforeValidator(parse_seconds), _between(bounds.WORK)]
Stroke = Annotated[float, BeforeValidator(parse_seconds), _between(bounds.STROKE)]
Rest = Annotated[float, BeforeValidator(parse_seconds), _between(bounds.REST)]
Relax = Annotated[float, BeforeValidator(parse_seconds), _between(bounds.RELAX)]
Ready = Annotated[float, BeforeValidator(parse_seconds), _between(bounds.READY)]
Flag = Annotated[bool, Field(strict=True)]
TagWord = Literal[bounds.TAGS]  # type: ignore[valid-type]  # one list serves the check and the mend
RuleWord = Literal[SILENCED]  # type: ignore[valid-type]  # the same
LevelWord = Literal["gentle", "moderate", "strong"]
Format = Annotated[Literal[1], Field(description="the format that the file is written in")]
Language = Annotated[Literal["en"], Field(description="the language of what is said")]


class Table(BaseModel):
    """What all tables share: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DoseTable(Table):
    """How much: one kind of work, how often, how far apart."""

    reps: Reps | None = Field(default=None, description="repetitions a set")
    sets: Sets | None = Field(default=None, description="how often the whole is done")
    hold: Work | None = Field(default=None, description="how long a position is held")
    duration: Work | None = Field(default=None, description="how long, for work that goes by time")
    breath: Phases | None = Field(default=None, description='seconds in and out, such as "4-6"')
    cadence: Cadence | None = Field(default=None, description="beats a minute")
    tempo: Phases | None = Field(default=None, description='seconds to move, hold, return: "2-1-3"')
    stroke: Stroke | None = Field(default=None, description="seconds a stroke, for a soft tick at each")
    rest: Rest | None = Field(default=None, description="between sets; alone in a step, at least so long")
    relax: Relax | None = Field(default=None, description="between repeated holds; 3 seconds unless said")
    ready: Ready | None = Field(default=None, description="time to get there; 5 seconds unless said")
    pressure: Pressure | None = Field(default=None, description="nought to ten")
    places: OneOf | None = Field(default=None, description="the dose is done at each of these")


class MostTable(Table):
    """The exercise's own limit, which "more" never passes."""

    reps: Reps | None = Field(default=None, description="repetitions a set at most")
    hold: Work | None = Field(default=None, description="the longest hold")
    duration: Work | None = Field(default=None, description="the longest time")


class SayTable(Table):
    """What is said of an exercise."""

    setup: Text = Field(description="the position, and how to get there")
    move: Text = Field(description="what to do, and where it goes")
    feel: Text | None = Field(default=None, description="where it is felt, and how strongly")
    breathe: Text | None = Field(default=None, description="how the breath goes with it")
    during: Annotated[list[Text], BeforeValidator(_as_list), Field(max_length=bounds.LIST)] = Field(
        default=[], description="short cues, spread over a hold or a duration"
    )
    mistake: Text | None = Field(default=None, description="the common mistake and its mend")
    end: Text | None = Field(default=None, description="how to come out of it")
    phases: Annotated[list[Word], Field(max_length=bounds.PHASES[1])] = Field(
        default=[], description="a word for each phase of the tempo"
    )
    release: Word | None = Field(default=None, description='what ends a hold; "and relax" unless said')


class VariantTable(Table):
    """An easier or a harder way."""

    say: Text | None = Field(default=None, description="what changes")
    dose: DoseTable = Field(default=DoseTable(), description="what changes of the dose")
    exercise: Id | None = Field(default=None, description="another exercise in its place")


class CautionTable(Table):
    """Who should leave it out, and when to stop."""

    tags: Annotated[list[TagWord], BeforeValidator(_as_list)] = Field(default=[], description="for filters")
    avoid: Words = Field(default=[], description="who should leave it out")
    stop: Text | None = Field(default=None, description="when to stop")
    instead: Id | None = Field(default=None, description="an exercise to do in its place")


class SourceTable(Table):
    """Where the facts come from."""

    kind: Literal["guideline", "trial", "leaflet", "common practice"] = Field(description="what it is")
    title: Title = Field(default="", description="what it is called; none for common practice")
    by: Title = Field(default="", description="who wrote it")


class SilenceTable(Table):
    """A rule of `coach check --strict` that this file does without."""

    rule: RuleWord = Field(description="the rule's name")
    because: Text = Field(description="why the file is right as it is")


Silences = Annotated[list[SilenceTable], Field(max_length=bounds.LIST)]


class ExerciseTable(Table):
    """An exercise's file."""

    format: Format = 1
    language: Language = "en"
    name: Word = Field(description="what it is called, on screen and aloud")
    category: Category = Field(description="the kind of therapy")
    level: LevelWord = Field(description="how much it asks")
    position: OneOf = Field(description="any of these")
    equipment: Annotated[list[OneOf], BeforeValidator(_any_of), Field(max_length=bounds.LIST)] = Field(
        default=[], description="all of these; a list within is any one of its names"
    )
    targets: Words = Field(default=[], description="the muscles or joints it is for")
    sides: Sides = Field(default=Sides.NONE, description="how it meets the two sides of the body")
    dose: DoseTable = Field(description="how much")
    most: MostTable = Field(default=MostTable(), description="its own limit")
    say: SayTable = Field(description="what is said")
    easier: VariantTable | None = Field(default=None, description="a way that asks less")
    harder: VariantTable | None = Field(default=None, description="a way that asks more")
    caution: CautionTable | None = Field(default=None, description="who should mind")
    source: SourceTable = Field(description="where the facts come from")
    silence: Silences = Field(default=[], description="rules of the strict check that it does without")


class StepTable(DoseTable):
    """A step of a routine: an exercise, a rest, something said, or a round."""

    exercise: Id | None = Field(default=None, description="an exercise's id, the name of its file")
    sides: Sides | None = Field(default=None, description="how it meets the two sides of the body")
    say: Texts | None = Field(default=None, description="something said; with an exercise, a sentence more")
    repeat: Rounds | None = Field(default=None, description="how often steps are done")
    steps: Annotated[list["StepTable"], Field(min_length=1, max_length=bounds.STEPS)] | None = Field(
        default=None, description="what is done in each round"
    )
    optional: Flag = Field(default=False, description="a shorter session may drop it")


class RoutineTable(Table):
    """A routine's file."""

    format: Format = 1
    language: Language = "en"
    name: Word = Field(description="what it is called, on screen and aloud")
    category: Category = Field(description="the kind of therapy")
    level: LevelWord = Field(description="how much it asks")
    minutes: Minutes = Field(description="the length that it promises")
    summary: Text | None = Field(default=None, description="what it is for, in a sentence")
    step: Annotated[list[StepTable], Field(min_length=1, max_length=bounds.STEPS)] = Field(
        description="what is done, in order"
    )
    source: SourceTable | None = Field(default=None, description="where the facts come from")
    silence: Silences = Field(default=[], description="rules of the strict check that it does without")


LEVELS: Final[dict[str, Level]] = {level.name.lower(): level for level in Level}


def fields_at(table: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand in the table at `path` of such a file."""
    rooms: dict[str, type[BaseModel]] = {
        "dose": DoseTable,
        "most": MostTable,
        "say": SayTable,
        "easier": VariantTable,
        "harder": VariantTable,
        "caution": CautionTable,
        "source": SourceTable,
        "silence": SilenceTable,
        "step": StepTable,
        "steps": StepTable,
    }
    named = [key for key in path if isinstance(key, str) and key in rooms]
    return tuple((rooms[named[-1]] if named else table).model_fields)
