"""`coach devices` lists where it can be heard, and says how to come by sound where there is none."""

import json
from pathlib import Path

import pytest
from called import coach
from lived import NO_SOUND

from bench.recording import Sink
from coach.sound.setup_help import how_to


def test_the_systems_own_device_is_marked(tmp_path: Path, sink: Sink) -> None:
    table = coach(tmp_path, "devices", env=sink.env)
    records = json.loads(coach(tmp_path, "devices", "--json", env=sink.env).stdout)

    assert table.returncode == 0
    assert [line.split() for line in table.stdout.splitlines()] == [["DEVICE"], ["*", "Null", "Output"]]
    assert records == [{"name": "Null Output", "default": True}]


def test_a_device_that_the_settings_name_is_told(tmp_path: Path, sink: Sink) -> None:
    ran = coach(tmp_path, "devices", env={**sink.env, "COACH_DEVICE": "headphones"})

    assert "Your settings play to 'headphones'" in ran.stderr


@pytest.mark.parametrize(
    "env",
    [NO_SOUND, {"PULSE_SERVER": NO_SOUND["PULSE_SERVER"]}],
    ids=["no server, no ALSA", "ALSA without a card"],
)
def test_where_there_is_none_it_says_how_to_get_one(tmp_path: Path, env: dict[str, str]) -> None:
    if "ALSA_CONFIG_PATH" not in env and Path("/proc/asound/cards").exists():
        pytest.skip("this machine has a sound card")
    table = coach(tmp_path, "devices", env=env)
    records = coach(tmp_path, "devices", "--json", env=env)

    assert (table.returncode, table.stdout) == (0, "")
    assert table.stderr == f"There is no sound device. {how_to()}\n"
    assert records.stdout == "[]\n"


@pytest.mark.parametrize(
    ("libraries", "programs", "mend"),
    [
        ([], ["pulseaudio"], "sudo apt install pulseaudio"),
        (["libasound.so.2"], [], "sudo apt install pulseaudio"),
        (["libpulse.so.0"], ["pulseaudio"], "pulseaudio --start"),
        (["libpulse.so.0"], ["pulseaudio", "pipewire-pulse"], "systemctl --user start pipewire-pulse"),
    ],
)
def test_on_linux_the_mend_is_for_what_is_missing(
    libraries: list[str], programs: list[str], mend: str
) -> None:
    said = how_to("linux", loads=libraries.__contains__, finds=programs.__contains__)

    assert mend in said


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_the_systems_settings_are_the_place(platform: str) -> None:
    assert "system's sound settings" in how_to(platform)
