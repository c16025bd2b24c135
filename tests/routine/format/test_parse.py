"""A routine's and an exercise's file become values, or everything that is wrong with them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import BadFile, Place, Problem
from coach.files.document import parse
from coach.language.sanitize import for_markup, for_speech, for_terminal
from coach.routine.format.parse import parse_exercise, parse_routine
from coach.routine.format.tables import ExerciseTable, RoutineTable
from coach.routine.model import (
    Category,
    Caution,
    Do,
    DoseKeys,
    Exercise,
    Level,
    Rest,
    Round,
    Routine,
    Say,
    SayStep,
    Sides,
    Source,
    VariantKeys,
)
from coach.time.units import Seconds

EXERCISE = """\
format = 1
language = "en"
name = "Doorway chest stretch"
category = "stretches"
level = "moderate"
position = "standing"
equipment = [["tennis ball", "rolled sock"], "wall"]
targets = ["pectoralis major"]
sides = "each"
dose = { hold = "30 s", sets = 3, rest = "1 min 30 s", ready = 4, pressure = 4, places = ["high", "low"] }
most = { hold = "60 s", reps = 15, duration = "2 min" }

[say]
setup = "Stand in a doorway."
move = "Step through."
during = "Keep your chin level."
phases = ["pull", "hold"]
release = "and let go"

[easier]
say = "Lower your elbows."
dose = { hold = "15 s" }

[harder]
exercise = "corner-stretch"

[caution]
tags = ["shoulder", "numbness"]
avoid = ["a shoulder that has dislocated"]
stop = "Stop if it pinches."
instead = "towel-roll"

[source]
title = "Advice"
by = "A hospital"
kind = "leaflet"
"""

ROUTINE = """\
name = "Desk reset"
category = "posture"
level = "gentle"
minutes = 5
summary = "Five minutes beside your chair."

[[step]]
say = "Push your chair back."

[[step]]
exercise = "chin-tuck"
hold = "3 s"
reps = 4
say = ["Slowly.", "Gently."]
optional = true

[[step]]
rest = 15
say = "Breathe."

[[step]]
repeat = 2
steps = [
    { exercise = "row", tempo = "3-3", sides = "alternate" },
    { exercise = "sigh", breath = "4-1.5-6" },
]

[source]
kind = "common practice"
"""


def exercise(text: str = EXERCISE) -> Exercise:
    return parse_exercise(parse(text.encode(), "e.toml"), "e")


def routine(text: str = ROUTINE) -> Routine:
    return parse_routine(parse(text.encode(), "r.toml"), "r")


def problems(text: str, *, of_exercise: bool = False) -> tuple[Problem, ...]:
    with pytest.raises(BadFile) as refusal:
        (exercise if of_exercise else routine)(text)
    return refusal.value.problems


def at(line: int, column: int) -> Place:
    return Place("r.toml", line, column)


@pytest.mark.parametrize("written", ['"none"', '["None"]', '[["nothing"]]', "[]"])
def test_equipment_that_is_none_is_nothing(written: str) -> None:
    read = exercise(EXERCISE.replace('[["tennis ball", "rolled sock"], "wall"]', written))

    assert read.equipment == ()


def test_an_exercise_is_read_whole() -> None:
    assert exercise() == Exercise(
        id="e",
        name="Doorway chest stretch",
        category=Category.STRETCHES,
        level=Level.MODERATE,
        position=("standing",),
        equipment=(("tennis ball", "rolled sock"), ("wall",)),
        targets=("pectoralis major",),
        dose=DoseKeys(
            hold=Seconds(30),
            sets=3,
            rest=Seconds(90),
            ready=Seconds(4),
            pressure=4,
            places=("high", "low"),
            sides=Sides.EACH,
        ),
        say=Say(
            setup="Stand in a doorway.",
            move="Step through.",
            during=("Keep your chin level.",),
            phases=("pull", "hold"),
            release="and let go",
        ),
        source=Source("leaflet", "Advice", "A hospital"),
        place=Place("e.toml", 1, 1),
        most=DoseKeys(hold=Seconds(60), reps=15, duration=Seconds(120)),
        easier=VariantKeys("Lower your elbows.", DoseKeys(hold=Seconds(15))),
        harder=VariantKeys(exercise="corner-stretch"),
        caution=Caution(
            ("shoulder", "numbness"),
            ("a shoulder that has dislocated",),
            "Stop if it pinches.",
            "towel-roll",
        ),
    )


def test_what_an_exercise_says_can_be_found_again_in_its_file() -> None:
    places = exercise().places

    assert places["say", "phases", 1] == Place("e.toml", 17, 19)
    assert places["dose", "rest"] == Place("e.toml", 10, 42)


def test_a_routine_is_read_whole_with_the_place_of_each_step() -> None:
    steps = (
        SayStep(("Push your chair back.",), at(7, 1)),
        Do("chin-tuck", at(11, 12), DoseKeys(hold=Seconds(3), reps=4), "Slowly. Gently.", optional=True),
        Rest(Seconds(15), at(17, 1), "Breathe."),
        Round(
            2,
            (
                Do(
                    "row",
                    at(24, 18),
                    DoseKeys(tempo=(Seconds(3), Seconds(0), Seconds(3)), sides=Sides.ALTERNATE),
                ),
                Do("sigh", at(25, 18), DoseKeys(breath=(Seconds(4), Seconds(1.5), Seconds(6)))),
            ),
            at(21, 1),
        ),
    )

    assert routine() == Routine(
        "r",
        "Desk reset",
        Category.POSTURE,
        Level.GENTLE,
        5,
        steps,
        at(1, 1),
        "Five minutes beside your chair.",
        Source("common practice"),
    )


STEPS: list[tuple[str, int, str, str]] = [
    # the lines of one step, the column on its last line, the message, the mend
    ("hold = 5", 3, "this step says nothing to do.", "Give it exercise, rest, say or repeat."),
    ('exercize = "row"', 1, "there is no key 'exercize' here.", "Did you mean exercise?"),
    (
        'exercise = "../row"',
        12,
        "exercise is not the name of a file.",
        "Write small letters, figures and hyphens, such as row.",
    ),
    (
        'exercise = "Row.toml"',
        12,
        "exercise is not the name of a file.",
        "Write small letters, figures and hyphens, such as row.",
    ),
    (
        'exercise = "Wall Angel"',
        12,
        "exercise is not the name of a file.",
        "Write small letters, figures and hyphens, such as wall-angel.",
    ),
    ("exercise = 5", 12, "exercise is not text.", 'Put it in quotes, such as "…".'),
    ('exercise = "row"\nreps = "8"', 8, "reps is not a whole number.", "Write it without quotes or point"),
    ('exercise = "row"\nreps = 1.5', 8, "reps is not a whole number.", "Write it without quotes or point"),
    ('exercise = "row"\nreps = true', 8, "reps is not a whole number.", "Write it without quotes or point"),
    ('exercise = "row"\nreps = 0', 8, "reps is too small.", "Give at least 1."),
    ('exercise = "row"\nreps = -8', 8, "reps is too small.", "Give at least 1."),
    ('exercise = "row"\nreps = 101', 8, "reps is too large.", "Give at most 100."),
    ('exercise = "row"\nsets = 11', 8, "sets is too large.", "Give at most 10."),
    ('exercise = "row"\nhold = 0.5', 8, "hold is too small.", "Give at least 1 s."),
    ('exercise = "row"\nhold = "2 h"', 8, "hold is too large.", "Give at most 60 min."),
    ('exercise = "row"\nhold = "-5 s"', 8, '"-5 s" is not a duration.', "Write it such as"),
    ('exercise = "row"\nhold = -5', 8, "a duration is nought or more seconds.", "Write it such as 30"),
    ('exercise = "row"\nhold = nan', 8, "a duration is nought or more seconds.", "Write it such as 30"),
    ('exercise = "row"\nhold = inf', 8, "a duration is nought or more seconds.", "Write it such as 30"),
    ('exercise = "row"\nhold = "a while"', 8, '"a while" is not a duration.', "Write it such as"),
    ('exercise = "row"\nhold = "\\u001b[31m9\\n0"', 8, '"[31m9 0" is not a duration.', "Write it such as"),
    ('exercise = "row"\nhold = [30]', 8, "this is not a duration.", "Write it as seconds or text"),
    ('exercise = "row"\nhold = 2024-01-01', 8, "this is not a duration.", "Write it as seconds or text"),
    ('exercise = "row"\nduration = "61 min"', 12, "duration is too large.", "Give at most 60 min."),
    ('exercise = "row"\ncadence = 29', 11, "cadence is too small.", "Give at least 30."),
    ('exercise = "row"\ncadence = 201', 11, "cadence is too large.", "Give at most 200."),
    ('exercise = "row"\ncadence = true', 11, "cadence is not a number.", "Write it without quotes"),
    ('exercise = "row"\npressure = 11', 12, "pressure is too large.", "Give at most 10."),
    ('exercise = "row"\nrelax = 61', 9, "relax is too large.", "Give at most 1 min."),
    ('exercise = "row"\nready = 61', 9, "ready is too large.", "Give at most 1 min."),
    ('exercise = "row"\nrest = "11 min"', 8, "rest is too large.", "Give at most 10 min."),
    ('exercise = "row"\ntempo = "3"', 9, "tempo has too few entries.", "Give at least 2."),
    ('exercise = "row"\ntempo = "3-1-1-1-1"', 9, "tempo has more than 4 entries.", "Leave some out."),
    ('exercise = "row"\ntempo = "3-x"', 9, '"3-x" is not seconds a phase.', "Write it such as"),
    ('exercise = "row"\ntempo = 33', 9, "the seconds of each phase are text.", "Write them such as"),
    ('exercise = "row"\ntempo = "0-1-3"', 9, "a phase lasts 0 seconds.", "Give it between 0.5 and 20."),
    ('exercise = "row"\ntempo = "nan-1-3"', 9, "a phase lasts nan seconds.", "Give it between 0.5 and 20."),
    ('exercise = "row"\nbreath = "4-21"', 10, "a phase lasts 21 seconds.", "Give it between 0.5 and 20."),
    ('exercise = "row"\nplaces = []', 10, "places has too few entries.", "Give at least 1."),
    (
        'exercise = "row"\nsides = "both"',
        9,
        "sides cannot be 'both'.",
        "It may be none, each, alternate, one.",
    ),
    (
        'exercise = "row"\noptional = "yes"',
        12,
        "optional is neither true nor false.",
        "Write optional = true",
    ),
    ('exercise = "row"\nhold = 5\ntempo = "3-3"', 1, "hold and tempo are two kinds of work.", "Keep one"),
    ('exercise = "row"\nreps = 5\nduration = 30', 1, "reps and duration are two amounts", "Keep one"),
    ("rest = 15\nreps = 5", 1, "reps belongs to an exercise, and this step names none.", "Add exercise = …"),
    ('rest = ""', 8, "a duration is empty.", "Write it such as"),
    ('say = "…!"', 7, "this text has nothing in it that can be said.", "Write words, or leave the key out."),
    (
        'say = "\\u200b\\u202e\\u0007"',
        7,
        "this text has nothing in it that can be said.",
        "Write words, or leave the key out.",
    ),
    (
        'say = "<speak></speak>"',
        7,
        "this text has nothing in it that can be said.",
        "Write words, or leave the key out.",
    ),
    ("say = []", 7, "say has too few entries.", "Give at least 1."),
    ('say = ["Sit.", 5]', 16, "an entry of say is not text.", 'Put it in quotes, such as "…".'),
    (f'say = "{"a" * 1_000 * 900}"', 7, "say is longer than 600 characters.", "Split it into sentences."),
    ("repeat = 2", 1, "a round has repeat and no steps.", "Write both, such as"),
    ('steps = [{ say = "x" }]', 1, "a round has steps and no repeat.", "Write both, such as"),
    ('repeat = 21\nsteps = [{ say = "x" }]\noptional = true', 0, "repeat is too large.", "Give at most 20."),
    (
        'repeat = 2\nsteps = [{ say = "x" }]\nrest = 5',
        1,
        "rest stands beside the steps of a round.",
        "Put it in one",
    ),
    ("repeat = 2\nsteps = [5]", 10, "an entry of steps is not a table.", "Write its keys on lines below"),
    ("repeat = 2\nsteps = []", 9, "steps has too few entries.", "Give at least 1."),
]


@pytest.mark.parametrize(("step", "column", "message", "mend"), STEPS, ids=[row[0][-40:] for row in STEPS])
def test_what_is_wrong_in_a_step_is_told_at_its_key_or_value(
    step: str, column: int, message: str, mend: str
) -> None:
    head = 'name = "x"\ncategory = "posture"\nlevel = "gentle"\nminutes = 5\n[[step]]\n'

    found = problems(head + step)

    assert len(found) == 1
    assert found[0].message.startswith(message)
    assert found[0].mend.startswith(mend)
    assert found[0].message.endswith(".")
    if column == 3:
        assert found[0].place.line == 5
    elif column:
        assert found[0].place == at(5 + len(step.splitlines()), column)


EXERCISE_ROWS: list[tuple[str, str, str, str]] = [
    # what is written in the good file, what stands in its place, where, what is told
    ('level = "moderate"', 'level = "modrate"', "5:9", "level cannot be 'modrate'. Did you mean moderate?"),
    ('level = "moderate"', "level = 2", "5:9", "level cannot be '2'. It may be gentle, moderate, strong."),
    ('"stretches"', '"strechtes"', "4:12", "category cannot be 'strechtes'. Did you mean stretches?"),
    ('"shoulder", ', '"sholder", ', "28:9", "tags cannot be 'sholder'. Did you mean shoulder?"),
    (
        '"leaflet"',
        '"blog"',
        "36:8",
        "kind cannot be 'blog'. It may be guideline, trial, leaflet, common practice.",
    ),
    ('title = "Advice"\n', "", "33:2", "this leaflet has no title. Add title"),
    ("format = 1", "format = 2", "1:10", "this file is in format 2, and this coach knows none after 1."),
    ('"en"', '"de"', "2:12", "language cannot be 'de'. It may be en."),
    ('setup = "Stand in a doorway."\n', "", "13:1", "setup is missing. Add a line setup = …"),
    ('name = "Doorway chest stretch"\n', "", "1:1", "name is missing. Add a line name = …"),
    ('name = "Doorway chest stretch"', "name = 5", "3:8", "name is not text."),
    (
        '"Doorway chest stretch"',
        f'"{"x" * 81}"',
        "3:8",
        "name is longer than 80 characters. Make it shorter.",
    ),
    ("targets", "tragets", "8:1", "there is no key 'tragets' here. Did you mean targets?"),
    ("during", "durring", "16:1", "there is no key 'durring' here. Did you mean during?"),
    ('"standing"', "[]", "6:12", "position has too few entries."),
    ('"wall"]', "5]", "7:46", "an entry of equipment is not text."),
    ('hold = "60 s", reps', "sets = 2, reps", "11:10", "there is no key 'sets' here."),
    ('most = { hold = "60 s"', "most = { hold = 0", "11:17", "hold is too small. Give at least 1 s."),
    ("[say]", "[[say]]", "13:3", "say is not a table."),
    ('say = "Lower your elbows."\ndose = { hold = "15 s" }\n', "", "20:2", "easier changes nothing."),
    (
        'dose = { hold = "15 s" }',
        'dose = { breath = "4-4" }',
        "22:19",
        "with breath it is not said how much.",
    ),
    ('hold = "30 s", sets', "sets", "10:8", "the dose says nothing to do. Add one of reps, hold or duration"),
]


@pytest.mark.parametrize(
    ("old", "new", "where", "told"), EXERCISE_ROWS, ids=[row[1][-40:] for row in EXERCISE_ROWS]
)
def test_what_is_wrong_in_an_exercise_is_told_at_its_place(old: str, new: str, where: str, told: str) -> None:
    assert EXERCISE.count(old) == 1

    found = problems(EXERCISE.replace(old, new), of_exercise=True)

    assert [str(problem)[: len(f"e.toml:{where}: {told}")] for problem in found] == [
        f"e.toml:{where}: {told}"
    ]


def test_all_problems_of_a_file_come_at_once_in_the_order_of_their_lines() -> None:
    text = ROUTINE.replace("minutes = 5", 'minutes = "5"').replace('"posture"', '"postures"')
    text = text.replace("reps = 4", 'reps = 0\ntempo = "3-3"\ncolour = 1')

    found = problems(text)

    assert [(problem.place.line, problem.rule) for problem in found] == [
        (2, "unknown-word"),
        (4, "bad-value"),
        (13, "bad-value"),
        (14, "two-kinds"),
        (15, "unknown-key"),
    ]


def test_a_bomb_of_rounds_is_refused_before_anything_is_unrolled() -> None:
    inner = '{ say = "x" }'
    for _ in range(3):
        inner = f"{{ repeat = 20, steps = [ {inner} ] }}"
    text = ROUTINE.split("[[step]]")[0]

    [many] = problems(
        f"{text}\n[[step]]\nrepeat = 20\nsteps = [ {{ repeat = 20, steps = [ {{ repeat = 20, steps = "
        f'[ {{ say = "x" }} ] }} ] }} ]\n'
    )
    [deep] = problems(f"{text}\n[[step]]\nrepeat = 20\nsteps = [ {inner} ]\n")

    assert (many.rule, many.place.line) == ("too-many-steps", 9)
    assert many.message == "with its rounds unrolled this routine has 8,000 steps."
    assert (deep.rule, deep.mend) == ("too-deep", "Keep rounds within rounds to 3.")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"key{number} = 1\n" for number in range(60_000)),
        "step = [" + "{}," * 200_000 + "]",
        "step = [" + '{ say = "x" },' * 60_000 + "]",
        "step = " + "[" * 300 + "]" * 300,
        'step = [ { say = "' + "word " * 190_000 + '" } ]',
        '"' + "k" * 900_000 + '" = 1',
    ],
    ids=["keys", "empty steps", "steps", "depth", "a long text", "a long key"],
)
def test_a_file_full_of_trouble_is_told_in_few_words(text: str) -> None:
    found = problems(text)

    assert len(found) <= 51
    assert all(len(str(problem)) < 400 for problem in found)


def test_what_a_text_might_command_is_kept_as_data_and_lost_on_its_way_out() -> None:
    said = "\x1b[31mSit\x07 [[volm 0]] <speak>down</speak> [red]now\u202e."
    written = said.encode("unicode_escape").decode().replace("\\x", "\\u00")

    [talk, *_] = routine(ROUTINE.replace("Push your chair back.", written)).steps

    assert isinstance(talk, SayStep)
    assert talk.lines == (said,)
    assert "\x1b" not in for_terminal(said)
    assert "\\[red]" in for_markup(said)
    assert for_speech(said).split() == ["31mSit", "down", "red", "now."]


def test_every_key_of_a_file_is_described() -> None:
    for table in (ExerciseTable, RoutineTable):
        schema = table.model_json_schema()
        tables = [schema, *(d for d in schema["$defs"].values() if "properties" in d)]

        assert [
            key for t in tables for key, row in t["properties"].items() if not row.get("description")
        ] == []


def test_what_comes_with_coach_is_good() -> None:
    files = sorted((Path(__file__).parents[3] / "routines").rglob("*.toml"))

    for file in files:
        document = parse(file.read_bytes(), file.name)
        if file.parent.name == "exercises":
            parse_exercise(document, file.stem)
        else:
            parse_routine(document, file.stem)

    assert len(files) >= 45


KEYS = st.sampled_from(
    [
        "name",
        "category",
        "level",
        "minutes",
        "step",
        "say",
        "dose",
        "rest",
        "exercise",
        "repeat",
        "steps",
        "reps",
        "hold",
        "tempo",
        "breath",
        "sides",
        "most",
        "easier",
        "source",
        "kind",
        "caution",
        "tags",
        "position",
        "equipment",
        "during",
        "phases",
        "optional",
        "duration",
        "cadence",
    ]
)
LEAVES = (
    st.sampled_from(["posture", "gentle", "chin-tuck", "30 s", "2-1-3", "each", "trial", "neck"])
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.text(max_size=8)
)
TABLES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, TABLES, max_size=9))
def test_any_values_make_a_file_or_problems_and_nothing_else(value: dict[str, Any]) -> None:
    document = replace(parse(b"", "x.toml"), value=value)

    found = wrong(parse_exercise, document) + wrong(parse_routine, document)

    assert all(problem.message.endswith(".") and problem.rule for problem in found)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_in_a_routine_makes_it_a_file_or_problems_inside_it(key: str, said: str) -> None:
    data = f'{ROUTINE}\n[{key}]\nsay = "{said}"\n'.encode("utf-8", "replace")
    lines = data.decode().split("\n")

    found = wrong(lambda data, name: parse_routine(parse(data, name), name), data)

    for place in (problem.place for problem in found):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def wrong(read: Callable[[Any, str], object], given: object) -> tuple[Problem, ...]:
    try:
        read(given, "x")
    except BadFile as bad:
        return bad.problems
    return ()
