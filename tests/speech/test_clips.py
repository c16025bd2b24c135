"""A clip comes back as it was put, or not at all."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest
from disks import disk, needs_mount, read_only
from hypothesis import given
from hypothesis import strategies as st

from coach.speech.clips import Clip, Clips, decoded, encoded
from coach.time.units import RATE, Samples

CLIP = Clip(np.arange(-2000, 2000, dtype=np.int16), Samples(120))


def test_a_clip_comes_back_as_it_was_put(tmp_path: Path) -> None:
    clips = Clips(tmp_path)

    clips.put("a", CLIP)
    back = clips.get("a")

    assert back is not None
    assert back.onset == 120
    assert np.array_equal(back.sound, CLIP.sound)
    assert [p.name for p in tmp_path.iterdir()] == ["a.wav"]


def test_a_clip_is_a_file_that_any_player_plays(tmp_path: Path) -> None:
    Clips(tmp_path).put("a", CLIP)

    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() == 4000


def test_there_is_no_clip_that_was_never_put(tmp_path: Path) -> None:
    assert Clips(tmp_path).get("a") is None
    assert Clips(tmp_path / "nowhere").get("a") is None


@pytest.mark.parametrize("kept", [0, 3, 44, 1000, len(encoded(CLIP)) - 1])
def test_a_truncated_clip_is_deleted_and_taken_for_missing(tmp_path: Path, kept: int) -> None:
    clips = Clips(tmp_path)
    clips.path("a").write_bytes(encoded(CLIP)[:kept])

    assert clips.get("a") is None
    assert not clips.path("a").exists()


@given(st.integers(0, len(encoded(CLIP)) - 1), st.integers(1, 255))
def test_one_wrong_byte_anywhere_never_changes_what_is_heard(at: int, by: int) -> None:
    data = bytearray(encoded(CLIP))
    data[at] ^= by

    try:
        back = decoded(bytes(data))
    except ValueError:
        return

    assert np.array_equal(back.sound, CLIP.sound)


@pytest.mark.parametrize(("channels", "width", "rate"), [(2, 2, RATE), (1, 1, RATE), (1, 2, 22_050)])
def test_a_wav_of_another_kind_is_deleted(tmp_path: Path, channels: int, width: int, rate: int) -> None:
    clips = Clips(tmp_path)
    with wave.open(str(clips.path("a")), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(bytes(4000))

    assert clips.get("a") is None
    assert not clips.path("a").exists()


def test_the_clips_unused_for_longest_go_first(tmp_path: Path) -> None:
    clips = Clips(tmp_path, limit=2 * len(encoded(CLIP)))
    for age, name in enumerate("cab"):
        clips.put(name, CLIP)
        os.utime(clips.path(name), (1000 - age, 1000 - age))
    clips.get("b")

    clips.prune()

    assert {p.name for p in tmp_path.iterdir()} == {"b.wav", "c.wav"}


def test_what_a_killed_worker_left_half_made_is_swept_up(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    clips.put("a", CLIP)
    for name, age in ((".1.raw", 7200), (".2.raw", 60)):
        (tmp_path / name).write_bytes(b"half")
        used = clips.path("a").stat().st_mtime - age
        os.utime(tmp_path / name, (used, used))

    clips.prune()

    assert {p.name for p in tmp_path.iterdir()} == {"a.wav", ".2.raw"}


def test_a_folder_that_is_not_there_is_settled_already(tmp_path: Path) -> None:
    Clips(tmp_path / "nowhere").prune()


@needs_mount
def test_on_a_disk_that_is_read_only_a_clip_is_heard_all_the_same(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        clips = Clips(folder, limit=10)
        clips.put("a", CLIP)
        clips.path("b").write_bytes(b"damaged")
        read_only(folder)

        clips.prune()
        back, damaged = clips.get("a"), clips.get("b")

    assert back is not None
    assert np.array_equal(back.sound, CLIP.sound)
    assert damaged is None
