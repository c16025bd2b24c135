"""Which natural voices there are is read from files that may be anything."""

import json
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.speech.voices import installed
from coach.speech.voices.installed import chosen, must_speak, natural_voices, voices_dir
from coach.speech.voices.voice import Voice, rate_for_engine, resolve

ABOUT = {"language": {"code": "de_DE"}, "audio": {"sample_rate": 22050}}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.setattr(installed, "INDEXED", "nothing_of_this_name")
    monkeypatch.setattr(installed, "has_piper", lambda: True)
    monkeypatch.setattr(installed, "natural_voice", lambda: None)
    voices_dir().mkdir(parents=True)
    return voices_dir()


def put(folder: Path, name: str, about: str = json.dumps(ABOUT), card: str = "") -> Path:
    model = folder / f"{name}.onnx"
    model.write_bytes(b"model")
    Path(f"{model}.json").write_text(about)
    if card:
        model.with_suffix(".card").write_text(card)
    return model


def test_a_voice_of_one_s_own_is_known_by_its_name_language_and_licence(own: Path) -> None:
    model = put(own, "de_DE-eva-low", card="# Eva\n* License: CC BY 4.0\n")

    [voice] = natural_voices()

    assert (voice.setting, voice.name, voice.language) == ("piper:de_DE-eva-low", "Eva, natural", "de-de")
    assert (voice.licence, voice.model) == ("CC BY 4.0", str(model))


@pytest.mark.parametrize("about", ["", "[1]", "{", "[" * 100_000, " " * 1_000_001])
def test_one_whose_json_is_of_no_use_is_left_out(own: Path, about: str) -> None:
    put(own, "en_US-bad-low", about)
    put(own, "en_US-good-low")

    assert [voice.id for voice in natural_voices()] == ["en_US-good-low"]


@pytest.mark.parametrize(
    "rows", ["[[Infinity, 100]]", "[[100, 150], [120, 150]]", "[[100, 1e999]]", '[["x"]]', "{}", "[1]"]
)
def test_a_pace_that_is_none_is_left_out_and_the_rate_is_asked_for_as_it_is(own: Path, rows: str) -> None:
    put(own, "mine").with_suffix(".pace.json").write_text(rows)

    [voice] = natural_voices()

    assert rate_for_engine(voice, 140) == 140


def test_one_without_its_json_is_left_out(own: Path) -> None:
    (own / "lonely.onnx").write_bytes(b"model")

    assert natural_voices() == ()


def test_another_file_of_that_name_is_another_voice(own: Path) -> None:
    model = put(own, "en_US-mine-low")
    [before] = natural_voices()
    model.write_bytes(b"another model")

    [after] = natural_voices()

    assert before.stamp != after.stamp


@pytest.mark.parametrize("setting", ["natural", "piper", "piper:mine", "mine"])
def test_a_natural_voice_is_found_by_any_of_its_names(own: Path, setting: str) -> None:
    put(own, "mine")

    assert chosen(setting).setting == "piper:mine"


def test_auto_is_the_natural_voice_and_without_one_the_system_s(own: Path) -> None:
    without = chosen("auto")
    put(own, "mine")

    assert without == resolve("auto")
    assert chosen("auto").setting == "piper:mine"


def test_one_that_is_not_there_is_told_with_those_that_are(own: Path) -> None:
    put(own, "mine")

    with pytest.raises(CoachError, match=r"There is no Piper voice 'yours'. There are: mine\."):
        chosen("piper:yours")


def test_a_voice_of_another_language_is_refused_and_one_of_another_country_is_not(own: Path) -> None:
    put(own, "de_DE-eva-low")

    with pytest.raises(CoachError, match="Eva, natural speaks de-de, and the routine is in en"):
        must_speak(chosen("de_DE-eva-low"))
    must_speak(Voice("espeak", "gmw/en-gb-scotland", "", "en-gb-scotland"))
    must_speak(Voice("sapi5", "x", "", ""))
