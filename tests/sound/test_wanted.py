"""The device that was asked for is the one that plays, and is taken back after it was away."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

import numpy as np
import pytest
from playing import PATIENCE, noise, until

from bench.recording import Recording, Sink, available, find
from coach.errors import CoachError
from coach.sound.device import AHEAD_MS, PERIOD_MS, Output, devices
from coach.sound.mix import Sound, Sounding
from coach.time.units import RATE, Samples

pytestmark = pytest.mark.skipif(not available(), reason="PulseAudio is not installed here")

LOST = (AHEAD_MS + PERIOD_MS) * RATE // 1000


def load(sink: Sink, name: str, description: str) -> str:
    """Plug a device in; return what unplugs it."""
    words = [f"sink_name={name}", f"rate={RATE}", "channels=1", "format=s16le"]
    shown = f"sink_properties=\"device.description='{description}'\""
    command = ["pactl", "load-module", "module-null-sink", *words, shown]
    ran = subprocess.run(command, env=sink.env, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def unload(sink: Sink, module: str) -> None:
    subprocess.run(["pactl", "unload-module", module], env=sink.env, check=True)


@contextmanager
def listening(sink: Sink, name: str) -> Iterator[Recording]:
    form = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]
    command = ["parec", "-d", f"{name}.monitor", *form]
    process = subprocess.Popen(command, env=sink.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    recording = Recording(process)
    assert recording.began.wait(PATIENCE)
    try:
        yield recording
    finally:
        recording.stop()


@pytest.fixture
def sink(alone_with_sound: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with Sink() as started:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER"):
            monkeypatch.setenv(name, started.env[name])
        yield started


@pytest.mark.parametrize(
    ("asked", "name"),
    [("Desk Speaker", "Desk Speaker"), ("desk speaker", "Desk Speaker"), ("pro", "Desk Speaker Pro")],
)
def test_the_exact_name_comes_before_a_longer_one_that_holds_it(sink: Sink, asked: str, name: str) -> None:
    load(sink, "pro", "Desk Speaker Pro")
    load(sink, "plain", "Desk Speaker")

    output = Output(asked)
    opened = output.name
    output.close()

    assert opened == name


def test_a_part_that_fits_two_devices_is_refused_with_their_names(sink: Sink) -> None:
    load(sink, "pro", "Desk Speaker Pro")
    load(sink, "plain", "Desk Speaker")

    with pytest.raises(CoachError, match="More than one sound device is called 'desk': Desk Speaker"):
        Output("desk")


def heard(recording: Recording, sound: Sound) -> tuple[int, int]:
    """Return which part of the sound was heard, as the samples it begins and ends at."""
    there = np.flatnonzero(recording.sound)
    silences = np.flatnonzero(np.diff(there) > RATE // 5)  # the recorder, too, is moved to another device
    piece = recording.sound[there[0] : there[silences[0] if len(silences) else -1] + 1]
    begin, alike = find(sound, piece[: RATE // 4], len(sound) // 2, len(sound) // 2)
    end, like = find(sound, piece[-RATE // 4 :], len(sound) // 2, len(sound) // 2)
    assert min(alike, like) > 0.99
    return round(begin), round(end) + RATE // 4


@pytest.mark.parametrize("rescued", [False, True], ids=["alone", "moved by the server"])
def test_a_wanted_device_that_went_away_is_taken_back_from_the_same_sample(
    sink: Sink, *, rescued: bool
) -> None:
    if rescued:
        command = ["pactl", "load-module", "module-rescue-streams"]
        subprocess.run(command, env=sink.env, stdout=subprocess.DEVNULL, check=True)
    changes: SimpleQueue[tuple[bool, str]] = SimpleQueue()
    phones = load(sink, "phones", "Headphones")
    sound = noise(60 * RATE)
    with listening(sink, "phones") as before, sink.record() as other:
        output = Output("headphones", on_change=lambda playing, name: changes.put((playing, name)))
        first = output.name
        output.lay((Sounding(Samples(0), sound),), Samples(len(sound)), 0)
        until(lambda: int(np.count_nonzero(before.sound)) > RATE)
        unload(sink, phones)
        stand_in = changes.get(timeout=PATIENCE)
        until(lambda: int(np.count_nonzero(other.sound)) > RATE)
        load(sink, "phones", "Headphones")
        with listening(sink, "phones") as after:
            back = changes.get(timeout=PATIENCE)
            until(lambda: int(np.count_nonzero(after.sound)) > RATE)
            output.close()

    parts = [heard(recording, sound) for recording in (before, other, after)]
    assert first == "Headphones"
    assert stand_in == (True, "Null Output")
    assert back == (True, "Headphones")
    assert changes.empty()
    assert parts[0][0] == 0
    assert 0 <= parts[1][0] - parts[0][1] <= LOST + RATE // 10
    assert 0 <= parts[2][0] - parts[1][1] <= LOST


def test_devices_that_were_plugged_in_are_listed_by_their_names(sink: Sink) -> None:
    load(sink, "phones", "Headphones")

    assert {each.name for each in devices()} == {"Null Output", "Headphones"}
