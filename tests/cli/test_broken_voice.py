"""Whatever speaks says so where another voice stands in; a trial of a voice that cannot speak fails."""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND, at_home, clean_env
from made_voices import ABOUT, SIGNS, made_voice, noise

from bench.recording import Sink, available

pytestmark = [
    pytest.mark.skipif(find_spec("piper") is None, reason="the extra `piper` is not installed"),
    pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only"),
]

MINE = {**NO_SOUND, "COACH_VOICE": "piper:mine"}
KEPT = {**NO_SOUND, "COACH_VOICE": ""}
SOUNDS = {sign: [number] for number, sign in enumerate(f"{SIGNS}\u1d7b\u0250\u025c\u025d\u02b2;:()")}
STANDS_IN = "Mine, natural cannot say all of it ("
SAYS = "espeak-ng, English (America) says the rest."

SPEAKS: dict[str, Sequence[str]] = {
    "say": ("say", "Sit tall."),
    "preview": ("preview", "short", "--step", "1"),
    "prepare": ("voices", "prepare", "short"),
    "check": ("check", "short", "--sound"),
    "script": ("show", "short", "--script"),
}
FAILS: dict[str, Sequence[str]] = {
    "try": ("voices", "try", "piper:mine"),
    "use": ("voices", "use", "mine"),
    "doctor": ("doctor", "--json"),
}


def with_a_noisy_voice(home: Path) -> Path:
    """A home whose voice `mine` has good files, and gives nothing but noise."""
    made_voice(at_home(home) / "config" / "voices", "mine", noise(3.0))
    return home


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What came of each command; two at a time."""
    commands = {**SPEAKS, **FAILS}

    def run(name: str) -> Ran:
        home = with_a_noisy_voice(tmp_path_factory.mktemp(name))
        return coach(home, *commands[name], env=KEPT if name == "use" else MINE)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(commands, pool.map(run, commands), strict=True))


@pytest.mark.parametrize("name", SPEAKS)
def test_whatever_speaks_says_once_that_another_voice_stands_in(name: str, ran: dict[str, Ran]) -> None:
    [line] = [line for line in ran[name].stderr.splitlines() if STANDS_IN in line]

    assert line.endswith(SAYS)
    assert ran[name].returncode == 0


def test_a_trial_of_a_voice_that_cannot_speak_fails(ran: dict[str, Ran]) -> None:
    assert ran["try"].returncode == 1
    assert "The voice Mine, natural did not speak (" in ran["try"].stderr
    assert SAYS not in ran["try"].stderr


def test_a_voice_that_cannot_speak_is_not_used(ran: dict[str, Ran]) -> None:
    assert ran["use"].returncode == 1
    assert ran["use"].stdout == ""
    assert "The voice Mine, natural did not speak (" in ran["use"].stderr
    assert "so it is not used." in ran["use"].stderr


def test_doctor_says_that_the_voice_in_force_does_not_speak(ran: dict[str, Ran]) -> None:
    [voice] = [finding for finding in json.loads(ran["doctor"].stdout) if finding["part"] == "voice"]

    assert voice["state"] == "problem"
    assert voice["what"].startswith("Mine, natural did not speak: ")


@pytest.mark.skipif(not available(), reason="PulseAudio is not installed here")
def test_a_reminder_tells_whoever_had_it_sounded_that_another_voice_stood_in(
    alone_with_sound: None, tmp_path: Path
) -> None:
    words = [
        sys.executable,
        "-m",
        "coach.reminder.desktop.play",
        "--line",
        "Here it is.",
        "--voice",
        "piper:mine",
    ]
    with Sink() as sink:
        env = clean_env(with_a_noisy_voice(tmp_path), sink.env)
        ended = subprocess.run(words, env=env, capture_output=True, text=True, check=False)

    assert ended.returncode == 0
    assert STANDS_IN in ended.stderr
    assert ended.stderr.count("\n") == 1


def spoilt(home: Path) -> Path:
    """A home whose voices were kept, and then broken: by name, what is told of each."""
    voices = home / "config" / "voices"
    for name in ("gone", "pointer", "mark", "whole"):
        made_voice(voices, name, noise(1))
    (voices / "gone.onnx.json").unlink()
    (voices / "pointer.onnx").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    (voices / "mark.onnx.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(ABOUT).encode())
    (voices / "whole.onnx.json").write_text(json.dumps({**ABOUT, "phoneme_id_map": SOUNDS}))
    return home


def test_doctor_tells_of_each_kept_voice_that_is_broken_with_its_mend(tmp_path: Path) -> None:
    ended = coach(spoilt(tmp_path), "doctor", "--json")

    found = [f"{f['what']} {f['mend']}" for f in json.loads(ended.stdout) if f["part"] == "own voices"]
    assert ended.returncode == 1
    assert [line.partition(".onnx")[0].rpartition("/")[2] for line in found] == ["gone", "mark", "pointer"]
    assert "gone.onnx.json is not there. A Piper voice is two files" in found[0]
    assert "byte order mark (BOM), which Piper cannot read. Save it as UTF-8 without one." in found[1]
    assert "is a Git LFS pointer, which stands for the file. Fetch the file itself" in found[2]


@pytest.mark.parametrize("words", [("say", "Hello.", "--voice", "gone"), ("voices", "use", "piper:gone")])
def test_a_kept_voice_whose_json_is_gone_is_told_so_by_whoever_asks_for_it(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = coach(spoilt(tmp_path), *words, env=KEPT)

    assert ended.returncode == 1
    assert ended.stderr.startswith("The voice gone cannot be used. ")
    assert "gone.onnx.json is not there." in ended.stderr


def test_doctor_tells_of_a_kept_voice_that_would_leave_a_sound_unsaid(tmp_path: Path) -> None:
    model = made_voice(tmp_path / "config" / "voices", "mine", noise(1))
    lacking = {sign: numbers for sign, numbers in SOUNDS.items() if sign != "\u027e"}
    Path(f"{model}.json").write_text(json.dumps({**ABOUT, "phoneme_id_map": lacking}))

    ended = coach(tmp_path, "doctor", "--json", env={**NO_SOUND, "COACH_VOICE": "espeak"})

    [found] = [f for f in json.loads(ended.stdout) if f["part"] == "own voices"]
    assert ended.returncode == 1
    assert found["what"] == (
        "Mine, natural cannot say all of a session: the voice's phoneme_id_map has no '\u027e'."
    )
    assert found["mend"].startswith("Fetch both files of the voice again")


@pytest.mark.parametrize(("name", "why"), [("mark", "byte order mark (BOM)"), ("pointer", "Git LFS pointer")])
def test_whoever_speaks_says_what_is_wrong_with_the_files_of_a_voice(
    tmp_path: Path, name: str, why: str
) -> None:
    ended = coach(spoilt(tmp_path), "say", "Sit tall.", env={**NO_SOUND, "COACH_VOICE": f"piper:{name}"})

    told = ended.stderr.splitlines()[0]
    assert ended.returncode == 0
    assert why in told
    assert "Error" not in told
    assert told.endswith(SAYS)


def test_the_list_of_voices_tells_of_each_whose_files_are_broken_once(tmp_path: Path) -> None:
    ended = coach(spoilt(tmp_path), "voices", env=KEPT)

    for why in ("gone.onnx.json is not there.", "byte order mark (BOM)", "is a Git LFS pointer"):
        assert ended.stderr.count(why) == 1
