"""The tables of keys of exercises and routines: what keys there are, and what each may be.

Only this module, `value_types` and, for its errors, `parse` import pydantic in this room. A value that
these tables accept has the right types and sizes; `key_rules` says which keys go together, and
`routine.plan.resolve` what a dose comes to.

The descriptions and examples are what `docs/routines.md` and the editors show of each key.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from coach.files.tables import Flag, Id, Table
from coach.routine.format import bounds
from coach.routine.format.value_types import (
    DOSE,
    SOURCE,
    STEP,
    AllOf,
    Cadence,
    Cues,
    Format,
    Labels,
    Language,
    LevelWord,
    Minutes,
    Note,
    OneLabel,
    OneOf,
    Phases,
    Pressure,
    Ready,
    Relax,
    Reps,
    Rest,
    Rounds,
    RuleWord,
    Sets,
    Stroke,
    Tags,
    Text,
    Texts,
    Title,
    Word,
    Words,
    Work,
)
from coach.routine.model import Category, Level, Sides


class DoseTable(Table):
    """How much: one kind of work, how often, how far apart."""

    model_config = ConfigDict(json_schema_extra=DOSE)

    reps: Reps | None = Field(default=None, description="repetitions a set", examples=[8])
    sets: Sets | None = Field(default=None, description="how often the whole is done", examples=[2])
    hold: Work | None = Field(default=None, description="how long a position is held", examples=["30 s"])
    duration: Work | None = Field(
        default=None, description="how long, for work that goes by time", examples=["2 min"]
    )
    breath: Phases | None = Field(
        default=None, description='seconds in and out, such as "4-6"', examples=["4-6"]
    )
    cadence: Cadence | None = Field(default=None, description="beats a minute", examples=[100])
    tempo: Phases | None = Field(
        default=None, description='seconds to move, hold, return: "2-1-3"', examples=["2-1-3"]
    )
    stroke: Stroke | None = Field(
        default=None, description="seconds a stroke, for a soft tick at each", examples=[4]
    )
    rest: Rest | None = Field(
        default=None, description="between sets; alone in a step, at least so long", examples=["15 s"]
    )
    relax: Relax | None = Field(
        default=None, description="between repeated holds; 3 seconds unless said", examples=["3 s"]
    )
    ready: Ready | None = Field(
        default=None, description="time to get there; 5 seconds unless said", examples=["8 s"]
    )
    pressure: Pressure | None = Field(default=None, description="nought to ten", examples=[4])
    places: OneOf | None = Field(
        default=None, description="the dose is done at each of these", examples=[["middle", "right", "left"]]
    )


class MostTable(Table):
    """The exercise's own limit, which "more" never passes."""

    reps: Reps | None = Field(default=None, description="repetitions a set at most", examples=[15])
    hold: Work | None = Field(default=None, description="the longest hold", examples=["60 s"])
    duration: Work | None = Field(default=None, description="the longest time", examples=["5 min"])


class SayTable(Table):
    """What is said of an exercise."""

    setup: Text = Field(description="the position, and how to get there", examples=["Sit tall on a chair."])
    move: Text = Field(description="what to do, and where it goes", examples=["Lift both arms to the side."])
    feel: Text | None = Field(
        default=None,
        description="where it is felt, and how strongly",
        examples=["Feel it between your shoulder blades."],
    )
    breathe: Text | None = Field(
        default=None, description="how the breath goes with it", examples=["Breathe out as you lift."]
    )
    during: Cues = Field(
        default=[],
        description="short cues, spread over a hold or a duration",
        examples=[["Keep your chin level.", "Let your ribs stay down."]],
    )
    mistake: Text | None = Field(
        default=None,
        description="the common mistake and its mend",
        examples=["If your shoulders rise, take less."],
    )
    end: Text | None = Field(
        default=None, description="how to come out of it", examples=["Let your arms hang."]
    )
    phases: Annotated[list[Word], Field(max_length=bounds.PHASES[1])] = Field(
        default=[],
        description="a word for each phase of the tempo",
        examples=[["lift", "hold", "slowly down"]],
    )
    release: Word | None = Field(
        default=None, description='what ends a hold; "and relax" unless said', examples=["and let go"]
    )


class VariantTable(Table):
    """An easier or a harder way."""

    say: Text | None = Field(default=None, description="what changes", examples=["Take a smaller step."])
    dose: DoseTable = Field(
        default=DoseTable(), description="what changes of the dose", examples=[{"hold": "15 s"}]
    )
    exercise: Id | None = Field(
        default=None, description="another exercise in its place", examples=["scapular-squeeze"]
    )


class CautionTable(Table):
    """Who should leave it out, and when to stop."""

    tags: Tags = Field(default=[], description="for filters", examples=[["shoulder", "numbness"]])
    avoid: Words = Field(default=[], description="who should leave it out", examples=[["a frozen shoulder"]])
    stop: Text | None = Field(default=None, description="when to stop", examples=["Stop if a hand tingles."])
    instead: Id | None = Field(
        default=None, description="an exercise to do in its place", examples=["scapular-squeeze"]
    )


class SourceTable(Table):
    """Where the facts come from."""

    model_config = ConfigDict(json_schema_extra=SOURCE)

    kind: Literal["guideline", "trial", "leaflet", "common practice"] = Field(
        description="what it is", examples=["leaflet"]
    )
    title: Title = Field(
        default="", description="what it is called; none for common practice", examples=["Doorway stretch"]
    )
    by: Title = Field(default="", description="who wrote it", examples=["Rebalance Physical Therapy"])


class SilenceTable(Table):
    """A rule of `coach check --strict` that this file does without."""

    rule: RuleWord = Field(description="the rule's name", examples=["unused"])
    because: Note = Field(
        description="why the file is right as it is", examples=["It is there for routines of your own."]
    )


Silences = Annotated[
    list[SilenceTable],
    Field(
        max_length=bounds.LIST,
        description="rules of the strict check that it does without",
        examples=[[{"rule": "unused", "because": "It is there for routines of your own."}]],
    ),
]


class ExerciseTable(Table):
    """An exercise's file."""

    format: Format = 1
    language: Language = "en"
    name: Word = Field(
        description="what it is called, on screen and aloud", examples=["Doorway chest stretch"]
    )
    category: Category = Field(description="the kind of therapy", examples=["stretches"])
    level: LevelWord = Field(description="how much it asks", examples=["gentle"])
    position: OneLabel = Field(description="any of these", examples=[["standing", "seated"]])
    equipment: AllOf = Field(
        default=[],
        description="all of these; a list within is any one of its names",
        examples=[[["tennis ball", "rolled sock"], "wall"]],
    )
    targets: Labels = Field(
        default=[], description="the muscles or joints it is for", examples=[["pectoralis major"]]
    )
    sides: Sides = Field(
        default=Sides.NONE, description="how it meets the two sides of the body", examples=["each"]
    )
    dose: DoseTable = Field(description="how much", examples=[{"hold": "30 s", "sets": 3}])
    most: MostTable = Field(default=MostTable(), description="its own limit", examples=[{"hold": "60 s"}])
    say: SayTable = Field(
        description="what is said", examples=[{"setup": "Stand in a doorway.", "move": "Lean through."}]
    )
    easier: VariantTable | None = Field(
        default=None,
        description="a way that asks less",
        examples=[{"say": "Take a small step.", "dose": {"hold": "15 s"}}],
    )
    harder: VariantTable | None = Field(
        default=None, description="a way that asks more", examples=[{"exercise": "wall-angel"}]
    )
    caution: CautionTable | None = Field(
        default=None,
        description="who should mind",
        examples=[{"tags": ["shoulder"], "stop": "Stop if it pinches."}],
    )
    source: SourceTable = Field(
        description="where the facts come from", examples=[{"kind": "common practice"}]
    )
    silence: Silences = Field(default=[])


class StepTable(DoseTable):
    """A step of a routine: an exercise, a rest, something said, or a round."""

    model_config = ConfigDict(json_schema_extra=STEP)

    exercise: Id | None = Field(
        default=None, description="an exercise's id, the name of its file", examples=["chin-tuck"]
    )
    sides: Sides | None = Field(
        default=None, description="how it meets the two sides of the body", examples=["each"]
    )
    say: Texts | None = Field(
        default=None,
        description="something said; with an exercise, a sentence more",
        examples=["Push your chair back a little."],
    )
    repeat: Rounds | None = Field(default=None, description="how often steps are done", examples=[2])
    steps: Annotated[list["StepTable"], Field(min_length=1, max_length=bounds.STEPS)] | None = Field(
        default=None,
        description="what is done in each round",
        examples=[[{"exercise": "scapular-squeeze", "reps": 6}, {"rest": "15 s"}]],
    )
    optional: Flag = Field(default=False, description="a shorter session may drop it", examples=[True])


class RoutineTable(Table):
    """A routine's file."""

    format: Format = 1
    language: Language = "en"
    name: Word = Field(description="what it is called, on screen and aloud", examples=["Desk reset"])
    category: Category = Field(description="the kind of therapy", examples=["posture"])
    level: LevelWord = Field(description="how much it asks", examples=["gentle"])
    minutes: Minutes = Field(description="the length that it promises", examples=[5])
    summary: Text | None = Field(
        default=None,
        description="what it is for, in a sentence",
        examples=["Five minutes in your chair, to undo an hour of screen."],
    )
    step: Annotated[list[StepTable], Field(min_length=1, max_length=bounds.STEPS)] = Field(
        description="what is done, in order", examples=[[{"exercise": "chin-tuck", "hold": "3 s", "reps": 4}]]
    )
    source: SourceTable | None = Field(
        default=None, description="where the facts come from", examples=[{"kind": "common practice"}]
    )
    silence: Silences = Field(default=[])


LEVELS: Final[dict[str, Level]] = {level.name.lower(): level for level in Level}


def fields_at(table: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand in the table at `path` of such a file."""
    tables: dict[str, type[BaseModel]] = {
        **{"dose": DoseTable, "most": MostTable, "say": SayTable, "caution": CautionTable},
        **{"easier": VariantTable, "harder": VariantTable, "source": SourceTable},
        **{"step": StepTable, "steps": StepTable, "silence": SilenceTable},
    }
    names = [key for key in path if isinstance(key, str) and key in tables]
    return tuple((tables[names[-1]] if names else table).model_fields)
