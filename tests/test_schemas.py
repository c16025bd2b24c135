"""The JSON Schemas take what coach takes, and tell an editor of what it would not."""

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import tomli
from called import coach
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from searching import examples

from coach import schemas
from coach.config.settings import SPEC
from coach.errors import BadFile
from coach.files.document import Document
from coach.files.paths import data_root
from coach.reminder.file.parse import parse_reminders
from coach.reminder.file.store import add, own_file
from coach.reminder.file.template import header
from coach.routine.format.parse import parse_exercise, parse_routine
from coach.routine.format.templates import schema_line
from coach.routine.kind import Kind

ROUTINES = data_root() / "routines"
FILES = sorted(ROUTINES.rglob("*.toml"))
VALIDATORS = {kind: Draft202012Validator(schemas.schema(kind)) for kind in schemas.KINDS}
BESIDE = Path(sys.executable).parent / "taplo"
TAPLO = str(BESIDE) if BESIDE.exists() else shutil.which("taplo")
taplo = pytest.mark.skipif(TAPLO is None, reason="there is no taplo here; `pip install taplo` brings it")

ROUTINE = """\
name = "Desk reset"
category = "posture"
level = "gentle"
minutes = 5

[[step]]
exercise = "chin-tuck"
hold = "3 s"
reps = 4

[[step]]
repeat = 2
steps = [{ exercise = "row", reps = 6 }, { rest = "15 s" }]
"""

EXERCISE = """\
name = "Row"
category = "strengthening"
level = "gentle"
position = "seated"
equipment = [["band", "towel"], "chair"]
dose = { reps = 8, tempo = "2-1-3" }

[say]
setup = "Sit."
move = "Pull."

[caution]
tags = "neck"

[source]
kind = "leaflet"
title = "Advice"
"""

REMINDERS = """\
[reminder.desk-reset]
routine = "desk-reset"
at = ["10:30", "15:00"]
days = "mon-fri"
from = 2026-12-01
window = "1 h"

[reminder.stretch]
category = "stretches"
every = "2 h"
between = "9:00-18:00"
zone = "Europe/Berlin"
"""

WRONG = [
    ("routine", 'name = "Desk reset"', 'nam = "Desk reset"'),
    ("routine", 'name = "Desk reset"', "name = 5"),
    ("routine", 'name = "Desk reset"', 'name = ""'),
    ("routine", 'name = "Desk reset"', f'name = "{"x" * 81}"'),
    ("routine", '"posture"', '"postures"'),
    ("routine", '"gentle"', '"soft"'),
    ("routine", "minutes = 5", "minutes = 500"),
    ("routine", "minutes = 5", 'minutes = "5"'),
    ("routine", "minutes = 5", "minutes = 5\nformat = 99"),
    ("routine", "minutes = 5", 'minutes = 5\nlanguage = "de"'),
    ("routine", 'exercise = "chin-tuck"', 'exercise = "../chin-tuck"'),
    ("routine", 'exercise = "chin-tuck"\n', ""),
    ("routine", '"3 s"', '"3 sx"'),
    ("routine", '"3 s"', "-3"),
    ("routine", '"3 s"', '"3 s"\ntempo = "2-2"'),
    ("routine", "reps = 4", "reps = 101"),
    ("routine", "reps = 4", "reps = 4.5"),
    ("routine", "reps = 4", "reps = true"),
    ("routine", "reps = 4", 'reps = 4\nduration = "1 min"'),
    ("routine", "reps = 4", "reps = 4\nrep = 4"),
    ("routine", "reps = 4", 'reps = 4\nsides = "both"'),
    ("routine", "reps = 4", "reps = 4\noptional = 1"),
    ("routine", "repeat = 2\n", ""),
    ("routine", "repeat = 2", "repeat = 21"),
    ("routine", '[{ exercise = "row", reps = 6 }, { rest = "15 s" }]', "[]"),
    ("routine", '{ exercise = "row", reps = 6 }', '{ exercise = "row", rebs = 6 }'),
    ("exercise", 'position = "seated"\n', ""),
    ("exercise", 'position = "seated"', "position = []"),
    ("exercise", '[["band", "towel"], "chair"]', '[[["band"]], "chair"]'),
    ("exercise", '"2-1-3"', '"2-1-3-1-1"'),
    ("exercise", '"2-1-3"', "2"),
    ("exercise", '"2-1-3"', '"two-one"'),
    ("exercise", 'move = "Pull."\n', ""),
    ("exercise", 'tags = "neck"', 'tags = ["neck", "knee"]'),
    ("exercise", 'tags = "neck"', 'instead = "Chin Tuck"'),
    ("exercise", '"leaflet"', '"a friend"'),
    ("exercise", 'title = "Advice"\n', ""),
    ("exercise", "[source]", "[easier]\ndose = { hold = 3, tempo = '2-2' }\n[source]"),
    ("reminders", 'routine = "desk-reset"', 'routine = "Desk Reset"'),
    ("reminders", 'routine = "desk-reset"\n', ""),
    ("reminders", 'routine = "desk-reset"', 'routine = "desk-reset"\ncategory = "posture"'),
    ("reminders", "[reminder.desk-reset]", "[reminder.Desk_Reset]"),
    ("reminders", "[reminder.desk-reset]", "[remind.desk-reset]"),
    ("reminders", '"10:30"', '"10.30"'),
    ("reminders", '"10:30"', '"25:00"'),
    ("reminders", '"10:30"', "10"),
    ("reminders", '["10:30", "15:00"]', "[]"),
    ("reminders", '"mon-fri"', '"mon-friday-sun"'),
    ("reminders", '"mon-fri"', '["mon", "fry"]'),
    ("reminders", "2026-12-01", "true"),
    ("reminders", "2026-12-01", '"1.12.2026"'),
    ("reminders", '"1 h"', '"1 hx"'),
    ("reminders", '"1 h"', "60"),
    ("reminders", '"2 h"', '"2 h"\nat = "9:00"'),
    ("reminders", 'every = "2 h"', 'at = "9:00"'),
    ("reminders", '"9:00-18:00"', '"9:00"'),
    ("reminders", "zone =", "zones ="),
    ("reminders", "zone =", "speak = 1\nzone ="),
    ("reminders", "zone =", 'voice = ""\nzone ='),
]


def kind_of(path: Path) -> str:
    return "exercise" if path.parent.name == "exercises" else "routine"


TEXTS = {"exercise": EXERCISE, "routine": ROUTINE, "reminders": REMINDERS}
PARSERS: dict[str, Callable[[Document], object]] = {
    "exercise": lambda document: parse_exercise(document, "x"),
    "routine": lambda document: parse_routine(document, "x"),
    "reminders": parse_reminders,
}


def wrong(kind: str, value: object) -> list[str]:
    return [error.message for error in VALIDATORS[kind].iter_errors(as_json(value))]


def as_json(value: object) -> object:
    """Return the value as editors have it: a date or a time of TOML's own is text."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def taken(kind: str, value: dict[str, Any]) -> bool:
    document = Document("x.toml", value, "")
    try:
        PARSERS[kind](document)
    except BadFile:
        return False
    return True


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_each_is_a_good_schema_of_its_draft(kind: str) -> None:
    schema = schemas.schema(kind)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_file_that_comes_with_coach_is_good() -> None:
    told = {path.name: wrong(kind_of(path), tomli.loads(path.read_text("utf-8"))) for path in FILES}

    assert len(told) > 80
    assert {name: errors for name, errors in told.items() if errors} == {}
    assert wrong("config", tomli.loads((data_root() / "config.toml").read_text("utf-8"))) == []


@pytest.mark.parametrize(("kind", "old", "new"), WRONG, ids=[f"{new[:40]!r}" for _, _, new in WRONG])
def test_what_is_wrong_is_told_by_the_schema_and_by_coach(kind: str, old: str, new: str) -> None:
    text = TEXTS[kind]
    assert old in text

    good, bad = tomli.loads(text), tomli.loads(text.replace(old, new, 1))

    assert (wrong(kind, good), taken(kind, good)) == ([], True)
    assert wrong(kind, bad) != []
    assert not taken(kind, bad)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "rate = 300",
            "rate = 1.5",
            'detail = "loud"',
            "volume = -1",
            'quiet_before = "x"',
            "ask = 3",
            "x = 1",
        ),
        *("reminders.speak = true", 'reminders.quiet = "22"', "reminders.snooze = 5", "reminders.x = 1"),
        *("reminders = 1", "snooze = 60", 'reminders.terminal = ""', "reminders.away = 1"),
    ],
)
def test_a_wrong_setting_is_told(line: str) -> None:
    assert wrong("config", tomli.loads(line)) != []


def test_every_setting_is_there_with_its_default_and_what_is_said_of_it() -> None:
    top = schemas.schema("config")["properties"]

    inner = top["reminders"]["properties"]
    settings = {key: about for key, about in top.items() if key != "reminders"}
    settings |= {f"reminders.{key}": about for key, about in inner.items()}
    assert list(settings) == list(SPEC)
    assert len(top["reminders"]["description"]) > 20
    assert inner["snooze"]["description"] == "How long a reminder that you put off stays away."
    assert all(len(about["description"]) > 20 for about in settings.values())
    assert settings["rate"]["default"] == 155


def test_every_key_is_described_with_an_example_that_it_takes() -> None:
    for kind in PARSERS:
        whole = schemas.schema(kind)
        tables = {kind: whole, **{k: t for k, t in whole["$defs"].items() if "properties" in t}}
        for name, table in tables.items():
            for key, about in table["properties"].items():
                assert about.get("description"), f"{name}.{key}"
                assert about.get("examples"), f"{name}.{key}"
                one = Draft202012Validator({"$defs": whole["$defs"], **about})
                assert [error.message for error in one.iter_errors(about["examples"][0])] == [], (name, key)


VALUES = st.one_of(
    st.integers(-2, 4000),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.sampled_from(
        ["", "3 s", "1 min 30 s", "2-2", "4-4-4-4", "0-1", "neck", "gentle", "each", "row", "x" * 700]
    ),
    st.lists(st.sampled_from(["row", "Sit.", 3, ["band"], "", "9:00", "Sat-mon"]), max_size=3),
    st.sampled_from([time(9), time(9, 5, 30), date(2026, 1, 2), "9:00 – 7:05", "10:30:00", "Mon, tues-fri"]),
    st.dictionaries(st.sampled_from(["reps", "hold", "say", "exercise"]), st.sampled_from([8, "3 s", "row"])),
)


def ways(value: object, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [(*way, key) for key, _ in inner] + [w for key, part in inner for w in ways(part, (*way, key))]


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_coach_takes_no_schema_refuses(data: st.DataObject) -> None:
    files = st.sampled_from([(kind_of(path), path.read_text("utf-8")) for path in FILES])
    kind, text = data.draw(files | st.just(("reminders", REMINDERS)))
    value = tomli.loads(text)
    for _ in range(data.draw(st.integers(1, 2))):
        way = data.draw(st.sampled_from(ways(value)))
        value = changed(value, way, data.draw(VALUES))

    assert wrong(kind, value) == [] or not taken(kind, value)


def changed(value: dict[str, Any], way: tuple[str | int, ...], new: object) -> dict[str, Any]:
    whole: Any = copy.deepcopy(value)
    at = whole
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = new
    result: dict[str, Any] = whole
    return result


def linted(folder: Path, name: str, text: str) -> "subprocess.CompletedProcess[str]":
    """Have Taplo look at a file of a folder, with nothing but the file's own first line to go by."""
    assert TAPLO is not None
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return subprocess.run(
        [TAPLO, "lint", "--no-auto-config", "--colors", "never", str(file)],
        env={**os.environ, "RUST_LOG": "error"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    schemas.keep()
    return tmp_path / "config" / "routines"


def test_the_line_of_a_new_file_is_the_one_that_leads_to_the_schema(own: Path) -> None:
    assert schema_line(Kind.ROUTINE) == schemas.line("routine", own / "posture" / "a.toml") + "\n"
    assert schema_line(Kind.EXERCISE) == schemas.line("exercise", own / "exercises" / "a.toml") + "\n"


def test_the_line_of_a_new_file_of_reminders_is_the_one_that_leads_to_the_schema(own: Path) -> None:
    assert header().splitlines()[0] == schemas.line("reminders", own_file())


@taplo
def test_taplo_finds_a_new_file_of_reminders_good(own: Path) -> None:
    add("desk-reset", {"routine": "desk-reset", "at": ["9:00"], "until": date(2026, 12, 31), "speak": True})

    ran = linted(own_file().parent, own_file().name, own_file().read_text("utf-8"))

    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_line_for_editors_leads_to_the_schema_from_wherever_a_file_lies(own: Path) -> None:
    for name, kind in (
        ("a.toml", "routine"),
        ("posture/a.toml", "routine"),
        ("exercises/a.toml", "exercise"),
    ):
        way = schemas.line(kind, own / name).removeprefix("#:schema ")

        kept = ((own / name).parent / way).resolve()
        assert json.loads(kept.read_text("utf-8")) == schemas.schema(kind)


@taplo
@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        row
        for row in WRONG
        if row[0] == "reminders" or any(word in row[1] for word in ("posture", "title", "3 s", "repeat"))
    ],
)
def test_taplo_follows_the_line_and_tells_what_is_wrong(own: Path, kind: str, old: str, new: str) -> None:
    name = {"exercise": "exercises/a.toml", "routine": "posture/a.toml", "reminders": "../a.toml"}[kind]
    text = f"{schemas.line(kind, own / name)}\n{TEXTS[kind]}"

    good, bad = linted(own, name, text), linted(own, name, text.replace(old, new, 1))

    assert good.returncode == 0, good.stderr
    assert bad.returncode != 0
    assert "error" in bad.stderr


@taplo
def test_taplo_finds_every_file_that_comes_with_coach_good(own: Path) -> None:
    assert TAPLO is not None
    for kind in ("exercise", "routine"):
        files = [str(path) for path in FILES if kind_of(path) == kind]
        address = (schemas.folder() / f"{kind}.schema.json").as_uri()

        ran = subprocess.run(
            [TAPLO, "lint", "--no-auto-config", "--schema", address, *files],
            env={**os.environ, "RUST_LOG": "error"},
            capture_output=True,
            text=True,
            timeout=60,
        )

        assert (ran.returncode, ran.stderr) == (0, "")


@taplo
@pytest.mark.parametrize(
    "words", [("Morning neck",), ("Towel pull", "--exercise")], ids=["routine", "exercise"]
)
def test_taplo_finds_what_coach_new_makes_good_and_a_mistake_in_it(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    coach(tmp_path, "new", *words, env={"EDITOR": "true", "VISUAL": "true"})
    [file] = (tmp_path / "config" / "routines").rglob("*.toml")
    text = file.read_text("utf-8")

    good = linted(file.parent, file.name, text)
    bad = linted(file.parent, file.name, text.replace('"gentle"', '"soft"'))

    assert (good.returncode, bad.returncode) == (0, 1)
    assert '"soft" is not one of' in bad.stderr
