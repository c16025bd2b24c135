"""The chimes are there, are what audio/make.py makes, and a damaged one is named with its mend."""

import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.cue.model import ChimeName
from coach.errors import CoachError
from coach.files.paths import data_root
from coach.routine.format.bounds import CADENCE
from coach.sound.chimes import chime, read
from coach.time.units import RATE

AUDIO = data_root() / "audio"


def make(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    shutil.copy(AUDIO / "make.py", folder)
    command = [sys.executable, str(folder / "make.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write(path: Path, *, channels: int = 1, width: int = 2, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(960))


@pytest.mark.parametrize("sound", ChimeName)
def test_each_chime_is_short_soft_and_begins_and_ends_in_silence(sound: ChimeName) -> None:
    samples = chime(sound).astype(int)

    assert 0 < len(samples) <= 1.5 * RATE
    assert 1000 < np.abs(samples).max() < 0.5 * 32767
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50


def test_a_tick_is_over_well_before_the_fastest_beat() -> None:
    fastest = 60 * RATE / CADENCE[1]

    assert len(chime(ChimeName.TICK)) < fastest / 2


def test_the_files_are_what_their_script_makes(tmp_path: Path) -> None:
    made = make(tmp_path)

    assert (made.returncode, made.stderr) == (0, "")
    for sound in ChimeName:
        again = read(tmp_path / f"{sound.value}.wav").astype(int)
        assert np.abs(again - chime(sound)).max() <= 1
    assert make(tmp_path, "--check").returncode == 0


def test_a_file_that_is_another_is_named_by_the_check(tmp_path: Path) -> None:
    make(tmp_path)
    write(tmp_path / "tick.wav")

    checked = make(tmp_path, "--check")

    assert checked.returncode == 1
    assert checked.stderr == "Not what audio/make.py makes: tick. Run it again.\n"


@pytest.mark.parametrize("form", [{"channels": 2}, {"width": 1}, {"rate": 44_100}])
def test_a_sound_of_another_kind_is_named_with_its_mend(tmp_path: Path, form: dict[str, int]) -> None:
    write(tmp_path / "tick.wav", **form)

    with pytest.raises(CoachError, match=r"tick\.wav is not a mono file .* audio/make\.py"):
        read(tmp_path / "tick.wav")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all"])
def test_a_file_that_cannot_be_read_is_named_with_its_mend(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tick.wav").write_bytes(content)

    with pytest.raises(CoachError, match=r"tick\.wav cannot be read: .* Install coach again\."):
        read(tmp_path / "tick.wav")


def test_a_missing_file_is_named_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"tick\.wav cannot be read: .* Install coach again\."):
        read(tmp_path / "tick.wav")
