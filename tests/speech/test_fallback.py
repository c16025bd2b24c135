"""What a voice cannot say, the voice behind it says; nothing is left unsaid, and it is told once."""

import os
import signal
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from subprocess import Popen

import pytest
from made_voices import Node, made_voice, noise, silence

from coach.cue.model import Role, Spoken
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.fallback import maker
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import spawn
from coach.speech.synth import Made, NotMade, Synth, WorkerTimeouts
from coach.speech.voices.installed import chosen
from coach.speech.voices.voice import SESSION_LINES
from coach.time.units import RATE

pytestmark = pytest.mark.skipif(find_spec("piper") is None, reason="the extra `piper` is not installed")

DEADLINE = 60
LINES = [Spoken("Sit tall."), Spoken("one", Role.COUNT), Spoken("Let your shoulders drop.")]


def broken(folder: Path, nodes: list[Node] | None) -> Pronunciation:
    """A natural voice that is a file with these nodes; damaged where there are none."""
    model = made_voice(folder / "voices", "mine", nodes or noise(1))
    if nodes is None:
        model.write_bytes(b"damaged")
    return Pronunciation(
        replace(chosen("piper"), id="mine", name="Mine", model=str(model), stamp="x"), rates.USUAL
    )


def took(come: "SimpleQueue[Made | NotMade]", number: int) -> list[Made | NotMade]:
    return [come.get(timeout=DEADLINE) for _ in range(number)]


@pytest.mark.parametrize("nodes", [noise(3.0), silence(3.0), noise(0.02), None])
def test_what_the_first_voice_cannot_say_the_second_says(tmp_path: Path, nodes: list[Node] | None) -> None:
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    notes: list[str] = []
    voices = maker(broken(tmp_path, nodes), Clips(tmp_path), came.put, note=notes.append)

    voices.want(LINES)
    done = took(came, len(LINES))
    lengths = [len(voices.clip(line).sound) / RATE for line in LINES]
    voices.close()

    assert {each.spoken for each in done} == set(LINES)
    assert all(isinstance(each, Made) for each in done)
    assert all(0.2 < length < 3 for length in lengths)
    assert len(notes) == 1
    assert notes[0].startswith("Mine cannot say all of it (")
    assert notes[0].endswith("espeak-ng, English (America) says the rest.")


def test_a_good_voice_needs_no_second(tmp_path: Path) -> None:
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    notes: list[str] = []
    voices = maker(Pronunciation(chosen("piper"), rates.USUAL), Clips(tmp_path), came.put, note=notes.append)

    voices.want(LINES)
    done = took(came, len(LINES))
    voices.close()

    assert [each.spoken for each in done] == LINES
    assert notes == []


def test_a_line_that_nobody_can_say_is_told_once(tmp_path: Path) -> None:
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    voices = maker(Pronunciation(chosen("piper"), rates.USUAL), Clips(tmp_path), came.put)

    voices.want([Spoken("…"), LINES[0]])
    done = took(came, 2)
    voices.close()

    assert sorted(type(each).__name__ for each in done) == ["Made", "NotMade"]
    assert came.empty()


def test_a_model_killed_in_the_middle_of_a_line_is_started_again(tmp_path: Path) -> None:
    started: list[Popen[bytes]] = []

    def start(engine: str) -> "Popen[bytes]":
        started.append(spawn(engine))
        return started[-1]

    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    lines = [Spoken(line) for line in SESSION_LINES]
    synth = Synth(
        Pronunciation(chosen("piper"), rates.USUAL), Clips(tmp_path), came.put, timeouts=WorkerTimeouts(start)
    )
    synth.want(lines)
    first = came.get(timeout=DEADLINE)

    os.kill(started[0].pid, signal.SIGKILL)
    rest = took(came, len(lines) - 1)
    synth.close()

    assert [first.spoken, *(each.spoken for each in rest)] == lines
    assert all(isinstance(each, Made) for each in rest)
    assert len(started) == 2


def test_a_clip_that_neither_has_is_a_key_error(tmp_path: Path) -> None:
    voices = maker(Pronunciation(chosen("espeak"), rates.USUAL), Clips(tmp_path), lambda _: None)

    with pytest.raises(KeyError):
        voices.clip(LINES[0])
    voices.close()
