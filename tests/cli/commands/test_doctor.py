"""`coach doctor` tries every part for real, names what is broken with its mend, and never falls over."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND

from bench.recording import RATE, Sink, find, heard_from
from coach.cue.model import Role
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.speech.clips import Clips
from coach.speech.voices.voice import key, resolve

PARTS = [
    *("settings", "engine", "voice", "device", "scheduler"),
    *("settings folder", "history folder", "cache folder", "run folder"),
    *("history", "library", "clock"),
]


def states(ran: Ran) -> dict[str, str]:
    """Return how each part is, as the JSON tells it; of several findings the last."""
    assert "Traceback" not in ran.stderr
    return {finding["part"]: finding["state"] for finding in json.loads(ran.stdout)}


def said(ran: Ran, part: str) -> str:
    return " ".join(f"{f['what']} {f['mend']}" for f in json.loads(ran.stdout) if f["part"] == part)


def read_only(folder: Path) -> list[str]:
    """Make a folder one that cannot be written to; return the command before which that holds, root's too."""
    folder.chmod(0o500)
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and there is no setpriv to take that away")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def test_where_all_is_well_each_part_has_a_line_and_nothing_is_left_behind(
    tmp_path: Path, sink: Sink
) -> None:
    ran = coach(tmp_path, "doctor", env=sink.env)

    lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line[:9].strip() for line in lines] == ["ok"] * len(PARTS)
    assert [line[9:].split(":")[0] for line in lines] == PARTS
    assert "espeak" in lines[1] or sys.platform != "linux"
    assert "Null Output" in lines[3]
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"library.json"}


def test_with_sound_a_line_and_a_count_are_heard_on_the_beat(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = coach(tmp_path, "doctor", "--sound", env=sink.env)
        heard = recording.sound

    clips = Clips(tmp_path / "cache" / "clips")
    places = []
    for word in ("one", "two", "three"):
        clip = clips.get(key(for_speech(word), Role.COUNT, resolve("auto"), rates.USUAL))
        assert clip is not None
        place, alike = find(heard, clip.sound, 0, len(heard))
        assert alike > 0.9
        places.append(place + clip.onset)
    assert ran.returncode == 0
    assert ran.stderr == 'Playing to Null Output: a line, then "one, two, three".\n'
    assert 0 < heard_from(heard) < places[0] - RATE
    assert [places[1] - places[0], places[2] - places[1]] == pytest.approx([RATE, RATE], abs=RATE // 1000)


def test_without_a_device_the_package_is_named(tmp_path: Path) -> None:
    ran = coach(tmp_path, "doctor", "--json")

    assert ran.returncode == 1
    assert ran.stderr == "1 problem.\n"
    assert states(ran) == dict.fromkeys(PARTS, "ok") | {"device": "problem"}
    assert "pulse" in said(ran, "device")


def test_asked_to_play_without_a_device_it_says_that_nothing_was_played(tmp_path: Path) -> None:
    ran = coach(tmp_path, "doctor", "--sound")

    assert ran.returncode == 1
    assert "Nothing was played: no sound device can be reached.\n" in ran.stderr


def test_a_device_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = coach(tmp_path, "doctor", "--sound", "--json", env={**NO_SOUND, "COACH_DEVICE": "headphones"})

    assert ran.returncode == 1
    assert "There is no sound device called 'headphones'" in said(ran, "device")


@pytest.mark.parametrize(
    ("voice", "part", "mend"),
    [
        ("nosuch:x", "engine", "coach config set voice auto"),
        ("espeak:nosuch", "voice", "coach voices"),
    ],
)
def test_a_voice_that_cannot_speak_is_told_with_the_mend(
    tmp_path: Path, voice: str, part: str, mend: str
) -> None:
    ran = coach(tmp_path, "doctor", "--sound", "--json", env={**NO_SOUND, "COACH_VOICE": voice})

    assert ran.returncode == 1
    assert states(ran)[part] == "problem"
    assert mend in said(ran, part)
    assert states(ran)["scheduler"] == "ok"


def test_settings_that_cannot_be_used_are_told_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    path.write_text("rate = 9\nvolume = 'loud'\n")

    ran = coach(tmp_path, "doctor", "--json")

    told = [finding["what"] for finding in json.loads(ran.stdout) if finding["part"] == "settings"]
    assert told == [
        f"{path}:1:8: rate cannot be 9. Write a whole number from 110 to 220.",
        f"{path}:2:10: volume cannot be 'loud'. Write a whole number from 0 to 100.",
    ]
    assert states(ran)["voice"] == "ok"


def test_a_home_that_cannot_be_written_to_is_told_for_each_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    before = read_only(home)

    ran = coach(home, "doctor", "--json", before=before)

    folders = {part: state for part, state in states(ran).items() if part.endswith("folder")}
    assert ran.returncode == 1
    assert folders == dict.fromkeys(folders, "problem")
    assert len(folders) == 4
    assert "set COACH_HOME to another folder" in said(ran, "history folder")
    assert states(ran)["voice"] == states(ran)["library"] == "ok"


def test_a_file_in_the_place_of_the_home_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    ran = coach(tmp_path / "home", "doctor", "--json")

    assert ran.returncode == 1
    assert "A file stands where a folder should be; move it away." in said(ran, "cache folder")


def test_a_damaged_history_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "coach.db"
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)

    ran = coach(tmp_path, "doctor", "--json")

    assert states(ran)["history"] == "problem"
    assert "Move it away to begin a new history" in said(ran, "history")
    assert path.read_bytes() == b"no database" * 100


def test_a_broken_routine_is_told_with_its_place_and_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "config" / "routines" / "posture" / "broken.toml"
    path.parent.mkdir(parents=True)
    path.write_text('name = "Broken"\ncategory = "postures"\n')

    ran = coach(tmp_path, "doctor", "--json")

    found = [finding for finding in json.loads(ran.stdout) if finding["part"] == "library"]
    assert any(finding["what"].startswith(f"{path}:2:12: ") for finding in found)
    assert [finding["state"] for finding in found][-2:] == ["problem", "ok"]


@pytest.mark.parametrize(
    "env",
    [
        {"COACH_HOME": "~nobody-of-that-name/x"},
        {"COACH_RATE": "1", "COACH_VOLUME": "loud", "COACH_VOICE": "nosuch:x"},
        {"PATH": "", "LANG": "C", "PYTHONIOENCODING": "ascii"},
        {"TMPDIR": "/nonexistent", "TZ": "Nowhere/Nothing"},
    ],
    ids=["no such home", "bad variables", "bare surroundings", "no folder for what is temporary"],
)
def test_whatever_is_broken_it_ends_in_order(tmp_path: Path, env: Mapping[str, str]) -> None:
    ran = coach(tmp_path, "doctor", env={**NO_SOUND, **env})

    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stdout.splitlines()[-1].split()[1] == "clock:"
