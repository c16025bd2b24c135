"""The engine that will be wanted is guessed from the words, the environment and the settings."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.speech.guess_engine import guess_engine
from coach.speech.start_worker import default_engine

BEST = next(filter(find_spec, ("hibari", "piper")), default_engine())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_VOICE", raising=False)
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "config.toml"


@pytest.mark.parametrize(
    ("words", "engine"),
    [
        (["start", "desk-reset"], BEST),
        (["start", "desk-reset", "--voice", "espeak:gmw/en"], "espeak"),
        (["say", "--voice=piper:mine", "Hello."], "piper"),
        (["say", "--voice", "natural", "Hello."], BEST),
        (["say", "--voice"], BEST),
        (["say", "--voice", "gmw/en", "Hello."], default_engine()),
        (["say", "--voice", "nosuch:x"], default_engine()),
    ],
)
def test_the_words_of_the_command_say_it(words: list[str], engine: str) -> None:
    assert guess_engine(words) == engine


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ('rate = 140\nvoice = "espeak:gmw/en"\n', "espeak"),
        ("voice='sapi5'", "sapi5"),
        ('# voice = "sapi5"\nvoice = "auto"', BEST),
        ("voice = 3\n[", default_engine()),
        ("\xff\x00", BEST),
    ],
)
def test_the_settings_say_it(home: Path, text: str, engine: str) -> None:
    home.write_text(text, encoding="latin-1")

    assert guess_engine(["start"]) == engine


def test_the_environment_goes_before_the_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write_text('voice = "sapi5"')
    monkeypatch.setenv("COACH_VOICE", "espeak")

    assert guess_engine(["start"]) == "espeak"


def test_settings_elsewhere_are_where_the_system_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.files.paths import config_dir
    from coach.speech.guess_engine import _own_settings

    monkeypatch.delenv("COACH_HOME")
    for place in ("", str(tmp_path)):
        monkeypatch.setenv("XDG_CONFIG_HOME", place)

        assert _own_settings() == str(config_dir() / "config.toml")
