"""Each key, given a value of each wrong kind, makes a problem at its own line."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from coach import schemas
from coach.errors import BadFile, Problem
from coach.files.document import parse
from coach.routine.format.parse import parse_exercise, parse_routine
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS

EXERCISE = """\
format = 1
language = "en"
name = "Row"
category = "strengthening"
level = "gentle"
position = ["seated"]
equipment = [["band", "towel"], "chair"]
targets = ["rhomboids"]
sides = "each"
dose.reps = 8
most.reps = 12
most.hold = "20 s"
most.duration = "1 min"
say.setup = "Sit."
say.move = "Pull."
say.feel = "Feel it."
say.breathe = "Breathe out."
say.during = ["Stay tall."]
say.mistake = "If it hurts, pull less."
say.end = "Let go."
say.phases = ["pull", "back"]
say.release = "and let go"
easier.say = "Pull less."
easier.dose.reps = 4
harder.exercise = "wall-angel"
caution.tags = ["shoulder"]
caution.avoid = ["a sore shoulder"]
caution.stop = "Stop if it hurts."
caution.instead = "chin-tuck"
source.kind = "leaflet"
source.title = "Backs"
source.by = "Somebody"
[[silence]]
rule = "unused"
because = "It is mine."
"""

ROUTINE = """\
format = 1
language = "en"
name = "Mine"
category = "posture"
level = "gentle"
minutes = 5
summary = "Five minutes."
source.kind = "leaflet"
source.title = "Backs"
source.by = "Somebody"
[[step]]
exercise = "row"
say = "Slowly."
sides = "each"
optional = true
reps = 8
sets = 2
tempo = "2-1-3"
rest = "30 s"
ready = "8 s"
pressure = 4
places = ["middle", "left"]
[[step]]
exercise = "press"
hold = "5 s"
reps = 5
relax = "3 s"
[[step]]
exercise = "rub"
duration = "1 min"
stroke = "4 s"
[[step]]
exercise = "breathe"
breath = "4-6"
duration = "2 min"
[[step]]
exercise = "march"
cadence = 100
duration = "2 min"
[[step]]
repeat = 2
steps = [{ rest = "15 s" }]
[[silence]]
rule = "minutes"
because = "It is meant so."
"""

TEXTS = {Kind.EXERCISE: EXERCISE, Kind.ROUTINE: ROUTINE}
VALUES = {
    **{"a whole number": "7_777_777_777", "a fraction": "7777777.5", "a word": "true"},
    **{"a text": '"<>"', "a long text": f'"{"x" * 700}"', "an empty text": '""'},
    **{"a day": "1979-05-27", "a moment": "1979-05-27T07:32:00Z", "an hour": "07:32:00"},
    **{"an empty list": "[]", "a list": "[1, [2]]", "a list of tables": "[{ x = 1 }]"},
    **{"an empty table": "{}", "a table": "{ x = 1 }", "no number": "nan", "no end": "-inf"},
}
FITS = {
    ("optional", "a word"),
    ("most", "an empty table"),
    *((key, "an empty text") for key in ("title", "by")),
    *((key, "a text") for key in ("title", "by")),
    *((key, "an empty list") for key in ("equipment", "targets", "during", "phases", "tags", "avoid")),
}
"""What looks wrong and is allowed: a title is not spoken, and some lists may be empty."""


def problems(kind: Kind, text: str) -> tuple[Problem, ...]:
    document = parse(text.encode(), "x.toml")
    try:
        parse_exercise(document, "x") if kind == Kind.EXERCISE else parse_routine(document, "x")
    except BadFile as bad:
        return bad.problems
    return ()


def keys() -> Iterator[tuple[Kind, int]]:
    """Yield the number of each line that has a key."""
    for kind, text in TEXTS.items():
        yield from ((kind, number) for number, line in enumerate(text.splitlines()) if " = " in line)


def name_at(kind: Kind, number: int) -> str:
    return TEXTS[kind].splitlines()[number].partition(" = ")[0]


def leaves(kind: Kind) -> set[str]:
    """Return every key that a kind of file can have, without those that are tables of others."""
    whole = schemas.schema(kind)
    tables = [whole, *(table for table in whole["$defs"].values() if "properties" in table)]
    found: dict[str, Any] = {key: about for table in tables for key, about in table["properties"].items()}
    return set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_here_is_good_and_has_every_key(kind: Kind) -> None:
    there = set(re.findall(r"[a-z]+", " ".join(re.findall(r"^[\[a-z.\]]+", TEXTS[kind], re.MULTILINE))))
    of_a_step = leaves(Kind.ROUTINE) - {"minutes", "summary", "step"} if kind == Kind.EXERCISE else set()

    assert problems(kind, TEXTS[kind]) == ()
    assert leaves(kind) - there <= of_a_step, "the keys of a dose are all in the routine"


@pytest.mark.parametrize(("kind", "number"), list(keys()), ids=lambda value: str(value))
def test_a_value_of_every_wrong_kind_is_told_at_its_line(kind: Kind, number: int) -> None:
    lines = TEXTS[kind].splitlines()
    key = name_at(kind, number)

    for what, value in VALUES.items():
        if (key.rpartition(".")[2], what) in FITS:
            continue
        text = "\n".join([*lines[:number], f"{key} = {value}", *lines[number + 1 :]])
        told = problems(kind, text)
        assert number + 1 in {problem.place.line for problem in told}, (key, what, told)
        assert all(problem.message and problem.mend for problem in told), (key, what, told)


@pytest.mark.parametrize("table", ["dose", "most", "say", "easier", "easier.dose", "caution", "source"])
def test_a_table_that_is_anything_else_is_told_at_its_line(table: str) -> None:
    lines = EXERCISE.splitlines()
    number = next(index for index, line in enumerate(lines) if line.startswith(f"{table}."))
    rest = [line for line in lines[number:] if not line.startswith(f"{table}.")]

    for what, value in VALUES.items():
        if (table, what) in FITS:
            continue
        told = problems(Kind.EXERCISE, "\n".join([*lines[:number], f"{table} = {value}", *rest]))
        if (table, what) in {("easier.dose", "an empty table"), ("caution", "an empty table")}:
            continue
        assert number + 1 in {problem.place.line for problem in told}, (table, what, told)


@pytest.mark.parametrize(
    ("kind", "wrong", "mend"),
    [
        (Kind.ROUTINE, ("[[step]]\nexercise", "[step]\nexercise"), "Write [[step]], with two brackets"),
        (Kind.EXERCISE, ("[[silence]]", "[silence]"), "Write [[silence]], with two brackets"),
        (Kind.EXERCISE, ("[[silence]]", "[[extra]]"), "It may be format"),
    ],
)
def test_a_table_of_the_wrong_form_is_told_the_right_one(
    kind: Kind, wrong: tuple[str, str], mend: str
) -> None:
    text = TEXTS[kind].replace(*wrong, 1)
    first = text.partition("[[step]]\nexercise")[0] if kind == Kind.ROUTINE else text

    told = problems(kind, first)

    assert any(problem.mend.startswith(mend) for problem in told), told
