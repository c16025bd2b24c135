"""Without a sound device, or with one that goes away, a session goes on in real time, and says so once."""

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic  # noqa: TID251 - how long a session took

import numpy as np
import pytest
from called import coach
from lived import BRISK, CHANGED, TROUBLE, WHOLE, Live, at_home, found, history

from bench.recording import RATE, Sink, Sound, available
from bench.session import planned
from coach.language import rates
from coach.sound.mix import Sounding
from coach.sound.stream import Stream
from coach.time.units import Samples, Seconds

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not available(), reason="PulseAudio is what these listen with"
)

NO_DEVICE = {"PULSE_SERVER": "unix:/nonexistent/native"}
UNHEARD = (
    "No sound device can be reached, so the session goes on in writing. `coach doctor` says how to hear it."
)


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """A session, and the seconds that it took."""

    code: int
    live: Live
    took: float


def without_a_device(home: Path) -> Played:
    live = Live(at_home(home), env=NO_DEVICE, stdin=subprocess.DEVNULL)
    live.until("started")
    began = monotonic()
    code = live.ended()
    return Played(code, live, monotonic() - began)


def device_that_comes_back(home: Path) -> tuple[Live, Sound]:
    """The sound server dies in the middle, and is there again some seconds later."""
    with Sink() as sink:
        live = Live(at_home(home), env=sink.env, stdin=subprocess.DEVNULL)
        live.until("step_started", step=0)
        sink.kill()
        live.until("device_lost")
        sink.start()
        with sink.record() as recording:
            live.until("device_named")
            live.ended()
            return live, recording.sound


def suspended(sink: Sink) -> None:
    subprocess.run(["pactl", "suspend-sink", "coach", "1"], env=sink.env, check=True)


def device_that_takes_nothing(home: Path) -> Played:
    """It opens, and no sample goes into it from first to last."""
    with Sink() as sink:
        suspended(sink)
        live = Live(at_home(home), env=sink.env, stdin=subprocess.DEVNULL)
        live.until("device_lost")
        began = monotonic()
        code = live.ended()
        return Played(code, live, monotonic() - began)


def interrupted_while_the_device_hangs(home: Path) -> Played:
    with Sink() as sink:
        suspended(sink)
        live = Live(at_home(home), env=sink.env, stdin=subprocess.DEVNULL)
        live.until("started")
        began = monotonic()
        live.kill(signal.SIGINT)
        code = live.ended()
        return Played(code, live, monotonic() - began)


def muted(home: Path) -> tuple[int, Sound]:
    with Sink() as sink, sink.record() as recording:
        live = Live(at_home(home), "short", "--mute", env=sink.env, stdin=subprocess.DEVNULL)
        live.until("step_ended", step=1)
        live.kill()
        live.ended()
        return len(live.texts), recording.sound


ALONE = (device_that_comes_back,)
SCENES = (without_a_device, muted, device_that_takes_nothing, interrupted_while_the_device_hangs)


def test_without_a_device_the_session_runs_in_writing_in_its_own_time(
    scene: Callable[..., Played],
) -> None:
    played = scene(without_a_device)

    end = played.live.events[-1]
    assert played.code == 0
    assert end["finished"]
    assert end["at"] - 1 < played.took < end["at"] + 5
    assert history(played.live.home)[0].worked == Seconds(6)


def test_without_a_device_it_is_said_once_and_nothing_else_is_on_stderr(scene: Callable[..., Played]) -> None:
    played = scene(without_a_device)

    assert played.live.err == [UNHEARD]
    assert not played.live.told(*TROUBLE, *CHANGED)


def test_a_device_that_takes_nothing_is_told_once_and_the_session_goes_on_in_its_own_time(
    scene: Callable[..., Played],
) -> None:
    played = scene(device_that_takes_nothing)

    end = played.live.events[-1]
    [trouble] = played.live.told(*TROUBLE)
    assert played.code == 0
    assert end["finished"]
    assert trouble["event"] == "device_lost"
    assert trouble["at"] < 1
    assert end["at"] - 2 < played.took < end["at"] + 5
    assert played.live.err == ["Playing to Null Output."]
    assert not played.live.told(*CHANGED)
    assert history(played.live.home)[0].worked == Seconds(6)


def test_one_ctrl_c_ends_a_session_whose_device_hangs(scene: Callable[..., Played]) -> None:
    played = scene(interrupted_while_the_device_hangs)

    assert played.code == 130
    assert played.took < 15
    assert played.live.events[-1]["exit_code"] == 130


def test_a_device_that_dies_is_told_once_and_so_is_its_coming_back(
    scene: Callable[..., tuple[Live, Sound]],
) -> None:
    live, _ = scene(device_that_comes_back)

    assert [event["event"] for event in live.told(*TROUBLE)] == ["device_lost"]
    [named] = live.told(*CHANGED)
    assert named["event"] == "device_named"
    assert named["name"]
    assert live.process.returncode == 0


def test_after_a_device_came_back_the_rest_is_heard_in_its_time(
    scene: Callable[..., tuple[Live, Sound]],
) -> None:
    live, recording = scene(device_that_comes_back)

    back = live.told(*CHANGED)[0]["position"]
    rest = [
        cue
        for cue in planned([*live.told("heard")], live.home, rate=rates.FASTEST)
        if cue.position > back + RATE
    ]
    size = len(recording) // 2
    places = [found(recording, cue.sound, size, size) for cue in (rest[0], rest[-1])]
    assert min(share for _, share in places) > WHOLE
    assert places[1][0] - places[0][0] == pytest.approx(rest[-1].position - rest[0].position, abs=RATE / 50)


def test_a_volume_that_was_set_before_the_first_sound_is_its_volume_from_its_first_sample() -> None:
    stream = Stream(lambda _: None, Samples(0))
    loud = np.full(960, 20_000, dtype=np.int16)
    stream.pull(480)

    stream.volume(0)
    stream.lay((Sounding(Samples(0), loud),), Samples(960), token=1)

    assert not stream.pull(960).any()


def test_a_session_begun_without_sound_gives_none(scene: Callable[..., tuple[int, Sound]]) -> None:
    lines, recording = scene(muted)

    assert lines > 8
    assert len(recording) > 20 * RATE
    assert not recording.any()


def test_a_device_that_is_not_there_is_answered_with_the_names_of_those_that_are(
    tmp_path: Path, sink: Sink
) -> None:
    ran = coach(at_home(tmp_path), "start", "short", *BRISK, "--device", "moon base", env=sink.env)

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("There is no sound device called 'moon base'. There are: Null Output")
    assert ran.stderr.count("\n") == 1
