"""`coach voices` lists what can speak, and adds, tries, keeps and prepares voices."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

import pytest
from called import coach
from lived import NO_SOUND, clean_env

from coach.speech.voices.natural import model_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")
needs_heart = pytest.mark.skipif(not model_path(), reason="hibari-tts is not made for this machine")
needs_piper = pytest.mark.skipif(find_spec("piper") is None, reason="the extra `piper` is not installed")

AUTO = {**NO_SOUND, "COACH_VOICE": "auto"}
KEPT = {**NO_SOUND, "COACH_VOICE": ""}
"""As the settings have it."""
ROUTINE = """
name = "Short"
category = "relaxation"
level = "gentle"
minutes = 1

[[step]]
say = ["Let your jaw hang.", "Breathe out slowly."]
"""


def short(home: Path) -> None:
    routines = home / "config" / "routines"
    routines.mkdir(parents=True)
    (routines / "short.toml").write_text(ROUTINE)


def rows(stdout: str) -> tuple[list[str], list[list[str]]]:
    head, *others = [line.split() for line in stdout.splitlines()]
    return head, others


def test_the_english_voices_are_listed_and_the_one_in_force_is_marked(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices")

    head, listed = rows(ran.stdout)
    marked = [row for row in listed if row[0] == "*"]
    assert ran.returncode == 0
    assert head == ["VOICE", "NAME", "LANGUAGE", "LICENCE", "WORK"]
    assert [row[:5] for row in marked] == [["*", "espeak:gmw/en-us", "English", "(America)", "en-us"]]
    assert float(marked[0][-1]) < 1
    assert "coach voices use NAME" in ran.stderr


def test_as_json_they_are_records_and_all_are_those_of_every_language(tmp_path: Path) -> None:
    records = json.loads(coach(tmp_path, "voices", "--all", "--json").stdout)

    [chosen] = [record for record in records if record["in_force"]]
    work = chosen.pop("work")
    assert chosen == {
        "id": "espeak:gmw/en-us",
        "engine": "espeak",
        "name": "English (America)",
        "language": "en-us",
        "licence": "GPL-3.0-or-later",
        "in_force": True,
    }
    assert 0 < work < 1
    assert len(records) > 100
    assert len({record["language"] for record in records}) > 50


@needs_heart
def test_the_natural_voice_is_in_force_where_it_is_installed_with_its_licence_and_its_work(
    tmp_path: Path,
) -> None:
    records = json.loads(coach(tmp_path, "voices", "--json", env=AUTO).stdout)

    first = records[0]
    assert first["in_force"]
    assert (first["id"], first["engine"], first["language"]) == ("hibari:heart", "hibari", "en-us")
    assert first["licence"] == "Apache-2.0"
    assert 0 < first["work"] < 0.5


def test_a_voice_that_is_listed_can_be_used_and_is_then_in_force(tmp_path: Path) -> None:
    used = coach(tmp_path, "voices", "use", "gmw/en-gb-scotland", env=KEPT)
    after = json.loads(coach(tmp_path, "voices", "--json", env=KEPT).stdout)
    said = coach(tmp_path, "say", "Hello.", env=KEPT)
    undone = coach(tmp_path, "voices", "use", "auto", env=KEPT)

    assert used.returncode == undone.returncode == 0
    assert [record["id"] for record in after if record["in_force"]] == ["espeak:gmw/en-gb-scotland"]
    assert said.returncode == 0
    assert 'voice = "auto"' in (tmp_path / "config" / "config.toml").read_text()


def test_the_system_s_engine_can_be_used_by_its_name_alone(tmp_path: Path) -> None:
    used = coach(tmp_path, "voices", "use", "espeak", env=KEPT)

    assert used.stdout.startswith("From now on: espeak-ng, English (America).")
    assert 'voice = "espeak:gmw/en-us"' in (tmp_path / "config" / "config.toml").read_text()


@needs_heart
def test_the_natural_voice_can_be_used_by_that_name(tmp_path: Path) -> None:
    used = coach(tmp_path, "voices", "use", "natural", env=KEPT)

    assert used.stdout.startswith("From now on: Heart, natural.")
    assert 'voice = "hibari:heart"' in (tmp_path / "config" / "config.toml").read_text()


def test_a_voice_that_is_not_there_is_told_with_the_nearest_and_changes_nothing(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices", "use", "gmw/en-scotland")

    assert ran.returncode == 1
    assert ran.stderr.startswith("There is no voice 'gmw/en-scotland'. Nearest: ")
    assert not (tmp_path / "config" / "config.toml").exists()


def test_an_engine_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices", env={**NO_SOUND, "COACH_VOICE": "nosuch:x"})

    assert ran.returncode == 1
    assert "The voice in force, nosuch:x, is not there. Run: coach config set voice auto" in ran.stderr


def test_a_voice_that_is_tried_says_its_three_lines(tmp_path: Path) -> None:
    ran = coach(tmp_path, "voices", "try", "gmw/en")

    assert ran.returncode == 0
    assert len(list((tmp_path / "cache" / "clips").glob("*.wav"))) == 3


def test_the_clips_of_a_routine_are_made_beforehand(tmp_path: Path) -> None:
    short(tmp_path)

    brisk = {**NO_SOUND, "COACH_RATE": "220"}
    ran = coach(tmp_path, "voices", "prepare", "short", env=brisk)
    clips = {path.name for path in (tmp_path / "cache" / "clips").glob("*.wav")}
    coach(tmp_path, "start", "short", "--json", env=brisk)
    after = {path.name for path in (tmp_path / "cache" / "clips").glob("*.wav")}

    assert ran.returncode == 0
    assert ran.stdout.startswith("Ready: ")
    assert ran.stderr == "Speaking\n"
    assert len(clips) > 5
    assert after == clips


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path: Path) -> None:
    short(tmp_path)
    ours, theirs = os.openpty()

    ran = subprocess.run(
        [sys.executable, "-m", "coach", "voices", "prepare", "short"],
        env=clean_env(tmp_path, {**NO_SOUND, "TERM": "xterm"}),
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=60,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)

    assert ran.returncode == 0
    assert "100%" in shown


def test_a_voice_of_another_language_is_refused_with_those_that_fit(tmp_path: Path) -> None:
    ran = coach(tmp_path, "start", "desk-reset", "--voice", "gmw/de")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "speaks de, and the routine is in en. These voices fit: " in ran.stderr
    assert "espeak:gmw/en-us" in ran.stderr
    assert not list((tmp_path / "cache").glob("clips/*.wav"))


@needs_piper
def test_a_voice_of_one_s_own_is_added_used_and_heard(tmp_path: Path) -> None:
    from coach.speech.voices.installed import chosen

    bundled = chosen("piper").model
    copyfile(bundled, tmp_path / "en_US-mine-low.onnx")
    copyfile(f"{bundled}.json", tmp_path / "en_US-mine-low.onnx.json")

    added = coach(tmp_path, "voices", "add", str(tmp_path / "en_US-mine-low.onnx"))
    again = coach(tmp_path, "voices", "add", str(tmp_path / "en_US-mine-low.onnx"))
    used = coach(tmp_path, "voices", "use", "piper:en_US-mine-low", env=KEPT)
    said = coach(tmp_path, "say", "Sit tall.", env=KEPT)

    assert (added.returncode, added.stderr.splitlines()[0]) == (0, "Trying en_US-mine-low.")
    assert added.stdout == "Added: piper:en_US-mine-low. It names no licence.\n"
    assert again.returncode == 2
    assert again.stderr.startswith("There is a voice en_US-mine-low already.")
    assert used.stdout.startswith("From now on: Mine, natural.")
    assert said.returncode == 0


@needs_heart
def test_a_voice_of_hibari_that_would_be_downloaded_is_refused(tmp_path: Path) -> None:
    used = coach(tmp_path, "voices", "use", "hibari:emma", env=KEPT)

    assert (used.returncode, used.stdout) == (1, "")
    assert used.stderr == (
        "hibari's voice 'emma' would have to be downloaded, which coach never does. "
        "The one that comes along is hibari:heart; `coach voices` lists the others.\n"
    )


@pytest.mark.parametrize(
    ("voice", "named", "package"),
    [("piper", "Piper", "piper-tts"), ("natural", "The natural voice", "hibari-tts==")],
)
def test_a_voice_that_is_asked_for_where_it_is_not_installed_names_the_command(
    tmp_path: Path, voice: str, named: str, package: str
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, package=None: "
        "None if name in ('hibari', 'piper') else find(name, package)\n"
    )
    env = {**NO_SOUND, "COACH_VOICE": voice, "PYTHONPATH": str(hidden)}

    ran = coach(tmp_path, "start", "desk-reset", env=env)
    doctor = coach(tmp_path, "doctor", env=env)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"{named} is not installed. Install it with: ")
    assert f"pip install {package}" in ran.stderr
    assert f"pip install {package}" in doctor.stdout
