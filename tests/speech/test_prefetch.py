"""A first line asked for early is made by the time that it is wanted, and then is not made again."""

import sys
from pathlib import Path
from queue import SimpleQueue

import pytest

from coach.cue.model import Spoken
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.prefetch import ask_ahead
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import spawn
from coach.speech.synth import Made, NotMade, Synth
from coach.speech.voices.voice import Voice, resolve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")

LINE = Spoken("Desk reset. About five minutes.")
DICTION = Pronunciation(resolve("auto"), rates.USUAL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    return tmp_path / "cache" / "clips"


def test_the_worker_that_was_asked_ahead_serves_the_session(folder: Path) -> None:
    worker, told = spawn(), SimpleQueue[Made | NotMade]()
    ask_ahead(worker, [LINE], DICTION)
    synth = Synth(DICTION, Clips(folder), told.put, worker)

    synth.want([LINE, Spoken("Rest.")])
    done = [told.get(timeout=30), told.get(timeout=30)]
    synth.close()

    assert [each.spoken for each in done if isinstance(each, Made)] == [LINE, Spoken("Rest.")]
    assert (folder / f"{DICTION.key(LINE)}.wav").exists()


def test_a_worker_that_is_gone_is_left_to_who_comes_later(folder: Path) -> None:
    worker = spawn()
    worker.kill()
    worker.wait()

    ask_ahead(worker, [LINE], DICTION)

    assert list(folder.iterdir()) == []


def test_a_voice_of_piper_is_not_asked_while_the_sound_is_opened(folder: Path) -> None:
    worker = spawn("piper")

    ask_ahead(worker, [LINE], Pronunciation(Voice("piper", "joe", "Joe", model="joe.onnx"), rates.USUAL))
    out, _ = worker.communicate(timeout=30)

    assert out == b""
    assert not folder.exists()


def test_another_engine_s_voice_is_not_asked_of_this_worker(folder: Path) -> None:
    worker = spawn()

    ask_ahead(worker, [LINE], Pronunciation(resolve("sapi5"), rates.USUAL))
    out, _ = worker.communicate(timeout=30)

    assert out == b""
    assert not folder.exists()
