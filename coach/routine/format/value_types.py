"""What one value of a file may be: its kind and its size.

With `schema`, and `parse` for what it raises, alone in this room imports pydantic. Each kind tells
both the check and, where the two are not the same, an editor what may be written
(`json_schema_input_type`).
"""

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field, JsonValue
from pydantic.config import JsonDict

from coach.files.ids import TITLE, WORD
from coach.language.grammar import counted
from coach.language.letters import quoted, sayable, unsayable
from coach.routine.format import bounds
from coach.routine.lint.rules import SILENCED
from coach.routine.plan.resolve import KINDS
from coach.time.durations import DURATION, parse_seconds

PHASES: Final = r"^[0-9. ]+([-–][0-9. ]+){1,3}$"


class Unsayable(ValueError):
    """A text that would be silent where it is spoken, at these `words`."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{quoted(words)} is in letters or figures that an English voice cannot say; "
            "write it with the letters a to z and the figures 0 to 9"
        )
        self.words = words


def _text(value: object) -> object:
    if isinstance(value, str) and not _sayable(value):
        raise ValueError("this text has nothing in it that can be said; write words, or leave the key out")
    return value


def _spoken(value: object) -> object:
    words = unsayable(value[: bounds.TEXT]) if isinstance(value, str) else ""
    if words:
        raise Unsayable(words)
    return _text(value)


def _sayable(text: str) -> bool:
    if "<" in text or "[[" in text:  # what an engine would obey is not spoken
        from coach.language.sanitize import for_speech

        return sayable(for_speech(text[: bounds.TEXT]))
    return sayable(text)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("format is not a whole number; write format = 1, or leave it out")
    return value


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
            raise ValueError(
                f"a phase lasts {counted(phase, 'second')}; give it between {least:g} and {most:g}"
            )
    return phases


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _any_of(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, list) else [item] for item in items]


def _between(bound: tuple[float, float]) -> Any:  # noqa: ANN401 - pydantic's own marker
    return Field(ge=bound[0], le=bound[1], strict=True)


def _seconds(bound: tuple[float, float]) -> BeforeValidator:
    """Read a duration, and let an editor know that it may be a number or text."""
    number, text = Annotated[float, _between(bound)], Annotated[str, Field(pattern=DURATION)]
    return BeforeValidator(parse_seconds, json_schema_input_type=number | text)


Text = Annotated[str, Field(min_length=1, max_length=bounds.TEXT), BeforeValidator(_spoken)]
Word = Annotated[str, Field(min_length=1, max_length=WORD), BeforeValidator(_spoken)]
Note = Annotated[str, Field(min_length=1, max_length=bounds.TEXT), BeforeValidator(_text)]
"""A text that is never spoken, in any letters; so is a label."""
Label = Annotated[str, Field(min_length=1, max_length=WORD), BeforeValidator(_text)]
Title = Annotated[str, Field(max_length=TITLE)]
_Some = Field(min_length=1, max_length=bounds.LIST)
_Any = Field(max_length=bounds.LIST)
TagWord = Literal[bounds.TAGS]  # type: ignore[valid-type]  # one list serves the check and the mend


def _one_or(many: Any) -> BeforeValidator:  # noqa: ANN401 - a type made of others
    """Read one text as a list of one, and let an editor know that it may stand alone."""
    return BeforeValidator(_as_list, json_schema_input_type=get_args(get_args(many)[0])[0] | many)


Texts = Annotated[list[Text], _one_or(Annotated[list[Text], _Some]), _Some]
Cues = Annotated[list[Text], _one_or(Annotated[list[Text], _Any]), _Any]
Words = Annotated[list[Word], _one_or(Annotated[list[Word], _Any]), _Any]
Labels = Annotated[list[Label], _one_or(Annotated[list[Label], _Any]), _Any]
OneLabel = Annotated[list[Label], _one_or(Annotated[list[Label], _Some]), _Some]
OneOf = Annotated[list[Word], _one_or(Annotated[list[Word], _Some]), _Some]
Tags = Annotated[list[TagWord], _one_or(Annotated[list[TagWord], Field()])]
AllOf = Annotated[
    list[OneOf], BeforeValidator(_any_of, json_schema_input_type=Word | Annotated[list[OneOf], _Any]), _Any
]
Phases = Annotated[
    list[float],
    BeforeValidator(_phases, json_schema_input_type=Annotated[str, Field(pattern=PHASES)]),
    Field(min_length=bounds.PHASES[0], max_length=bounds.PHASES[1]),
]
Reps = Annotated[int, _between(bounds.REPS)]
Sets = Annotated[int, _between(bounds.SETS)]
Rounds = Annotated[int, _between(bounds.ROUNDS)]
Pressure = Annotated[int, _between(bounds.PRESSURE)]
Cadence = Annotated[float, _between(bounds.CADENCE)]
Minutes = Annotated[float, _between(bounds.MINUTES)]
Work = Annotated[float, _seconds(bounds.WORK), _between(bounds.WORK)]
Stroke = Annotated[float, _seconds(bounds.STROKE), _between(bounds.STROKE)]
Rest = Annotated[float, _seconds(bounds.REST), _between(bounds.REST)]
Relax = Annotated[float, _seconds(bounds.RELAX), _between(bounds.RELAX)]
Ready = Annotated[float, _seconds(bounds.READY), _between(bounds.READY)]
RuleWord = Literal[SILENCED]  # type: ignore[valid-type]  # the same
LevelWord = Literal["gentle", "moderate", "strong"]
Format = Annotated[
    Literal[1],
    BeforeValidator(_number),
    Field(description="the format that the file is written in", examples=[1]),
]
Language = Annotated[Literal["en"], Field(description="the language of what is said", examples=["en"])]


def _if(key: str, then: JsonValue) -> JsonValue:
    return {"if": {"required": [key]}, "then": then}


_ONE_KIND: Final[list[JsonValue]] = [
    _if(kind, {"properties": {other: False for other in kinds if other != kind}})
    for kinds in (KINDS, ("reps", "duration"))
    for kind in kinds
]
DOSE: Final[JsonDict] = {"allOf": _ONE_KIND}
"""For editors: which keys of a dose go together. The check itself is in `key_rules`, as for these:"""
STEP: Final[JsonDict] = {
    "anyOf": [{"required": [key]} for key in ("exercise", "rest", "say", "repeat")],
    "allOf": [*_ONE_KIND, _if("repeat", {"required": ["steps"]}), _if("steps", {"required": ["repeat"]})],
}
SOURCE: Final[JsonDict] = {
    "if": {"properties": {"kind": {"const": "common practice"}}},
    "else": {"required": ["title"]},
}
