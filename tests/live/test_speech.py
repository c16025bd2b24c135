"""Whatever becomes of the speech worker and of its clips, the session goes on and each line is heard."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Final

import pytest
from lived import TROUBLE, WHOLE, Live, at_home, found

from bench.recording import RATE, Sink, Sound, available
from bench.session import Planned, planned

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not available(), reason="PulseAudio is what these listen with"
)

REACH: Final = RATE // 5
LATE_S: Final = 10.0

NTH: Final = ("first", "second", "third", "fourth", "fifth")
TALK: Final = """\
name = "Talk"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = "Water wears the stone away."

[[step]]
exercise = "tap"

[[step]]
say = "The river bends around the hill."
"""
LONG_TALK: Final = 'name = "Talk"\ncategory = "education"\nlevel = "gentle"\nminutes = 1\n' + "".join(
    f'[[step]]\nsay = "Now the {nth}."\n' for nth in NTH
)


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A session that was recorded, to its end."""

    code: int
    live: Live
    recording: Sound
    cues: tuple[Planned, ...]


def recorded(home: Path, act: Callable[[Live], None], routine: str = TALK) -> Recorded:
    """Run a session, act as soon as it has begun, and record it to its end."""
    with Sink() as sink, sink.record() as recording:
        live = Live(at_home(home, routine), env=sink.env)
        live.until("started")
        act(live)
        code = live.ended()
        cues = planned([e for e in live.events if not e.get("missing")], home, rate=220)
        Event().wait(1)  # what was given out last is still under way to the ear
        return Recorded(code, live, recording.sound, cues)


def worker_killed(home: Path) -> Recorded:
    """Killed at its first line, and its successor in the middle of the session."""

    def kill(live: Live) -> None:
        first = live.worker()
        os.kill(first, signal.SIGKILL)
        second = live.worker(but=first)
        live.until("step_started", step=0)
        os.kill(second, signal.SIGKILL)

    return recorded(home, kill)


def worker_hanging(home: Path) -> Recorded:
    """Stopped before it has made the first step, and never let go on: it has to be replaced."""
    return recorded(home, lambda live: os.kill(live.worker(), signal.SIGSTOP))


def clip_late(home: Path) -> Recorded:
    """Two workers hang, one after the other, while a step's line is missing: it comes ten seconds late."""

    def stop(live: Live) -> None:
        live.until("step_ended", step=0)  # before the next one's start is shown, which waits for the history
        first = live.worker()
        os.kill(first, signal.SIGSTOP)
        os.kill(live.worker(but=first), signal.SIGSTOP)

    return recorded(home, stop, LONG_TALK)


def clip_damaged(home: Path) -> tuple[Recorded, int]:
    """A second session, with every clip of the first cut short, emptied or overwritten."""
    first = Live(at_home(home, TALK), stdin=subprocess.DEVNULL)
    first.until("step_ended", step=1)
    first.kill()
    first.ended()
    clips = sorted((home / "cache" / "clips").glob("*.wav"))
    for number, clip in enumerate(clips):
        whole = clip.read_bytes()
        clip.write_bytes((whole[:2000], b"", whole[:-400] + bytes(400))[number % 3])
    return recorded(home, lambda live: None), len(clips)


def burst(home: Path) -> Recorded:
    """Thirty presses at once, while clips are being made."""

    def press(live: Live) -> None:
        live.until("step_started", step=0)
        live.say(*["next", "back", "again"] * 10)

    return recorded(home, press)


LONG = (clip_damaged,)
SCENES = (worker_killed, worker_hanging, clip_late, burst)


def places(outcome: Recorded) -> list[tuple[float, float]]:
    """Return where each cue is in the recording, and what share of it: where it follows, or later."""
    there: list[tuple[float, float]] = []
    expected, position = 0.0, 0
    for cue in outcome.cues:
        near = round(expected) + cue.position - position
        place, share = found(outcome.recording, cue.sound, near, REACH)
        if share < WHOLE:
            place, share = found(outcome.recording, cue.sound, near + 15 * RATE, 15 * RATE)
        there.append((place, share))
        expected, position = place, cue.position
    return there


def lost(outcome: Recorded) -> list[str]:
    """Return the cues that are not in the recording as they should be."""
    there = zip(outcome.cues, places(outcome), strict=True)
    return [
        f"{cue.text!r} at {place / RATE:.3f} s: {share:.2f} of it"
        for cue, (place, share) in there
        if share < WHOLE
    ]


@pytest.mark.parametrize("act", [worker_killed, worker_hanging, clip_late])
def test_every_line_is_heard_whole_and_in_order(
    scene: Callable[..., Recorded], act: Callable[..., Any]
) -> None:
    outcome = scene(act)

    there = places(outcome)
    ends = [place + len(cue.sound) for (place, _), cue in zip(there, outcome.cues, strict=True)]
    spoken = [e for e in outcome.live.told("heard") if e["kind"] != "chime"]
    assert outcome.code == 0
    assert not outcome.live.told(*TROUBLE)
    assert not any(event["missing"] for event in spoken)
    assert lost(outcome) == []
    assert all(end <= place + RATE // 1000 for end, (place, _) in zip(ends, there[1:], strict=False))


def test_a_session_whose_worker_hangs_has_all_its_work(scene: Callable[..., Recorded]) -> None:
    outcome = scene(worker_hanging)

    ended = [(step["title"], step["worked"]) for step in outcome.live.told("step_ended")]
    assert ended == [("Water wears the stone away", 0), ("Tap", 6), ("The river bends around the hill", 0)]


def test_a_step_whose_clip_comes_late_starts_late_and_its_position_stands_still(
    scene: Callable[..., Recorded],
) -> None:
    outcome = scene(clip_late)

    there = [place for place, _ in places(outcome)]
    waits = [
        (later - sooner) - (next_.position - cue.position)
        for sooner, later, cue, next_ in zip(there, there[1:], outcome.cues, outcome.cues[1:], strict=False)
    ]
    longest = max(waits)
    assert longest > LATE_S * RATE
    assert sorted(waits)[-2] < RATE


def test_a_damaged_clip_is_made_again(scene: Callable[..., tuple[Recorded, int]]) -> None:
    outcome, damaged = scene(clip_damaged)

    assert damaged > 10
    assert outcome.code == 0
    assert not outcome.live.told(*TROUBLE)
    assert lost(outcome) == []


def test_after_a_burst_of_next_and_back_the_session_goes_on_rightly(scene: Callable[..., Recorded]) -> None:
    outcome = scene(burst)

    positions = [event["position"] for event in outcome.live.told("heard")]
    started = [event["step"] for event in outcome.live.told("step_started")]
    assert outcome.code == 0
    assert outcome.live.events[-1]["finished"]
    assert positions == sorted(positions)
    assert started[-1] == 2
    assert "The river bends around the hill." in outcome.live.texts
    assert "Traceback" not in "".join(outcome.live.err)
