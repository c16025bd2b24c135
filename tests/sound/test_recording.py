"""What the benches find in a recording is there, and what is not there they do not find."""

import numpy as np
import pytest

from bench.recording import RATE, Sound, deviations, find, gaps


def noise(count: int, seed: int = 1) -> Sound:
    return (np.random.default_rng(seed).standard_normal(count) * 3000).astype(np.int16)


def silence(count: int) -> Sound:
    return np.zeros(count, dtype=np.int16)


def test_a_clip_is_found_to_the_sample() -> None:
    clip = noise(2000)
    recording = np.concatenate([silence(7123), clip, silence(9000)])

    place, alike = find(recording, clip, 7000, 500)

    assert place == pytest.approx(7123, abs=0.01)
    assert alike == pytest.approx(1.0, abs=1e-6)


def test_a_clip_is_not_found_in_silence_beside_it() -> None:
    clip, other = noise(2000), noise(2000, seed=2)
    recording = np.concatenate([other, silence(30_000)])

    _, alike = find(recording, clip, 15_000, 9000)

    assert alike < 0.01


def test_a_clip_is_found_in_the_midst_of_exact_silence() -> None:
    clip = noise(2000)
    recording = np.concatenate([silence(20_000), clip, silence(20_000)])

    place, alike = find(recording, clip, 18_000, 9000)

    assert place == pytest.approx(20_000, abs=0.01)
    assert alike == pytest.approx(1.0, abs=1e-6)


def test_another_sound_is_not_taken_for_the_clip() -> None:
    recording = np.concatenate([silence(5000), noise(2000, seed=2), silence(5000)])

    _, alike = find(recording, noise(2000), 5000, 1000)

    assert alike < 0.2


def test_a_clip_longer_than_what_was_recorded_is_not_found() -> None:
    place, alike = find(noise(100), noise(200), 0, 10)

    assert np.isnan(place)
    assert alike == 0


def test_silence_in_the_place_of_a_sound_is_a_gap() -> None:
    expected = noise(RATE)
    heard = expected.copy()
    heard[10_000:10_480] = 0

    [(begin, length)] = gaps(heard, expected)

    assert begin == pytest.approx(10_000, abs=2)
    assert length == pytest.approx(480, abs=4)


def test_silence_that_is_meant_is_no_gap() -> None:
    expected = np.concatenate([noise(RATE), silence(RATE), noise(RATE)])

    assert gaps(expected, expected) == []


def test_a_clock_that_runs_fast_is_told_as_drift() -> None:
    planned = [float(second * RATE) for second in range(100)]

    fast = deviations(planned, [where * 1.00001 for where in planned])

    assert fast.drift_ppm == pytest.approx(10, rel=0.01)
    assert fast.max_ms == pytest.approx(0.5, rel=0.02)


def test_what_is_late_as_a_whole_does_not_deviate() -> None:
    planned = [float(second * RATE) for second in range(100)]

    late = deviations(planned, [where + 5000 for where in planned])

    assert late.max_ms == 0
    assert late.drift_ppm == pytest.approx(0, abs=1e-6)
