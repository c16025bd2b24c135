"""A short session, left alone or talked to through a pipe, is heard, written and kept whole."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from lived import BRISK, CHANGED, ROUTINE, WHOLE, Live, at_home, clean_env, found, history, waited

from bench.recording import RATE, Sink, Sound, available
from bench.session import Planned, planned
from coach.history.model import SessionRecord
from coach.language import rates
from coach.time.units import Seconds

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not available(), reason="PulseAudio is what these listen with"
)

REACH = RATE // 5
"""A block that a busy machine loses moves what follows by 0.04 s; `bench/beats` asks for the millisecond."""
NEAR = RATE // 1000


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A session that was recorded."""

    code: int
    live: Live
    recording: Sound
    cues: tuple[Planned, ...]
    kept: tuple[SessionRecord, ...]


def left_alone(home: Path) -> Heard:
    with Sink() as sink, sink.record() as recording:
        live = Live(at_home(home), env=sink.env, stdin=subprocess.DEVNULL)
        code = live.ended()
        cues = planned(live.events, home, rate=rates.FASTEST)
        waited(lambda: len(recording.sound) > cues[-1].end + RATE)
    return Heard(code, live, recording.sound, cues, history(home))


def in_plain_lines(home: Path) -> Live:
    live = Live(at_home(home), face=())
    live.ended()
    return live


def through_a_pipe(home: Path) -> Live:
    live = Live(at_home(home))
    live.say("dance", "pause")
    live.until("paused")
    live.say("  RESUME ", "", "\x1b[31mred")
    live.until("resumed")
    live.until("heard", text="one")
    live.say("again")
    live.until("heard", text="Three times.")
    live.until("heard", text="two")
    live.say("more", "harder", "easier", "wait")
    assert live.process.stdin is not None
    live.process.stdin.close()
    live.until("waiting")
    live.kill()
    live.ended()
    return live


def with_a_pipe_that_ends(home: Path) -> tuple[int, Live]:
    live = Live(at_home(home))
    live.until("started")
    assert live.process.stdin is not None
    live.process.stdin.close()
    return live.ended(), live


def stopped_by_a_word(home: Path) -> tuple[int, Live]:
    live = Live(at_home(home))
    live.until("heard", text="one")
    live.say("next")
    live.until("step_started", step=2)
    live.say("back")
    live.until("step_started", step=1)
    live.until("heard", text="two")
    live.say("stop")
    return live.ended(), live


def in_sets(home: Path) -> Live:
    lines = ROUTINE.replace('"Sit tall."', '["Sit tall.", "Look ahead."]')
    live = Live(at_home(home, lines.replace('"tap"', '"tap"\nsets = 2\nrest = 0')))
    live.ended()
    return live


ALONE = (left_alone,)
SCENES = (in_plain_lines, through_a_pipe, with_a_pipe_that_ends, stopped_by_a_word, in_sets)


def test_each_cue_is_heard_at_its_place(scene: Callable[..., Heard]) -> None:
    heard = scene(left_alone)

    first = heard.cues[0]
    begins = round(found(heard.recording, first.sound, 10 * RATE, 10 * RATE)[0]) - first.position
    places = [found(heard.recording, cue.sound, cue.position + begins, REACH) for cue in heard.cues]
    away = [place - begins - cue.position for cue, (place, _) in zip(heard.cues, places, strict=True)]
    assert sum(cue.pinned for cue in heard.cues) >= 6
    assert min(share for _, share in places) > WHOLE
    assert max(map(abs, away)) < REACH
    assert median(abs(later - sooner) for sooner, later in pairwise(away)) < NEAR


def test_its_history_has_each_step_with_the_seconds_that_were_done(scene: Callable[..., Heard]) -> None:
    heard = scene(left_alone)

    [session] = heard.kept
    assert heard.code == 0
    assert session.finished
    assert session.ended is not None
    assert (session.routine, session.name, session.planned) == ("short", "Short one", 3)
    assert [(s.step, s.title, s.exercise, s.skipped) for s in session.steps] == [
        (0, "Sit tall", "", False),
        (1, "Tap", "tap", False),
        (2, "Well done", "", False),
    ]
    assert [s.worked for s in session.steps] == [Seconds(0), Seconds(6), Seconds(0)]
    assert [s.planned for s in session.steps] == [Seconds(0), Seconds(6), Seconds(0)]


def test_every_event_is_an_object_on_a_line_of_its_own(scene: Callable[..., Heard]) -> None:
    heard = scene(left_alone)

    kinds = [json.loads(line)["event"] for line in heard.live.out]
    assert kinds[0] == "started"
    assert kinds[-1] == "ended"
    assert kinds.count("heard") == len(heard.cues)


def test_nothing_is_asked_off_a_terminal(scene: Callable[..., Heard]) -> None:
    heard = scene(left_alone)

    assert heard.live.told("question", "answered") == []
    assert not any("zero to ten" in text for text in heard.live.texts)


def test_it_says_which_device_it_plays_to(scene: Callable[..., Heard]) -> None:
    heard = scene(left_alone)

    assert len(heard.live.err) == 1
    assert heard.live.err[0].startswith("Playing to ")
    assert "Null" in heard.live.err[0]


def test_plain_output_has_a_line_for_each_cue_with_its_time(scene: Callable[..., Any]) -> None:
    told, plain = scene(left_alone), scene(in_plain_lines)

    stamps = {f"{int(c.position / RATE) // 60:3}:{int(c.position / RATE) % 60:02}" for c in told.cues}
    spoken = [cue.text for cue in told.cues if cue.kind != "chime"]
    written = [line[8:] for line in plain.out]
    assert [text for text in written if text in spoken] == spoken
    assert stamps <= {line[:6] for line in plain.out}
    assert plain.out[0] == "Short one, 3 steps. ? shows the keys."
    assert plain.out[-1].endswith("Done.")


def test_words_of_a_pipe_do_what_the_keys_do(scene: Callable[..., Live]) -> None:
    live = scene(through_a_pipe)

    told = live.told(*CHANGED)
    assert [event.get("way", event["event"]) for event in told] == [
        "more_added",
        "harder",
        "as written",
        "wait_set",
    ]
    assert live.texts.count("Three times.") == 2


def test_a_word_that_is_not_known_is_answered_on_stderr(scene: Callable[..., Live]) -> None:
    live = scene(through_a_pipe)

    answers = [line for line in live.err if line.startswith("There is no word")]
    assert len(answers) == 2
    assert answers[0].startswith("There is no word 'dance'. There are: pause resume next back again")
    assert not any("\x1b" in line for line in live.err)


def test_the_end_of_a_pipe_stops_nothing(scene: Callable[..., tuple[int, Live]]) -> None:
    code, live = scene(with_a_pipe_that_ends)

    assert code == 0
    assert live.events[-1]["finished"]


def test_stop_on_a_pipe_ends_with_words_and_exit_code_0(scene: Callable[..., tuple[int, Live]]) -> None:
    code, live = scene(stopped_by_a_word)

    [session] = history(live.home)
    assert code == 0
    assert live.texts[-1] == "Stopping here. What you did is saved."
    assert not session.finished
    assert session.ended is not None
    assert [(s.step, s.skipped) for s in session.steps] == [(0, False), (1, True), (2, True), (1, True)]
    assert 1.5 < session.steps[-1].worked < 6  # "two" is heard at 2.0; its clip begins before


def test_a_step_of_several_parts_begins_once_and_ends_once_with_all_its_work(
    scene: Callable[..., Live],
) -> None:
    live = scene(in_sets)

    [session] = history(live.home)
    told = live.told("step_started", "step_ended")
    assert [event["step"] for event in told] == [0, 0, 1, 1, 2, 2]
    assert [event["position"] for event in told] == sorted(event["position"] for event in told)
    assert [step.worked for step in session.steps] == [Seconds(0), Seconds(12), Seconds(0)]
    assert session.steps[1].planned == Seconds(12)


def test_a_routine_is_chosen_only_on_a_terminal(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "coach", "start", *BRISK],
        env=clean_env(at_home(tmp_path), {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 2
    assert ran.stderr.startswith("Name a routine")
