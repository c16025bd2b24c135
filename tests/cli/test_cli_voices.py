"""`coach voices` lists what can speak, as the settings write it."""

import json
import sys
from pathlib import Path

import pytest
from called import coach

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")


def test_the_voices_are_listed_english_first_and_the_one_in_force_is_marked(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices")

    head, *rows = [line.split() for line in ran.stdout.splitlines()]
    marked = [row for row in rows if row[0] == "*"]
    languages = [row[2 if row[0] == "*" else 1] for row in rows]
    english = [language.startswith("en") for language in languages]
    assert ran.returncode == 0
    assert head == ["VOICE", "LANGUAGE", "NAME"]
    assert marked == [["*", "espeak:gmw/en-us", "en-us", "English", "(America)"]]
    assert english == sorted(english, reverse=True)
    assert not all(english)


def test_as_json_they_are_records(tmp_path: Path) -> None:
    records = json.loads(coach(tmp_path, "voices", "--json").stdout)

    [chosen] = [record for record in records if record["in_force"]]
    assert chosen == {
        "id": "espeak:gmw/en-us",
        "name": "English (America)",
        "language": "en-us",
        "in_force": True,
    }
    assert len(records) > 100


def test_a_voice_that_is_listed_can_be_kept_and_is_then_in_force(tmp_path: Path) -> None:
    records = json.loads(coach(tmp_path, "voices", "--json").stdout)
    scottish = next(record["id"] for record in records if record["language"] == "en-gb-scotland")
    kept = coach(tmp_path, "config", "set", "voice", scottish)
    after = json.loads(coach(tmp_path, "voices", "--json").stdout)
    said = coach(tmp_path, "say", "Hello.")

    assert kept.stdout == f'voice = "{scottish}"\n'
    assert [record["id"] for record in after if record["in_force"]] == [scottish]
    assert said.returncode == 0


def test_an_engine_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices", env={"COACH_VOICE": "nosuch:x"})

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("The speech engine nosuch cannot be used: ")
    assert ran.stderr.endswith("Run: coach doctor\n")
