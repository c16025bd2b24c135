"""A reminder is heard: its chime, then its line, recorded; and nobody waits for either."""

import os
import sys
import tempfile
from pathlib import Path
from queue import SimpleQueue
from socket import AF_UNIX, socket
from subprocess import CompletedProcess, run
from threading import enumerate as threads
from time import monotonic  # noqa: TID251 - how long a caller waits is what is measured

import numpy as np
import pytest
from lived import NO_SOUND, clean_env, waited

from bench.recording import RATE, Sink, find, heard_from
from bench.recording import Sound as Recorded
from coach.cue.model import ChimeName
from coach.reminder.desktop.start_play import LINE, play
from coach.sound.chimes import chime
from coach.speech.clips import Clips
from coach.time.units import Seconds

OPENING = chime(ChimeName.OPENING)
ALIKE = 0.9


def _sounded(home: Path, env: dict[str, str], *words: str) -> CompletedProcess[str]:
    return run(
        [sys.executable, "-m", "coach.reminder.desktop.play", *words],
        env=clean_env(home, env),
        capture_output=True,
        text=True,
        check=False,
    )


def _clip(home: Path) -> Recorded:
    [path] = (home / "cache" / "clips").glob("*.wav")
    clip = Clips(path.parent).get(path.stem)
    assert clip is not None
    return clip.sound


def test_a_chime_is_heard_and_then_the_line(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = _sounded(tmp_path, sink.env, "--line", LINE)
        heard = recording.sound

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    bell, bell_alike = find(heard, OPENING, 0, len(heard))
    line, line_alike = find(heard, _clip(tmp_path), 0, len(heard))
    assert bell_alike > ALIKE
    assert line_alike > ALIKE
    assert line > bell + len(OPENING)
    assert float(np.sqrt(np.mean(heard.astype(np.float64) ** 2))) > 0


def test_a_chime_alone_needs_no_voice(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = _sounded(tmp_path, sink.env)
        heard = recording.sound

    assert ran.returncode == 0, ran.stderr
    assert find(heard, OPENING, 0, len(heard))[1] > ALIKE
    assert not [*(tmp_path / "cache" / "clips").glob("*.wav")]


def test_a_line_alone_is_heard_without_a_chime(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        _sounded(tmp_path, sink.env, "--no-chime", "--line", LINE)
        heard = recording.sound

    clip = _clip(tmp_path)
    place, alike = find(heard, clip, 0, len(heard))
    assert alike > ALIKE
    assert heard_from(heard) >= place - RATE // 100


def test_a_voice_that_is_not_there_gives_way_to_the_usual_one_and_is_named(
    tmp_path: Path, sink: Sink
) -> None:
    with sink.record() as recording:
        ran = _sounded(tmp_path, sink.env, "--line", LINE, "--voice", "nobody's")
        heard = recording.sound

    assert ran.returncode == 0
    assert "nobody's" in ran.stderr
    assert "Traceback" not in ran.stderr
    bell, alike = find(heard, OPENING, 0, len(heard))
    assert alike > ALIKE
    assert find(heard[round(bell) + len(OPENING) :], OPENING, 0, len(heard))[1] < ALIKE, "it chimes once"
    assert find(heard, _clip(tmp_path), 0, len(heard))[1] > ALIKE


def test_where_no_sound_device_is_it_leaves_quietly(tmp_path: Path) -> None:
    ran = _sounded(tmp_path, NO_SOUND, "--line", LINE)

    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "")


def test_a_setting_that_is_wrong_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("volume = 300\n")

    ran = _sounded(tmp_path, NO_SOUND)

    assert ran.returncode == 1
    assert "volume cannot be 300" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_whoever_has_a_reminder_sounded_does_not_wait_and_leaves_no_process_behind(
    tmp_path: Path, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    _surroundings(clean_env(tmp_path, sink.env), monkeypatch)
    notes: SimpleQueue[str] = SimpleQueue()

    with sink.record() as recording:
        begun = monotonic()
        play(notes.put, line=LINE)
        took = monotonic() - begun
        waited(lambda: "reminder sound" not in {thread.name for thread in threads()}, "the end of the sound")
        heard = recording.sound

    assert took < 1
    assert find(heard, OPENING, 0, len(heard))[1] > ALIKE
    assert notes.empty()


def test_what_goes_wrong_with_a_sound_is_noted_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _surroundings(clean_env(tmp_path, NO_SOUND), monkeypatch)
    monkeypatch.setenv("COACH_RATE", "\x1b[31mfast")
    notes: SimpleQueue[str] = SimpleQueue()

    play(notes.put, line="--voice", voice="-x")

    note = notes.get(timeout=60)
    assert "COACH_RATE cannot be" in note
    assert "\x1b" not in note
    assert "\n" not in note


@pytest.mark.usefixtures("alone_with_sound")
def test_a_sound_system_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _surroundings(clean_env(tmp_path, NO_SOUND), monkeypatch)
    notes: SimpleQueue[str] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, socket(AF_UNIX) as never_answers:
        never_answers.bind(f"{folder}/native")
        never_answers.listen()
        monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/native")

        play(notes.put, line=LINE, longest=Seconds(3))

        assert notes.get(timeout=60) == "The sound of a reminder did not end within 3 s, and was ended."


def test_nothing_to_sound_starts_nothing() -> None:
    play(pytest.fail, chime=False)


def _surroundings(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what this process starts find itself in that environment."""
    for name in os.environ.keys() - env.keys():
        monkeypatch.delenv(name)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
