"""A sink that opens and takes nothing is given up within seconds, told once, and taken back when it plays."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from time import monotonic  # noqa: TID251 - how long it takes is what is measured

import numpy as np
import pytest
from lived import clean_env
from playing import PATIENCE, noise, until

from bench.recording import Sink, available
from coach.errors import CoachError
from coach.sound.device import Output, devices
from coach.sound.mix import Sounding
from coach.time.units import RATE, Samples

pytestmark = pytest.mark.skipif(not available(), reason="PulseAudio is not installed here")

BOUND = 40.0
"""Seconds in which what speaks ends, on a machine that is busy with other tests too."""
ROOT = Path(__file__).parents[2]
STOPPED = "The sound device stopped taking sound, so not all of it was heard."

Changes = SimpleQueue[tuple[bool, str]]


def suspend(sink: Sink, *, suspended: bool) -> None:
    subprocess.run(["pactl", "suspend-sink", "coach", str(int(suspended))], env=sink.env, check=True)


@contextmanager
def stopped_server(sink: Sink) -> Iterator[None]:
    """The server hangs: whatever is asked of it gets no answer."""
    assert sink._daemon is not None
    os.kill(sink._daemon.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(sink._daemon.pid, signal.SIGCONT)


@pytest.fixture
def sink(alone_with_sound: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with Sink() as started:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER"):
            monkeypatch.setenv(name, started.env[name])
        yield started


@pytest.fixture
def changes() -> Changes:
    return SimpleQueue()


@contextmanager
def opened(changes: Changes) -> Iterator[Output]:
    output = Output(on_change=lambda playing, name: changes.put((playing, name)))
    try:
        yield output
    finally:
        output.close()


def test_a_sink_that_takes_nothing_is_told_once_time_goes_on_and_it_is_taken_back(
    sink: Sink, changes: Changes
) -> None:
    suspend(sink, suspended=True)
    with opened(changes) as output:
        output.lay((), Samples(3600 * RATE), 0)
        steady_before = output.steady
        gone = changes.get(timeout=PATIENCE)
        at, began = output.position, monotonic()
        until(lambda: output.position > at + 8 * RATE)
        took = monotonic() - began
        told_meanwhile = not changes.empty()
        suspend(sink, suspended=False)
        back = changes.get(timeout=PATIENCE)
        sound = noise(RATE)
        with sink.record() as recording:
            start = Samples(output.position + RATE)
            output.lay((Sounding(start, sound),), Samples(start + RATE), 1)
            until(lambda: int(np.count_nonzero(recording.sound)) >= len(sound))

    assert not steady_before
    assert gone == (False, "Null")
    assert took == pytest.approx(8, abs=2)
    assert not told_meanwhile
    assert back == (True, "Null Output")
    assert np.array_equal(recording.sound[recording.sound != 0], sound)


def test_a_server_that_stops_answering_is_told_once_and_closing_comes_to_an_end(
    sink: Sink, changes: Changes
) -> None:
    with opened(changes) as output:
        output.lay((), Samples(3600 * RATE), 0)
        until(lambda: output.steady)
        with stopped_server(sink):
            gone = changes.get(timeout=PATIENCE)
            at = output.position
            until(lambda: output.position > at + RATE)
            began = monotonic()
            output.close()
            took = monotonic() - began

    assert gone == (False, "Null")
    assert changes.empty()
    assert took < 10


def test_a_device_is_steady_soon_after_it_was_opened(sink: Sink, changes: Changes) -> None:
    with opened(changes) as output:
        began = monotonic()
        until(lambda: output.steady)
        took = monotonic() - began

    assert took < 6
    assert changes.empty()


def test_a_server_that_never_answers_is_not_waited_for(sink: Sink, changes: Changes) -> None:
    with stopped_server(sink):
        with opened(changes) as output:
            playing, answered = output.playing, output.answered
        with pytest.raises(CoachError, match="The sound system did not answer within 5 s"):
            devices()

    assert not playing
    assert not answered


COMMANDS: dict[str, tuple[Sequence[str], int, str]] = {
    "say": (("coach", "say", "Sit tall."), 0, STOPPED),
    "preview": (("coach", "preview", "desk-reset", "--step", "1"), 0, STOPPED),
    "try": (("coach", "voices", "try", "gmw/en"), 0, STOPPED),
    "reminder": (("coach.reminder.desktop.play", "--line", "Here is the reminder."), 1, STOPPED),
    "doctor": (("coach", "doctor", "--sound"), 1, STOPPED),
}


@pytest.fixture(scope="module")
def ran(
    alone_with_sound: None, tmp_path_factory: pytest.TempPathFactory
) -> "dict[str, tuple[int, str, str, float]]":
    """What came of each command, all of them at once, before a sink that takes nothing."""
    with Sink() as sink:
        suspend(sink, suspended=True)

        def run(name: str) -> tuple[int, str, str, float]:
            words, began = COMMANDS[name][0], monotonic()
            done = subprocess.run(
                [sys.executable, "-m", *words],
                env=clean_env(tmp_path_factory.mktemp(name), sink.env),
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=PATIENCE * 2,
                check=False,
            )
            return done.returncode, done.stdout, done.stderr, monotonic() - began

        with ThreadPoolExecutor(len(COMMANDS)) as pool:
            return dict(zip(COMMANDS, pool.map(run, COMMANDS), strict=True))


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_speaks_ends_within_seconds_and_says_that_it_was_not_heard(
    name: str, ran: "dict[str, tuple[int, str, str, float]]"
) -> None:
    code, _, err, took = ran[name]

    assert code == COMMANDS[name][1], err
    assert err.count(COMMANDS[name][2]) == 1
    assert took < BOUND


def test_doctor_says_that_the_device_takes_no_sound(ran: "dict[str, tuple[int, str, str, float]]") -> None:
    _, out, _, _ = ran["doctor"]

    [line] = [line for line in out.splitlines() if " device:" in line]
    assert line.startswith("problem  device: Null Output opens, and takes no steady sound. Restart the sound")
