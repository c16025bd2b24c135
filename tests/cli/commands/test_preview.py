"""`coach preview` says a routine, a step or an exercise at once, and what was changed when it is saved."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from called import coach
from lived import NO_SOUND, ROUTINE, at_home, clean_env, waited

from bench.recording import Sink, find
from coach.speech.clips import Clips


def test_every_step_is_named_as_it_begins(tmp_path: Path) -> None:
    ran = coach(at_home(tmp_path), "preview", "short", "--fast")

    assert (ran.returncode, ran.stdout) == (0, "  1  Sit tall\n  2  Tap\n  3  Well done\n")
    assert "No sound device can be reached" in ran.stderr


def test_a_step_and_an_exercise_are_said_alone(tmp_path: Path) -> None:
    step = coach(at_home(tmp_path), "preview", "short", "--step", "3")
    exercise = coach(tmp_path, "preview", "tap")

    assert (step.stdout, exercise.stdout) == ("  3  Well done\n", "  1  Tap\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("short", "--step", "4"),
            "Short one has 3 steps, so there is no step 4. `coach show short` lists them.",
        ),
        (("shrot",), "There is no routine called 'shrot'. Nearest: short."),
        (("short", "--step", "0"), "0 is less than 1."),
    ],
)
def test_what_is_not_there_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    ran = coach(at_home(tmp_path), "preview", *words)

    assert ran.returncode == 2
    assert told in ran.stderr


def test_the_sentences_are_heard_one_after_the_other(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = coach(at_home(tmp_path), "preview", "tap", "--fast", env={**sink.env, "COACH_RATE": "220"})
        heard = recording.sound

    clips = Clips(tmp_path / "cache" / "clips")
    sounds = [clips.get(path.stem) for path in (tmp_path / "cache" / "clips").glob("*.wav")]
    assert ran.returncode == 0
    assert len(sounds) > 2
    assert all(find(heard, clip.sound, 0, len(heard))[1] > 0.9 for clip in sounds if clip is not None)


def test_what_is_saved_is_spoken_and_what_is_broken_is_told(tmp_path: Path) -> None:
    file = at_home(tmp_path) / "config" / "routines" / "education" / "short.toml"
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "preview", "short", "--fast", "--watch"],
        env=clean_env(tmp_path, NO_SOUND),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    out, err = list[str](), list[str]()
    readers = [
        Thread(target=lambda stream=stream, kept=kept: kept.extend(iter(stream.readline, "")))
        for stream, kept in ((process.stdout, out), (process.stderr, err))
    ]
    for reader in readers:
        reader.start()

    waited(lambda: any("Save the file" in line for line in err), "the watch")
    file.write_text(ROUTINE.replace("Well done", "Very well"))
    waited(lambda: "  3  Very well\n" in out, "the changed step")
    file.write_text("name = ")
    waited(lambda: any(":1:8: here is no value" in line for line in err), "the problem")
    file.write_text(ROUTINE.replace("Sit tall", "Stand tall"))
    waited(lambda: "  1  Stand tall\n" in out, "the mended step")
    with file.open("a") as more:
        more.write('[[step]]\nexercise = "chin-tuck"\n')
    waited(lambda: "  4  Chin tuck\n" in out, "the step that is new")
    process.send_signal(2)

    assert process.wait(30) == 130
    for reader in readers:
        reader.join()
    assert "Traceback" not in "".join(err)
    assert "told as before" not in "".join(err)
