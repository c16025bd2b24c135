"""What one value of a file may be: its kind and its size.

Only this module, `tables` and, for its errors, `parse` import pydantic in this room. Each type says
what the check accepts. Where an editor needs other words for it, `json_schema_input_type` has them.
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
    """A text that is spoken and has `words` that a voice would pass over in silence."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{quoted(words)} is in letters or figures that an English voice cannot say; "
            "write it with the letters a to z and the figures 0 to 9"
        )
        self.words = words


def _with_words(value: object) -> object:
    if isinstance(value, str) and not _sayable(value):
        raise ValueError("this text has nothing in it that can be said; write words, or leave the key out")
    return value


def _sayable_text(value: object) -> object:
    words = unsayable(value[: bounds.TEXT]) if isinstance(value, str) else ""
    if words:
        raise Unsayable(words)
    return _with_words(value)


def _sayable(text: str) -> bool:
    if "<" in text or "[[" in text:  # an engine obeys markup and does not speak it
        from coach.language.sanitize import for_speech

        return sayable(for_speech(text[: bounds.TEXT]))
    return sayable(text)


def _format_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("format is not a whole number; write format = 1, or leave it out")
    return value


def _phase_seconds(value: object) -> object:
    """Read "2-1-3" as seconds a phase. The first phase and the way back move, so they cannot be zero."""
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


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _any_of(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, list) else [item] for item in items]


def _between(bound: tuple[float, float]) -> Any:  # noqa: ANN401 - pydantic's own marker
    return Field(ge=bound[0], le=bound[1], strict=True)


def _seconds(bound: tuple[float, float]) -> BeforeValidator:
    """Read a duration; an editor is told that it may be a number or a text."""
    number, text = Annotated[float, _between(bound)], Annotated[str, Field(pattern=DURATION)]
    return BeforeValidator(parse_seconds, json_schema_input_type=number | text)


Text = Annotated[str, Field(min_length=1, max_length=bounds.TEXT), BeforeValidator(_sayable_text)]
Word = Annotated[str, Field(min_length=1, max_length=WORD), BeforeValidator(_sayable_text)]
Note = Annotated[str, Field(min_length=1, max_length=bounds.TEXT), BeforeValidator(_with_words)]
"""A text that is never spoken, in any letters; so is a label."""
Label = Annotated[str, Field(min_length=1, max_length=WORD), BeforeValidator(_with_words)]
Title = Annotated[str, Field(max_length=TITLE)]
_NOT_EMPTY = Field(min_length=1, max_length=bounds.LIST)
_MAY_BE_EMPTY = Field(max_length=bounds.LIST)
TagWord = Literal[bounds.TAGS]  # type: ignore[valid-type]  # one list serves the check and the mend


def _one_or(list_type: Any) -> BeforeValidator:  # noqa: ANN401 - a type made of others
    """Read a single text as a list of one; an editor is told that it may stand alone."""
    return BeforeValidator(_listed, json_schema_input_type=get_args(get_args(list_type)[0])[0] | list_type)


Texts = Annotated[list[Text], _one_or(Annotated[list[Text], _NOT_EMPTY]), _NOT_EMPTY]
Cues = Annotated[list[Text], _one_or(Annotated[list[Text], _MAY_BE_EMPTY]), _MAY_BE_EMPTY]
Words = Annotated[list[Word], _one_or(Annotated[list[Word], _MAY_BE_EMPTY]), _MAY_BE_EMPTY]
Labels = Annotated[list[Label], _one_or(Annotated[list[Label], _MAY_BE_EMPTY]), _MAY_BE_EMPTY]
OneLabel = Annotated[list[Label], _one_or(Annotated[list[Label], _NOT_EMPTY]), _NOT_EMPTY]
OneOf = Annotated[list[Word], _one_or(Annotated[list[Word], _NOT_EMPTY]), _NOT_EMPTY]
Tags = Annotated[list[TagWord], _one_or(Annotated[list[TagWord], Field()])]
AllOf = Annotated[
    list[OneOf],
    BeforeValidator(_any_of, json_schema_input_type=Word | Annotated[list[OneOf], _MAY_BE_EMPTY]),
    _MAY_BE_EMPTY,
]
Phases = Annotated[
    list[float],
    BeforeValidator(_phase_seconds, json_schema_input_type=Annotated[str, Field(pattern=PHASES)]),
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
    BeforeValidator(_format_number),
    Field(description="the format that the file is written in", examples=[1]),
]
Language = Annotated[Literal["en"], Field(description="the language of what is said", examples=["en"])]


def _if_key(key: str, then: JsonValue) -> JsonValue:
    return {"if": {"required": [key]}, "then": then}


_ONE_KIND: Final[list[JsonValue]] = [
    _if_key(kind, {"properties": {other: False for other in kinds if other != kind}})
    for kinds in (KINDS, ("reps", "duration"))
    for kind in kinds
]
DOSE: Final[JsonDict] = {"allOf": _ONE_KIND}
"""For editors: which keys of a dose go together. The check itself is in `key_rules`, as for these:"""
STEP: Final[JsonDict] = {
    "anyOf": [{"required": [key]} for key in ("exercise", "rest", "say", "repeat")],
    "allOf": [
        *_ONE_KIND,
        _if_key("repeat", {"required": ["steps"]}),
        _if_key("steps", {"required": ["repeat"]}),
    ],
}
SOURCE: Final[JsonDict] = {
    "if": {"properties": {"kind": {"const": "common practice"}}},
    "else": {"required": ["title"]},
}
