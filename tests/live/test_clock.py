"""A wall clock that is set in the middle of a session moves nothing that is heard, nor any job."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lived import CHANGED, TROUBLE, WHOLE, Live, at_home, clean_env, found, history

from bench.recording import RATE, Sink, Sound, available
from bench.session import planned
from coach.language import rates

LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not available() or LIBRARY is None,
    reason="PulseAudio and libfaketime are what these are tried with",
)

SHIFT_S = 3600
REACH = RATE // 5
"""A block that a busy machine lost moves what follows by 0.04 s; a job that is lost, by a second and more."""
UNSET = (
    "-c",
    # The speech worker has the true clock, since the library breaks its sleep.
    "import os; del os.environ['LD_PRELOAD']\nfrom coach.__main__ import main; main()",
)


def clock(home: Path) -> dict[str, str]:
    """Return an environment whose wall clock alone goes by the file `clock` of a folder."""
    set_to(home, 0)
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(home / "clock"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def set_to(home: Path, seconds: int) -> None:
    """Set that clock so far from the true time."""
    beside = home / "clock.new"
    beside.write_text(f"{seconds:+d}\n")
    beside.replace(home / "clock")


def set_forth_and_back(home: Path) -> tuple[Live, Sound]:
    with Sink() as sink, sink.record() as recording:
        live = Live(at_home(home), env=sink.env | clock(home), stdin=subprocess.DEVNULL, program=UNSET)
        live.until("step_started", step=0)
        set_to(home, SHIFT_S)
        live.until("heard", text="one")
        set_to(home, -SHIFT_S)
        live.until("heard", text="two")
        set_to(home, 0)
        live.until("step_ended", step=2)
        set_to(home, -SHIFT_S)
        live.ended()
        return live, recording.sound


ALONE = (set_forth_and_back,)


def test_a_clock_set_forth_and_back_moves_no_beat(scene: Callable[..., tuple[Live, Sound]]) -> None:
    live, recording = scene(set_forth_and_back)

    cues = planned(live.events, live.home, rate=rates.FASTEST)
    begins = round(found(recording, cues[0].sound, 10 * RATE, 10 * RATE)[0]) - cues[0].position
    # The clip given out last may be under way to the ear when the process ends.
    places = [found(recording, cue.sound, cue.position + begins, RATE) for cue in cues[:-1]]
    away = [place - begins - cue.position for cue, (place, _) in zip(cues, places, strict=False)]
    assert min(share for _, share in places) > WHOLE
    assert max(map(abs, away)) < REACH


def test_a_clock_that_was_set_is_no_pause_and_no_trouble(scene: Callable[..., tuple[Live, Sound]]) -> None:
    live, _ = scene(set_forth_and_back)

    assert live.process.returncode == 0
    assert live.told("paused", *TROUBLE, *CHANGED) == []
    assert live.events[-1]["finished"]


def test_the_session_really_met_the_clock_that_was_set(scene: Callable[..., tuple[Live, Sound]]) -> None:
    live, _ = scene(set_forth_and_back)

    [session] = history(live.home)
    assert session.ended is not None
    assert (session.ended - session.began).total_seconds() < -SHIFT_S + 300


PROGRAM = """
import sys
from pathlib import Path
from queue import Empty, SimpleQueue
from coach.time.clock import Clock, judge
from coach.session.inputs import Due
from coach.session.part_timer import Timer
clock, inbox = Clock(), SimpleQueue()
timer = Timer(inbox.put)
timer.arm(0, 0.01)
inbox.get(timeout=60)
began, before = clock.monotonic(), clock.read()
timer.arm(1, 1.0)
file = Path(sys.argv[1])
file.write_text(sys.argv[2])
jumped = judge(before, clock.read()).jumped
if sys.argv[3] == "again":
    timer.arm(1, 1.0 - (clock.monotonic() - began))
try:
    print(jumped, inbox.get(timeout=4).generation, clock.monotonic() - began)
except Empty:
    print(jumped, "nothing", 4)
timer.close()
"""


@pytest.mark.usefixtures("in_real_time")
@pytest.mark.parametrize("by", [SHIFT_S, -SHIFT_S])
def test_a_job_set_anew_after_the_clock_was_set_comes_no_later_than_it_was_due(
    tmp_path: Path, by: int
) -> None:
    jumped, generation, after = armed(tmp_path, by, "again")

    assert (jumped, generation) == ("True", "1")
    assert float(after) < 3  # set forth it may come early, which is harmless


@pytest.mark.usefixtures("in_real_time")
def test_a_job_that_is_not_set_anew_is_lost_to_a_clock_set_back(tmp_path: Path) -> None:
    jumped, generation, _ = armed(tmp_path, -SHIFT_S, "")

    assert (jumped, generation) == ("True", "nothing")


def armed(home: Path, by: int, again: str) -> list[str]:
    """Arm the timer for a second ahead, set the clock, and return what came of it."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home / "clock"), f"{by:+d}\n", again],
        env=clean_env(home, clock(home)),
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()
