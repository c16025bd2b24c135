"""The bench of beats tells what is wrong with a recording: it must be able to fail."""

from dataclasses import replace

import numpy as np
import pytest

from bench.beats import mixed, report
from bench.recording import RATE, Sound
from bench.session import Planned
from coach.cue.model import ChimeName
from coach.sound.chimes import chime

LEAD = 20_000
A_SAMPLE = 1000 / RATE


def word(seed: int, seconds: float = 0.4) -> Sound:
    """Return a voiced sound of its own: a few harmonics that rise from the first sample."""
    time = np.arange(round(seconds * RATE)) / RATE
    tones = [np.sin(2 * np.pi * (110 + 7 * seed) * n * time) / n for n in range(3, 12)]
    rise = np.minimum(1, time / 0.02) * np.minimum(1, (seconds - time) / 0.05)
    sound: Sound = (np.sum(tones, axis=0) * rise * 4000).astype(np.int16)
    return sound


def cue(position: int, text: str, sound: Sound) -> Planned:
    kind = "chime" if text == "tick" else "count"
    return Planned(position, kind, text, pinned=True, sound=sound, onset=0)


COUNTS = ("one", "two", "three", "four", "five", "six")
PLAN = (
    *(cue(RATE * at, text, word(at)) for at, text in enumerate(COUNTS)),
    *(cue(RATE * at // 2 + 9600, "tick", chime(ChimeName.TICK)) for at in range(12)),
)


def recorded(plan: tuple[Planned, ...]) -> Sound:
    """Return the recording of a session that kept to this plan."""
    return np.concatenate([np.zeros(LEAD, np.int16), mixed(plan), np.zeros(RATE, np.int16)])


def moved(index: int, by: int) -> tuple[Planned, ...]:
    late = replace(PLAN[index], position=PLAN[index].position + by)
    return (*PLAN[:index], late, *PLAN[index + 1 :])


def test_a_session_that_kept_to_its_plan_breaks_no_bound() -> None:
    said = report(recorded(PLAN), PLAN)

    assert said.broken() == []
    assert said.off.max_ms == pytest.approx(0, abs=A_SAMPLE)
    assert (said.cues, said.pinned, said.counts) == (18, 18, 6)


@pytest.mark.parametrize("index", [3, 8], ids=["a count", "a tick under a count"])
def test_one_cue_two_milliseconds_late_is_told(index: int) -> None:
    said = report(recorded(moved(index, 96)), PLAN)

    assert said.off.max_ms == pytest.approx(2, abs=0.05)
    assert any("is off by 2.0" in words for words in said.broken())


def test_a_cue_that_was_not_played_is_named() -> None:
    said = report(recorded((*PLAN[:2], *PLAN[3:])), PLAN)

    assert any("not heard: 'three' at 2.000 s" in words for words in said.broken())


def test_a_count_heard_off_its_beat_is_told_though_its_clip_lies_where_it_was_laid() -> None:
    wrong = replace(PLAN[4], onset=round(0.05 * RATE))

    said = report(recorded(PLAN), (*PLAN[:4], wrong, *PLAN[5:]))

    assert said.off.max_ms == pytest.approx(0, abs=A_SAMPLE)
    assert any(words.startswith("counts spread over") for words in said.broken())


def test_a_hole_in_the_sound_is_told_where_it_is() -> None:
    recording = recorded(PLAN)
    recording[LEAD + RATE + 5000 : LEAD + RATE + 5500] = 0

    said = report(recording, PLAN)

    assert any("1 gaps, the first at 1.104 s" in words for words in said.broken())


def test_a_hole_before_the_first_pinned_cue_is_counted_apart() -> None:
    plan = (replace(PLAN[0], pinned=False), *PLAN[1:])
    recording = recorded(plan)
    recording[LEAD + 5000 : LEAD + 5500] = 0

    said = report(recording, plan)

    assert len(said.gaps) == 1
    assert said.torn == ()


def test_silence_put_in_between_is_told_as_late_cues() -> None:
    whole = recorded(PLAN)
    cut = LEAD + 2 * RATE + 30_000
    late = np.concatenate([whole[:cut], np.zeros(600, np.int16), whole[cut:]])

    said = report(late, PLAN)

    assert said.off.max_ms == pytest.approx(12.5, abs=0.1)
    assert any("is off by" in words for words in said.broken())


def test_a_clock_that_runs_otherwise_is_told_as_drift() -> None:
    slow = tuple(replace(cue, position=round(cue.position * 1.0002)) for cue in PLAN)

    said = report(recorded(slow), PLAN)

    assert any(words.startswith("drift of") for words in said.broken())
