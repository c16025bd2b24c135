"""`coach show` says what a routine asks, and with --script all that will be heard and when."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from called import coach
from lived import at_home

from coach.files.paths import data_root

CAUTION = """
[caution]
tags = ["shoulder"]
avoid = ["a shoulder that has dislocated"]
stop = "Stop if it pinches."
"""


def with_caution(home: Path) -> Path:
    path = at_home(home) / "config" / "routines" / "exercises" / "tap.toml"
    path.write_text(path.read_text().replace("\n[source]", f"{CAUTION}\n[source]"))
    return home


def test_people_read_steps_cautions_sources_and_the_file_in_force(tmp_path: Path) -> None:
    ran = coach(with_caution(tmp_path), "show", "short")

    lines = ran.stdout.splitlines()
    file = tmp_path / "config" / "routines" / "education" / "short.toml"
    assert (ran.returncode, ran.stderr) == (0, "")
    assert lines[:3] == [
        "Short one: For listening.",
        "education, gentle, about 1 minute.",
        "Nothing is needed.",
    ]
    assert [line.split()[:2] for line in lines[4:7]] == [["1", "Sit"], ["2", "Tap"], ["3", "Well"]]
    assert "  Tap: " in ran.stdout
    assert "Stop if it pinches." in ran.stdout
    assert "  common practice" in lines
    assert lines[-1] == f"The file in force: {file}"


def test_as_json_it_is_one_record(tmp_path: Path) -> None:
    record = json.loads(coach(with_caution(tmp_path), "show", "short", "--json").stdout)

    assert (record["id"], record["category"], record["minutes"]) == ("short", "education", 1)
    assert record["steps"] == ["Sit tall", "Tap", "Well done"]
    assert record["equipment"] == []
    assert len(record["cautions"]) == 1
    assert record["sources"] == ["common practice"]


def test_an_exercise_of_ones_own_in_a_built_in_routine_is_told(tmp_path: Path) -> None:
    built_in = data_root() / "routines" / "exercises" / "shoulder-rolls.toml"
    own = tmp_path / "config" / "routines" / "exercises" / "shoulder-rolls.toml"
    own.parent.mkdir(parents=True)
    own.write_text(built_in.read_text())

    ran = coach(tmp_path, "show", "desk-reset")

    assert ran.stderr == f"{own} takes the place of the built-in shoulder-rolls here.\n"


def test_a_built_in_routine_names_its_file_in_the_checkout(tmp_path: Path) -> None:
    record = json.loads(coach(tmp_path, "show", "desk-reset", "--json").stdout)

    assert Path(record["file"]).name == "desk-reset.toml"
    assert Path(data_root(), "routines", "posture", "desk-reset.toml").samefile(record["file"])


def test_the_script_has_every_cue_with_its_exact_time_as_records(tmp_path: Path) -> None:
    path = at_home(tmp_path) / "config" / "routines" / "exercises" / "tap.toml"
    path.write_text(path.read_text().replace("1-0-1", "2-0-2"))

    ran = coach(tmp_path, "show", "short", "--script", "--json")

    records = json.loads(ran.stdout)
    counts = [record for record in records if record["kind"] == "count" and record["text"] in ("one", "two")]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [*records[0]] == ["at", "until", "kind", "text", "step"]
    assert records[0]["step"] == -1
    assert {record["kind"] for record in records} == {"line", "count", "chime"}
    assert all(record["at"] < record["until"] for record in records)
    assert all(a["at"] <= b["at"] for a, b in pairwise(records))
    assert [record["text"] for record in counts] == ["one", "two"]
    assert counts[1]["at"] - counts[0]["at"] == pytest.approx(4, abs=0.15)


def test_the_script_for_people_is_the_same_cues(tmp_path: Path) -> None:
    home = at_home(tmp_path)
    records = json.loads(coach(home, "show", "short", "--script", "--json").stdout)
    lines = coach(home, "show", "short", "--script").stdout.splitlines()

    assert len(lines) == len(records)
    assert lines[0] == f" 0:00.000  {records[0]['text']}"
    assert [float(line[3:9]) for line in lines] == pytest.approx(
        [record["at"] % 60 for record in records], abs=0.001
    )


def test_a_slower_rate_and_more_detail_make_a_longer_script(tmp_path: Path) -> None:
    home = at_home(tmp_path)

    def length(*words: str) -> float:
        records = json.loads(coach(home, "show", "short", "--script", "--json", *words).stdout)
        return float(records[-1]["until"])

    assert length("--rate", "110") > length("--rate", "220") + 5
    assert length("--detail", "full") > length("--detail", "quiet")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("shrt",), "There is no routine called 'shrt'. Nearest: short"),
        (("short", "--script", "--rate", "9"), "Write a whole number from 110 to 220."),
        (("short", "--script", "--detail", "much"), 'Write "full", "short" or "quiet".'),
        (
            ("short", "--rate", "140"),
            "--rate, --detail and --voice change what --script prints. Add --script.",
        ),
        ((), "Missing argument 'routine'."),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = coach(at_home(tmp_path), "show", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_all_that_is_wrong_in_a_file_is_shown_with_its_places(tmp_path: Path) -> None:
    path = at_home(tmp_path) / "config" / "routines" / "education" / "short.toml"
    path.write_text(path.read_text().replace('"gentle"', '"easy"').replace('"tap"', '"tpa"'))

    ran = coach(tmp_path, "show", "short")

    assert ran.returncode == 2
    assert f"{path}:3:9: " in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_word_that_does_not_fit_its_beat_at_the_slowest_rate_is_named_beside_the_script(
    tmp_path: Path,
) -> None:
    ran = coach(at_home(tmp_path), "show", "short", "--script")

    assert ran.returncode == 0
    assert f'{tmp_path}/config/routines/exercises/tap.toml:12:11: "down" takes ' in ran.stderr


def test_a_script_whose_voice_cannot_speak_says_so_for_its_lines(tmp_path: Path) -> None:
    ran = coach(at_home(tmp_path), "show", "short", "--script", "--voice", "nosuch:x")

    assert "This line could not be spoken (" in ran.stderr
    assert "Traceback" not in ran.stderr
