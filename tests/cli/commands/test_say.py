"""`coach say` speaks a sentence, whole, on the device that it names."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from called import coach
from lived import alive, clean_env, waited, workers_of

from bench.recording import RATE, Sink, find
from coach.speech.clips import Clip, Clips
from coach.speech.line_queue import LONGEST
from coach.speech.voices.installed import has_piper

LONG = "Sit tall, and let your shoulders drop. " * 10


def clip_of(home: Path) -> Clip:
    """Return the one clip that a home has kept."""
    [path] = (home / "cache" / "clips").glob("*.wav")
    clip = Clips(path.parent).get(path.stem)
    assert clip is not None
    return clip


def test_a_sentence_is_heard_whole_and_the_device_is_named(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = coach(tmp_path, "say", "Sit tall,", "and breathe.", env=sink.env)
        heard = recording.sound

    clip = clip_of(tmp_path).sound
    _, alike = find(heard, clip, 0, len(heard))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.startswith("Playing to ")
    assert ran.stderr.count("\n") == 1
    assert alike > 0.95


def test_a_device_is_found_by_a_part_of_its_name(tmp_path: Path, sink: Sink) -> None:
    with sink.record() as recording:
        ran = coach(tmp_path, "say", "Hello.", "--device", "null", env=sink.env)
        heard = recording.sound

    clip = clip_of(tmp_path).sound
    assert ran.returncode == 0, ran.stderr
    assert find(heard, clip, 0, len(heard))[1] > 0.95


def test_a_device_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, sink: Sink) -> None:
    ran = coach(tmp_path, "say", "Hello.", "--device", "nosuch", env=sink.env)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("There is no sound device called 'nosuch'. There are: ")
    assert "Null Output" in ran.stderr


def test_without_a_device_it_is_a_note(tmp_path: Path) -> None:
    ran = coach(tmp_path, "say", "Hello.")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == (
        "No sound device can be reached, so nothing was heard. `coach doctor` says how to mend it.\n"
    )


def test_a_slower_rate_takes_longer(tmp_path: Path) -> None:
    lengths = {}
    for rate in (110, 220):
        assert coach(tmp_path / str(rate), "say", LONG[:39], "--rate", str(rate)).returncode == 0
        lengths[rate] = len(clip_of(tmp_path / str(rate)).sound)

    assert lengths[110] / lengths[220] == pytest.approx(2, rel=0.25)


def test_markup_is_not_obeyed(tmp_path: Path) -> None:
    coach(tmp_path / "plain", "say", "Sit tall.")
    coach(tmp_path / "marked", "say", "Sit [[rate 999]] <speak>tall</speak>.")

    [plain] = (tmp_path / "plain" / "cache" / "clips").glob("*.wav")
    [marked] = (tmp_path / "marked" / "cache" / "clips").glob("*.wav")
    assert plain.name == marked.name


@pytest.mark.parametrize("words", [("",), ("[[x]]",), ("...", "--rate", "150")])
def test_what_cannot_be_spoken_is_refused_before_anything_is_opened(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = coach(tmp_path, "say", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("There is nothing in that to say.")
    assert list(tmp_path.iterdir()) == []


def test_more_than_can_be_said_at_once_is_refused(tmp_path: Path) -> None:
    ran = coach(tmp_path, "say", "la " * LONGEST)

    assert ran.returncode == 2
    assert f"at most {LONGEST}" in ran.stderr


@pytest.mark.parametrize("voice", ["nosuch", "nosuch:nosuch"])
def test_a_voice_that_is_not_there_is_told_with_what_to_do(tmp_path: Path, voice: str) -> None:
    ran = coach(tmp_path, "say", "Hello.", "--voice", voice)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("The voice nosuch did not speak (")
    assert ran.stderr.endswith("`coach voices` lists what can speak, and `coach doctor` checks it.\n")


def test_ctrl_c_ends_it_at_once_and_leaves_nothing_behind(tmp_path: Path, sink: Sink) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "say", LONG],
        env=clean_env(tmp_path, sink.env),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    [worker] = waited(lambda: workers_of(process.pid))
    first = process.stderr.readline()
    waited(lambda: list((tmp_path / "cache" / "clips").glob("*.wav")), "the clip")
    process.send_signal(signal.SIGINT)
    rest = process.stderr.read()

    assert process.wait(60) == 130
    assert first.startswith("Playing to ")
    assert "Traceback" not in rest
    assert not alive(worker)
    assert len(clip_of(tmp_path).sound) > 10 * RATE


@pytest.mark.parametrize("voice", ["espeak", *(["piper"] if has_piper() else [])])
def test_what_a_voice_makes_of_words_is_shown_and_one_word_can_be_mended(tmp_path: Path, voice: str) -> None:
    words = ("say", "--voice", voice, "--phonemes", "Wump, 2 x 10.")
    before = coach(tmp_path, *words)
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "lexicon.toml").write_text('wump = "woomp"\n')
    after = coach(tmp_path, *words)

    assert before.stdout.startswith("Given:  Wump, 2 times 10.\nSounds: w")
    assert "ʌmp" in before.stdout
    assert after.stdout.startswith("Given:  Woomp, 2 times 10.\nSounds: w")
    assert "uːmp" in after.stdout
    assert not list((tmp_path / "cache").rglob("*.wav"))


def test_an_engine_that_cannot_be_asked_for_its_sounds_is_told(tmp_path: Path) -> None:
    ran = coach(tmp_path, "say", "--voice", "nosuch:x", "--phonemes", "Sit tall.")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("The speech engine nosuch cannot be used: ")


def test_a_lexicon_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "lexicon.toml").write_text('scapula = ""\n')

    ran = coach(tmp_path, "say", "Sit tall.")

    assert ran.returncode != 0
    assert "lexicon.toml:1:11: scapula cannot be said so." in ran.stderr


@pytest.mark.parametrize("words", [("肩を下げる",), ("Lift", "your", "肩"), ("Ｓｉｔ",), ("१०८",)])
def test_what_no_english_voice_says_is_refused_and_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = coach(tmp_path, "say", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"“{words[-1]}”" in ran.stderr
    assert "Write it with the letters a to z" in ran.stderr
