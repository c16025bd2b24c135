"""The table of keys of a reminder: what keys there are, and what each may be.

In this room, only this module imports pydantic, and `parse`, which catches its errors. A table that
passes has the right kinds and sizes; `key_rules` checks which keys go together.

The descriptions and examples are what `docs/reminders.md` and the editors show of each key.
"""

from datetime import date, time
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from coach.files.ids import ID_PATTERN, TITLE, WORD
from coach.files.tables import Flag, Id, Table
from coach.reminder.model import MOST_REMINDERS
from coach.routine.model import Category
from coach.time.clock_times import (
    DATE_PATTERN,
    DAYS_PATTERN,
    HOURS_PATTERN,
    TIME_PATTERN,
    read_date,
    read_days,
    read_hours,
    read_time,
)
from coach.time.durations import DURATION, parse_seconds
from coach.time.zones import read_zone

TIMES: Final = 288
"""Times of a day: one every five minutes."""
SPAN: Final = (300, 86_400)
"""Seconds between two times, and seconds for which a reminder is useful."""


def _text(pattern: str) -> Any:  # noqa: ANN401 - a type made of others
    return Annotated[str, Field(pattern=pattern)]


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _minutes(value: object) -> object:
    try:
        seconds = parse_seconds(value)
    except ValueError as error:
        problem, _, mend = str(error).partition("; ")
        own_mend = mend if mend.startswith('write "') else 'write it such as "90 min" or "2 h"'
        raise ValueError(f"{problem}; {own_mend}") from None
    if seconds % 60:
        raise ValueError('this is not in whole minutes; write it such as "90 min" or "2 h"')
    return seconds


def _seconds(read: Any) -> BeforeValidator:  # noqa: ANN401 - a reader of any value
    """Read a time, and let an editor know that it may be a number or text."""
    return BeforeValidator(read, json_schema_input_type=Annotated[float, _SPAN_LIMITS] | _text(DURATION))


_SPAN_LIMITS: Final = Field(ge=SPAN[0], le=SPAN[1], strict=True)
_LIST_LENGTH: Final = Field(min_length=1, max_length=TIMES)
_Time = Annotated[time, BeforeValidator(read_time, json_schema_input_type=_text(TIME_PATTERN))]
_At = Annotated[
    list[_Time],
    BeforeValidator(_as_list, json_schema_input_type=_Time | Annotated[list[_Time], _LIST_LENGTH]),
    _LIST_LENGTH,
]
_DaysText = Annotated[str, Field(pattern=DAYS_PATTERN)]
_Days = Annotated[
    frozenset[int], BeforeValidator(read_days, json_schema_input_type=_DaysText | list[_DaysText])
]
_Hours = Annotated[
    tuple[time, time], BeforeValidator(read_hours, json_schema_input_type=_text(HOURS_PATTERN))
]
_Date = Annotated[date, BeforeValidator(read_date, json_schema_input_type=_text(DATE_PATTERN))]
_Every = Annotated[float, _seconds(_minutes), _SPAN_LIMITS]
_Window = Annotated[float, _seconds(parse_seconds), _SPAN_LIMITS]
_Zone = Annotated[str, BeforeValidator(read_zone), Field(min_length=1, max_length=WORD)]

_RULES_FOR_EDITORS: Final[JsonDict] = {
    "allOf": [
        {"oneOf": [{"required": ["routine"]}, {"required": ["category"]}]},
        {"oneOf": [{"required": ["at"]}, {"required": ["every"]}]},
        {"if": {"required": ["between"]}, "then": {"required": ["every"]}},
    ],
}
"""For editors: which keys go together. The check itself is in `key_rules`."""


class ReminderTable(Table):
    """One reminder."""

    model_config = ConfigDict(json_schema_extra=_RULES_FOR_EDITORS)

    routine: Id | None = Field(default=None, description="a routine's id", examples=["desk-reset"])
    category: Category | None = Field(
        default=None, description="a kind of therapy: a different routine each time", examples=["stretches"]
    )
    at: _At | None = Field(
        default=None,
        description="when it comes: a time of the day, or several",
        examples=[["10:30", "15:00"]],
    )
    every: _Every | None = Field(
        default=None, description="instead of at: how far apart it comes", examples=["2 h"]
    )
    between: _Hours | None = Field(
        default=None,
        description='with every: from when to when; "9:00-18:00" unless said',
        examples=["9:00-18:00"],
    )
    days: _Days | None = Field(
        default=None,
        description='on which days: "mon,wed", "mon-fri", "weekends" and so on; daily unless said',
        examples=["mon-fri"],
    )
    first: _Date | None = Field(
        default=None, alias="from", description="the first day on which it comes", examples=["2026-12-01"]
    )
    until: _Date | None = Field(
        default=None, description="the last day on which it comes", examples=["2026-12-31"]
    )
    zone: _Zone | None = Field(
        default=None,
        description="the time zone that its times are of; the one where you are unless said",
        examples=["Europe/Berlin"],
    )
    speak: Flag | None = Field(
        default=None,
        description="whether a line is spoken; as the setting reminders.speak has it unless said",
        examples=[True],
    )
    voice: Annotated[str, Field(min_length=1, max_length=TITLE)] | None = Field(
        default=None, description="the voice of that line; your usual one unless said", examples=["espeak"]
    )
    note: Annotated[str, Field(max_length=TITLE)] = Field(
        default="", description="a word of your own, shown with it", examples=["By the window."]
    )
    window: _Window | None = Field(
        default=None,
        description="how late it is still of use; 2 hours unless said",
        examples=["2 h"],
    )


class RemindersTable(Table):
    """The file of all reminders."""

    reminder: dict[str, ReminderTable] = Field(
        default={},
        description="each under a name of its own",
        examples=[{"desk-reset": {"routine": "desk-reset", "at": "10:30"}}],
        json_schema_extra={
            "propertyNames": {"pattern": ID_PATTERN, "maxLength": WORD},
            "maxProperties": MOST_REMINDERS,
        },
    )


def keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand in the table at `path` of such a file."""
    table = ReminderTable if path else RemindersTable
    return tuple(field.alias or name for name, field in table.model_fields.items())
