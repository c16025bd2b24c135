"""What an output sends out is heard in a real sink, whatever happens to the sink or the process."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import numpy as np
import pytest

from bench.recording import Recording, Sink, available, find
from coach.errors import CoachError
from coach.sound.device import AHEAD_MS, PERIOD_MS, Output, devices
from coach.sound.mix import FADE, Sound, Sounding
from coach.time.units import RATE, Samples

needs_sink = pytest.mark.skipif(not available(), reason="PulseAudio is not installed here")
PATIENCE = 30.0
ROOT = Path(__file__).parents[2]
LOST = (AHEAD_MS + PERIOD_MS) * RATE // 1000
"""What was given out ahead and not yet heard may go down with a device, or with PulseAudio's own pause."""


def noise(count: int, seed: int = 0) -> Sound:
    """Return a sound of which no sample is nought, so that each can be counted in a recording."""
    chosen = np.random.default_rng(seed).integers(500, 3000, count)
    sound: Sound = (chosen * np.random.default_rng(seed + 1).choice([-1, 1], count)).astype(np.int16)
    return sound


def until(condition: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        Event().wait(0.02)
    raise AssertionError("that did not come to be within its time")


def still(output: Output) -> Samples:
    """Return the position once it stands still."""
    before = Samples(-1)
    while before != output.position:
        before = output.position
        Event().wait(0.3)
    return before


@contextmanager
def player(sink: Sink) -> Iterator["subprocess.Popen[str]"]:
    """Play four seconds of noise into the sink, in a process of its own."""
    command = [sys.executable, "-c", PLAYER]
    process = subprocess.Popen(command, env=sink.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def pieces(heard: Sound, sound: Sound) -> list[tuple[int, int]]:
    """Return which parts of the sound were heard between silences, as the samples they begin and end at."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], heard != 0, [False]])))
    found = []
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        place, alike = find(sound, heard[begin:end], len(sound) // 2, len(sound) // 2)
        assert alike == pytest.approx(1, abs=1e-6)
        found.append((round(place), round(place) + end - begin))
    return found


def all_heard(recording: Recording, sound: Sound) -> Sound:
    """Return what was recorded that is not silence, once as much was as the sound has."""
    until(lambda: int(np.count_nonzero(recording.sound)) >= len(sound))
    heard: Sound = recording.sound[recording.sound != 0]
    return heard


@pytest.fixture
def sink(alone_with_sound: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with Sink() as started:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER"):
            monkeypatch.setenv(name, started.env[name])
        yield started


@pytest.fixture
def told() -> "SimpleQueue[tuple[bool, str]]":
    return SimpleQueue()


@pytest.fixture
def output(sink: Sink, told: "SimpleQueue[tuple[bool, str]]") -> Iterator[Output]:
    opened = Output(on_change=lambda playing, name: told.put((playing, name)))
    yield opened
    opened.close()


@needs_sink
def test_what_is_laid_is_heard_at_its_exact_distances(sink: Sink, output: Output) -> None:
    starts = (0, 30_000, 30_000 + 12_345, 100_000)
    clips = [noise(8000, seed) for seed in range(len(starts))]

    with sink.record() as recording:
        laid = tuple(Sounding(Samples(at), clip) for at, clip in zip(starts, clips, strict=True))
        output.lay(laid, Samples(120_000), 0)
        until(lambda: output.position == 120_000)
        until(lambda: not recording.sound[-RATE // 2 :].any())

    heard = recording.sound
    first = int(np.flatnonzero(heard)[0])
    places = [find(heard, clip, first + at, 2000)[0] for at, clip in zip(starts, clips, strict=True)]
    assert np.diff(places) == pytest.approx(np.diff(starts), abs=0.05)
    assert not output.failed


@needs_sink
def test_the_sound_system_is_given_as_much_ahead_as_is_meant(sink: Sink, output: Output) -> None:
    output.lay((Sounding(Samples(0), noise(RATE)),), Samples(RATE), 0)
    until(lambda: output.position > RATE // 4)

    listed = subprocess.run(["pactl", "list", "sink-inputs"], env=sink.env, capture_output=True, check=True)

    asked = re.search(rb"Buffer Latency: (\d+) usec", listed.stdout)
    assert asked is not None
    assert AHEAD_MS / 2 <= int(asked[1]) / 1000 <= AHEAD_MS


@needs_sink
def test_a_pause_is_silent_and_the_sound_goes_on_from_the_same_sample(sink: Sink, output: Output) -> None:
    sound = noise(3 * RATE)

    with sink.record() as recording:
        output.lay((Sounding(Samples(0), sound),), Samples(len(sound)), 0)
        until(lambda: output.position > RATE // 2)
        output.hold()
        stood = still(output)
        until(lambda: not recording.sound[-RATE // 4 :].any())
        output.go()
        until(lambda: output.position == len(sound))
        until(lambda: not recording.sound[-RATE // 4 :].any())

    heard = recording.sound
    begins = int(np.flatnonzero(heard)[0])
    rest = sound[stood + FADE :]
    goes_on = round(find(heard, rest[:RATE], begins + stood + 2 * RATE, 4 * RATE)[0])
    between = heard[begins + stood + FADE : goes_on - FADE]
    assert np.array_equal(heard[begins : begins + stood], sound[:stood])
    assert len(between) > RATE // 4
    assert not between.any()
    assert np.array_equal(heard[goes_on : goes_on + len(rest)], rest)


@needs_sink
def test_a_device_that_comes_back_goes_on_where_it_was(sink: Sink) -> None:
    sound = noise(4 * RATE)
    with player(sink) as process:
        with sink.record() as before:
            until(lambda: int(np.count_nonzero(before.sound)) > RATE // 2)
            # Stopped meanwhile, so that the new sink is recorded before anything plays into it.
            process.send_signal(signal.SIGSTOP)
            until(lambda: not before.sound[-RATE // 4 :].any())
        sink.kill()
        sink.start()
        with sink.record() as after:
            process.send_signal(signal.SIGCONT)
            until(lambda: int(np.count_nonzero(after.sound)) > RATE)

        said, _ = process.communicate(timeout=PATIENCE)
    heard = int(np.count_nonzero(before.sound))
    again = after.sound[after.sound != 0][:RATE]
    place, alike = find(sound, again, len(sound) // 2, len(sound) // 2)
    assert alike == pytest.approx(1, abs=1e-6)
    assert 0 <= round(place) - heard <= LOST
    assert said.splitlines()[-1] == "changes: [(True, 'Null Output')]"


@needs_sink
def test_without_its_device_an_output_keeps_time_in_silence_and_takes_it_back(
    sink: Sink, output: Output, told: "SimpleQueue[tuple[bool, str]]"
) -> None:
    sink.kill()
    gone = told.get(timeout=PATIENCE)
    output.lay((), Samples(RATE // 2), 0)
    until(lambda: output.position == RATE // 2)

    sink.start()
    back = told.get(timeout=PATIENCE)
    with sink.record() as recording:
        sound = noise(RATE)
        output.lay((Sounding(output.position, sound),), Samples(output.position + RATE), 1)
        heard = all_heard(recording, sound)

    assert gone == (False, "Null")
    assert back == (True, "Null Output")
    assert np.array_equal(heard, sound)


@needs_sink
def test_a_process_that_was_stopped_goes_on_where_it_was(sink: Sink) -> None:
    sound = noise(4 * RATE)
    with sink.record() as recording, player(sink) as process:
        until(lambda: bool(recording.sound.any()))

        process.send_signal(signal.SIGSTOP)
        until(lambda: not recording.sound[-2 * RATE :].any())
        process.send_signal(signal.SIGCONT)
        said, _ = process.communicate(timeout=PATIENCE)
        until(lambda: not recording.sound[-RATE // 4 :].any())

    parts = pieces(recording.sound, sound)
    assert parts[0][0] == 0
    assert parts[-1][1] == len(sound)
    lost = [begin - end for (_, end), (begin, _) in pairwise(parts)]
    assert all(0 <= count <= LOST for count in lost)
    assert said.splitlines()[-1] == "changes: []"


@needs_sink
def test_a_device_asked_for_by_part_of_its_name_is_taken(sink: Sink) -> None:
    output = Output("null out")
    name, playing = output.name, output.playing
    output.close()

    assert (name, playing) == ("Null Output", True)


@needs_sink
def test_a_device_asked_for_by_name_that_is_not_there_is_told_with_those_that_are(sink: Sink) -> None:
    with pytest.raises(CoachError, match=r"'Headphones'\. There are: Null Output\. `coach devices`"):
        Output("Headphones")


@needs_sink
def test_the_devices_are_listed_and_one_is_the_default(sink: Sink) -> None:
    assert [(each.name, each.default) for each in devices()] == [("Null Output", True)]


@needs_sink
def test_closing_an_output_whose_device_is_dead_comes_to_an_end(sink: Sink) -> None:
    output = Output()
    sink.kill()

    output.close()

    assert not output.playing


PLAYER = """
import sys
from timeit import default_timer as clock
from threading import Event
import numpy as np
from coach.sound.device import Output, devices
from coach.sound.mix import Sounding
from tests.sound.test_output import noise
from coach.time.units import RATE

changes = []
output = Output(on_change=lambda *change: changes.append(change))
sound = noise(4 * RATE)
output.lay((Sounding(0, sound),), len(sound), 0)
while output.position == 0:
    Event().wait(0.01)
began, at = clock(), output.position
while output.position < len(sound):
    Event().wait(0.01)
took = clock() - began
print("playing:", output.playing, "devices:", devices() != ())
print("pace:", (len(sound) - at) / RATE / took)
Event().wait(1)
output.close()
print("changes:", changes)
"""


@pytest.mark.usefixtures("alone_with_sound")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a device cannot be hidden by the environment")
def test_without_any_device_an_output_keeps_real_time_without_a_word_on_stderr(tmp_path: Path) -> None:
    nothing = {
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "XDG_RUNTIME_DIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    alsa = tmp_path / "asound.conf"
    alsa.write_text("")
    env = {**os.environ, **nothing, "ALSA_CONFIG_PATH": str(alsa)}

    ran = subprocess.run(
        [sys.executable, "-c", PLAYER], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )

    lines = ran.stdout.splitlines()
    assert ran.stderr == ""
    assert lines[0] == "playing: False devices: False"
    assert float(lines[1].removeprefix("pace: ")) == pytest.approx(1, abs=0.1)
    assert lines[2] == "changes: []"


TALKER = """
import sys
from threading import Event, Thread
from coach.sound.device import devices

over = Event()
lines = 0


def talk():
    global lines
    while not over.is_set():
        print("a word for you", file=sys.stderr, flush=True)
        lines += 1


talking = Thread(target=talk)
talking.start()
for _ in range(5):
    devices()
over.set()
talking.join()
print(lines)
"""


@pytest.mark.usefixtures("alone_with_sound")
def test_what_is_said_on_stderr_while_devices_are_looked_for_is_not_lost() -> None:
    env = {**os.environ, "PULSE_SERVER": "unix:/none"}

    ran = subprocess.run(
        [sys.executable, "-c", TALKER], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )

    said = ran.stderr.splitlines()
    assert set(said) == {"a word for you"}
    assert len(said) == int(ran.stdout)
