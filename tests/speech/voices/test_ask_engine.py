"""The voices of an engine are asked of the engine, and its failures are told."""

import subprocess
import sys

import pytest

from coach.errors import CoachError
from coach.speech.voices.ask_engine import voices

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")


def test_the_engine_names_its_voices_with_their_language() -> None:
    found = {voice.id: voice for voice in voices("espeak")}

    assert found["gmw/en-us"].name == "English (America)"
    assert found["gmw/en-us"].language == "en-us"
    assert len(found) > 100


def test_an_engine_that_is_not_there_is_told_with_what_to_do() -> None:
    with pytest.raises(CoachError, match=r"speech engine nosuch cannot be used: .*coach doctor"):
        voices("nosuch")


def test_an_engine_that_does_not_answer_is_not_waited_for() -> None:
    def mute(engine: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "input(); input()"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    with pytest.raises(CoachError, match="did not answer"):
        voices("espeak", start=mute, patience=0.5)
