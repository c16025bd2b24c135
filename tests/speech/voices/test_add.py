"""A voice that somebody brings is looked at and tried before it is taken; what is no voice is refused."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from made_voices import ABOUT, Node, endless, huge, made_voice, noise, silence

from coach.cue.model import Spoken
from coach.errors import CoachError, UsageError
from coach.language import rates
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.add import LARGEST, add_voice
from coach.speech.voices.audition import audition
from coach.speech.voices.installed import chosen, natural_voices, voices_dir

BOM = b"\xef\xbb\xbf"

pytestmark = pytest.mark.skipif(find_spec("piper") is None, reason="the extra `piper` is not installed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    return tmp_path


def good(folder: Path) -> Path:
    """A copy of the voice that comes along, under another name."""
    folder.mkdir()
    joe = Path(chosen("piper").model)
    shutil.copyfile(joe, folder / "en_GB-jim-medium.onnx")
    shutil.copyfile(f"{joe}.json", folder / "en_GB-jim-medium.onnx.json")
    (folder / "MODEL_CARD").write_text("* License: CC BY 4.0\n")
    return folder / "en_GB-jim-medium.onnx"


def refused(file: Path, words: str) -> None:
    """See that the file is refused in these words, and that nothing of it stays."""
    with pytest.raises((CoachError, UsageError), match=words):
        add_voice(file)
    assert not voices_dir().exists() or list(voices_dir().iterdir()) == []


def test_a_good_voice_is_copied_measured_and_speaks(tmp_path: Path) -> None:
    notes: list[str] = []

    voice = add_voice(good(tmp_path / "mine"), note=notes.append)

    assert voice == natural_voices()[-1]
    assert (voice.id, voice.name, voice.licence) == ("en_GB-jim-medium", "Jim, natural", "CC BY 4.0")
    assert [asked for asked, _ in voice.pace] == sorted(asked for asked, _ in voice.pace)
    assert voice.pace[0][1] < 155 < voice.pace[-1][1]
    assert audition(Pronunciation(voice, rates.USUAL), [Spoken("Sit tall.")]).reasons == {}
    assert notes[0] == "Trying en_GB-jim-medium."


def test_a_voice_of_that_name_is_not_replaced_unasked(tmp_path: Path) -> None:
    file = good(tmp_path / "mine")
    add_voice(file)
    before = {path: path.stat().st_mtime_ns for path in voices_dir().iterdir()}

    with pytest.raises(UsageError, match="There is a voice en_GB-jim-medium already"):
        add_voice(file)

    assert {path: path.stat().st_mtime_ns for path in voices_dir().iterdir()} == before
    assert add_voice(file, replacing=True).id == "en_GB-jim-medium"


@pytest.mark.parametrize(
    ("name", "nodes", "words"),
    [
        ("noise", noise(4.0), "made noise"),
        ("silence", silence(4.0), r"0\.00 s of sound"),
        ("short", noise(0.05), "cannot be the whole of it"),
        ("long", noise(20.0), "cannot be the whole of it"),
        ("huge", huge(), "cannot be used"),
    ],
)
def test_a_voice_that_does_not_speak_is_refused(
    tmp_path: Path, name: str, nodes: list[Node], words: str
) -> None:
    file = made_voice(tmp_path / "mine", name, nodes)

    refused(file, words)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    file = good(tmp_path / "mine")
    file.write_bytes(file.read_bytes()[:1_000_000])

    refused(file, "cannot be used")


def test_a_model_that_is_something_else_is_refused(tmp_path: Path) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))
    file.write_bytes(os.urandom(10_000))

    refused(file, "cannot be used")


def test_a_missing_json_is_told_by_its_name(tmp_path: Path) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))
    Path(f"{file}.json").unlink()

    refused(file, r"voice\.onnx\.json is not there")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("{}", "does not describe a Piper voice"),
        (json.dumps({**ABOUT, "audio": {"sample_rate": "loud"}}), "does not describe"),
        (json.dumps({**ABOUT, "audio": {"sample_rate": 10**9}}), "does not describe"),
        (json.dumps({**ABOUT, "phoneme_type": "pinyin"}), "does not describe"),
        (" " * 1_000_001, "more than 1,000,000 bytes"),
    ],
    ids=["cut", "deep", "empty", "wrong kind", "absurd rate", "another speech", "large"],
)
def test_a_json_that_is_not_a_voices_is_told(tmp_path: Path, text: str, words: str) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))
    Path(f"{file}.json").write_text(text)

    refused(file, words)


def described(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(Path(f"{file}.json").read_text(encoding="utf-8"))
    return value


def test_a_voice_that_would_leave_a_sound_of_a_session_unsaid_is_refused_with_the_sound(
    tmp_path: Path,
) -> None:
    file = good(tmp_path / "mine")
    about = described(file)
    del about["phoneme_id_map"]["\u1d7b"]
    Path(f"{file}.json").write_text(json.dumps(about), encoding="utf-8")

    refused(file, "the voice's phoneme_id_map has no '\u1d7b'")


def test_a_json_of_another_model_is_refused(tmp_path: Path) -> None:
    file = good(tmp_path / "mine")
    Path(f"{file}.json").write_text(json.dumps({**described(file), "num_speakers": 904}), encoding="utf-8")

    refused(file, "cannot be used: .*Fetch both files of the voice again")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.write_bytes(b"version https://git-lfs.github.com/spec/v1\n"), "Git LFS pointer"),
        (lambda file: file.write_bytes(b""), "it is empty"),
        (lambda file: file.write_bytes(file.read_bytes()[:-3]), "it is cut short"),
        (
            lambda file: beside(file).write_bytes(b"\xef\xbb\xbf" + beside(file).read_bytes()),
            "byte order mark",
        ),
        (
            lambda file: beside(file).write_text(json.dumps({**ABOUT, "phoneme_id_map": {"_": [0]}})),
            "phoneme_id_map has no",
        ),
    ],
    ids=["a pointer", "empty", "cut short", "a byte order mark", "no sounds"],
)
def test_files_that_are_no_voice_are_told_before_anything_is_tried(
    tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))
    spoil(file)

    refused(file, words)


def beside(file: Path) -> Path:
    return Path(f"{file}.json")


def test_a_huge_model_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))
    with file.open("r+b") as stream:
        stream.truncate(LARGEST + 1)

    refused(file, "more than 500,000,000 bytes")


@pytest.mark.parametrize("name", ["voice.bin", "..onnx", "a b.onnx", "-x.onnx", "vo;ice.onnx"])
def test_a_name_that_is_no_voices_is_refused(tmp_path: Path, name: str) -> None:
    file = made_voice(tmp_path / "mine", "voice", noise(1))

    refused(file.rename(file.parent / name), "not the name of a Piper voice")


def test_a_model_that_never_ends_is_given_up(tmp_path: Path) -> None:
    file = made_voice(tmp_path / "mine", "endless", endless())
    voice = replace(chosen("piper"), id="endless", model=str(file))

    found = audition(Pronunciation(voice, rates.USUAL), [Spoken("Sit tall.")], patience=2.0)

    assert found.clips == {}
    assert list(found.reasons.values()) == ["it took too long"]
