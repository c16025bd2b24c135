"""What is wrong with a voice's two files is told before any model is loaded, with its mend."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_voices import ABOUT, made_voice, noise

from coach.speech.voices.files import Fault, fault, own_faults

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 63104526\n"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return made_voice(tmp_path, "voice", noise(1))


def beside(model: Path) -> Path:
    return Path(f"{model}.json")


def about(model: Path, **changes: Any) -> None:  # noqa: ANN401 - the values of JSON
    """Write the JSON with other values; one of `None` is left out."""
    value = {name: value for name, value in {**ABOUT, **changes}.items() if value is not None}
    beside(model).write_text(json.dumps(value), encoding="utf-8")


def told(model: Path) -> Fault:
    wrong = fault(model)
    assert wrong is not None
    assert wrong.mend
    return wrong


def test_a_whole_voice_has_no_fault(model: Path) -> None:
    assert fault(model) is None


@pytest.mark.parametrize(
    ("which", "content", "what"),
    [
        ("model", None, "voice.onnx is not there."),
        ("json", None, "voice.onnx.json is not there."),
        ("model", b"", "voice.onnx cannot be used: it is empty."),
        ("json", b"", "voice.onnx.json cannot be used: it is empty."),
        ("model", LFS, "voice.onnx cannot be used: it is a Git LFS pointer, which stands for the file."),
        ("json", LFS, "voice.onnx.json cannot be used: it is a Git LFS pointer, which stands for the file."),
        ("model", b"<!DOCTYPE html><html>", "voice.onnx cannot be used: it is a web page."),
        ("model", b"\x00" * 5000, "voice.onnx cannot be used: it is no ONNX model."),
        ("model", b"PK\x03\x04" + bytes(200), "voice.onnx cannot be used: it is no ONNX model."),
        ("json", b"{", "voice.onnx.json is not JSON."),
        ("json", "{}".encode("utf-16"), "voice.onnx.json is not JSON in UTF-8."),
        ("json", b"[1]", "voice.onnx.json does not describe a Piper voice: it is no table."),
    ],
)
def test_a_file_that_is_something_else_is_told_by_what_it_is(
    model: Path, which: str, content: bytes | None, what: str
) -> None:
    path = model if which == "model" else beside(model)
    path.unlink() if content is None else path.write_bytes(content)

    assert told(model).message == f"{model.parent}/{what}"


def test_a_byte_order_mark_is_told_with_how_to_be_rid_of_it(model: Path) -> None:
    beside(model).write_bytes(b"\xef\xbb\xbf" + beside(model).read_bytes())

    assert str(told(model)).endswith(
        "begins with a byte order mark (BOM), which Piper cannot read. Save it as UTF-8 without one."
    )


def test_a_model_that_is_cut_anywhere_is_told(model: Path) -> None:
    data = model.read_bytes()

    for cut in range(len(data)):
        model.write_bytes(data[:cut])
        assert "cannot be used" in told(model).message, cut


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_a_fault_is_told_and_nothing_is_raised(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        model = made_voice(Path(folder), "voice", noise(1))
        beside(model).write_bytes(data)

        assert told(model).mend


def without(*signs: str) -> dict[str, list[int]]:
    table: dict[str, list[int]] = dict(ABOUT["phoneme_id_map"])  # type: ignore[call-overload] # JSON of many kinds
    return {sign: numbers for sign, numbers in table.items() if sign not in signs}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"phoneme_type": None}, "its phoneme_type is missing."),
        ({"phoneme_type": "pinyin"}, "its phoneme_type is 'pinyin', and coach speaks with espeak's alone."),
        ({"phoneme_type": 3}, "its phoneme_type is 3, and coach speaks with espeak's alone."),
        ({"espeak": {}}, 'it names no voice of espeak, such as "en-us".'),
        ({"audio": {"sample_rate": 0}}, "its sample_rate is 0, not from 8000 to 48000."),
        ({"audio": {"sample_rate": True}}, "its sample_rate is True, not from 8000 to 48000."),
        ({"audio": {"sample_rate": "22050"}}, "its sample_rate is '22050', not from 8000 to 48000."),
        ({"audio": None}, "its sample_rate is missing, not from 8000 to 48000."),
        ({"num_symbols": None}, "its num_symbols is missing."),
        ({"num_speakers": 0}, "its num_speakers is 0."),
        ({"inference": {"length_scale": 0}}, "its length_scale is 0."),
        ({"phoneme_id_map": {}}, "its phoneme_id_map is missing."),
        ({"phoneme_id_map": without("ɹ")}, "its phoneme_id_map has no 'ɹ', and would leave that unsaid."),
        (
            {"phoneme_id_map": without("_", "s")},
            "its phoneme_id_map has no '_' 's', and would leave that unsaid.",
        ),
        (
            {"phoneme_id_map": {**without(), "a": [256]}},
            "the sound 'a' has the numbers [256], of 256 that there are.",
        ),
        (
            {"phoneme_id_map": {**without(), "a": "7"}},
            "the sound 'a' has the numbers '7', of 256 that there are.",
        ),
    ],
)
def test_what_the_json_lacks_or_has_wrong_is_told(model: Path, changes: dict[str, Any], why: str) -> None:
    about(model, **changes)

    assert told(model).message == f"{beside(model)} does not describe a Piper voice: {why}"


def test_a_voice_of_another_language_needs_no_english_sounds(model: Path) -> None:
    about(model, espeak={"voice": "de"}, phoneme_id_map=without("ɹ", "ð"))

    assert fault(model) is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read whatever there is")
def test_a_file_that_may_not_be_read_is_told(model: Path) -> None:
    model.chmod(0)

    assert told(model).message == f"{model} cannot be read: Permission denied."


@pytest.mark.parametrize("spoil", [lambda model: beside(model).unlink(), lambda model: model.unlink()])
def test_of_a_folder_of_voices_each_that_is_broken_is_told_and_no_other(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    made_voice(tmp_path, "good", noise(1))
    spoil(made_voice(tmp_path, "broken", noise(1)))
    (tmp_path / "good.pace.json").write_text("[]")

    [wrong] = own_faults(tmp_path)

    assert "broken.onnx" in wrong.message
    assert "is not there" in wrong.message
