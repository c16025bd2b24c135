"""A timeline becomes sounds, each at its place on the stream."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coach.cue.model import Chime, ChimeName, Cue, Spoken, Timed, Timeline
from coach.sound.lay import soundings
from coach.sound.mix import Sound
from coach.time.units import Samples

CUES: tuple[Cue, ...] = (Spoken("Sit tall."), Chime(ChimeName.TICK), Spoken("Reach."), Spoken("Let go."))
SOUNDS: dict[Cue, Sound] = {cue: np.full(100, number, np.int16) for number, cue in enumerate(CUES)}
NONE = Samples(0)

places = st.lists(st.tuples(st.integers(0, 9000), st.sampled_from(CUES)), max_size=8)


def timeline(pairs: list[tuple[int, Cue]]) -> Timeline:
    """Return a timeline of these cues, each with its start."""
    in_order = sorted(pairs, key=lambda pair: pair[0])
    cues = tuple(Timed(Samples(start), Samples(start + 100), cue) for start, cue in in_order)
    return Timeline(cues, Samples(10_000), (NONE, NONE), NONE, ())


@given(places, st.integers(0, 10**9), st.integers(0, 9000))
def test_a_cue_is_as_far_from_the_position_as_it_is_from_the_moment_that_is_heard_there(
    pairs: list[tuple[int, Cue]], at: int, since: int
) -> None:
    sounds = soundings(timeline(pairs), Samples(at), Samples(since), SOUNDS.__getitem__)

    meant = [(at + start - since, int(SOUNDS[cue][0])) for start, cue in pairs if start >= since]
    assert sorted((s.start, int(s.sound[0])) for s in sounds) == sorted(meant)


def test_what_begins_before_the_moment_is_left_out_whole_and_what_begins_at_it_is_not() -> None:
    line = timeline([(499, CUES[0]), (500, CUES[2])])

    sounds = soundings(line, Samples(7000), Samples(500), SOUNDS.__getitem__)

    assert [s.start for s in sounds] == [7000]
    assert sounds[0].sound is SOUNDS[CUES[2]]


def test_a_cue_without_a_sound_leaves_its_time_and_moves_no_other() -> None:
    line = timeline([(0, CUES[0]), (200, CUES[2]), (400, CUES[3])])

    sounds = soundings(line, NONE, NONE, lambda cue: None if cue == CUES[2] else SOUNDS[cue])

    assert [s.start for s in sounds] == [0, 400]
