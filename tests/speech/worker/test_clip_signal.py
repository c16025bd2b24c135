"""Sound is trimmed, brought to one loudness, and its first vowel found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.speech.worker import clip_signal
from coach.time.units import RATE


def tone(seconds: float, level: float = 0.25, hertz: float = 1000) -> clip_signal.Signal:
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def silence(seconds: float) -> clip_signal.Signal:
    return np.zeros(round(seconds * RATE), np.float32)


def hiss(seconds: float, level: float) -> clip_signal.Signal:
    noise = np.random.default_rng(1).standard_normal(round(seconds * RATE))
    spectrum = np.fft.rfft(noise)
    spectrum[: round(4000 * seconds)] = 0
    return (level * np.fft.irfft(spectrum, len(noise))).astype(np.float32)


@given(st.floats(0, 0.3), st.floats(0.03, 0.5), st.floats(0, 0.6))
def test_silence_at_the_ends_goes_whatever_its_length(lead: float, length: float, tail: float) -> None:
    kept = clip_signal.trimmed(np.concatenate([silence(lead), tone(length), silence(tail)]))

    assert length - 0.003 <= len(kept) / RATE <= length + 0.040


def test_a_pause_inside_stays() -> None:
    kept = clip_signal.trimmed(np.concatenate([tone(0.2), silence(0.5), tone(0.2), silence(0.3)]))

    assert len(kept) / RATE == pytest.approx(0.925, abs=0.005)


@pytest.mark.parametrize("nothing", [silence(0), silence(0.001), silence(1), hiss(1, 1e-5)])
def test_nothing_but_silence_leaves_nothing(nothing: clip_signal.Signal) -> None:
    assert len(clip_signal.trimmed(nothing)) == 0


def test_a_trimmed_sound_begins_and_ends_in_silence_without_a_click() -> None:
    kept = clip_signal.trimmed(tone(0.5))

    assert abs(kept[0]) < 0.001
    assert abs(kept[-1]) < 0.001


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_sine_is_as_loud_as_the_broadcasters_say(level: float) -> None:
    # EBU Tech 3341, cases 1 and 2: a stereo sine of so many dBFS; one channel of it is 3.01 lower.
    sine = tone(20, 10 ** (level / 20))

    assert clip_signal.loudness(sine) == pytest.approx(level - 3.01, abs=0.1)


def test_quiet_passages_do_not_count_towards_loudness() -> None:
    # EBU Tech 3341, case 3: 10 s at -36, 60 s at -23, 10 s at -36 dBFS.
    quiet, loud = tone(10, 10 ** (-36 / 20)), tone(60, 10 ** (-23 / 20))

    assert clip_signal.loudness(np.concatenate([quiet, loud, quiet])) == pytest.approx(-26.01, abs=0.1)


def test_a_short_sound_is_as_loud_as_a_long_one_of_its_kind() -> None:
    assert clip_signal.loudness(tone(0.15)) == pytest.approx(clip_signal.loudness(tone(3)), abs=0.1)


def test_silence_is_given_no_gain() -> None:
    assert clip_signal.gain_for(silence(1)) == 0


@given(st.floats(0.01, 0.2), st.floats(0.05, 2))
def test_any_level_comes_to_the_target(level: float, length: float) -> None:
    sound = tone(length, level)

    ready = clip_signal.finished(sound, clip_signal.gain_for(sound))

    assert clip_signal.loudness(ready.astype(np.float32) / np.float32(32768)) == pytest.approx(
        clip_signal.TARGET, abs=0.3
    )


@given(st.lists(st.floats(-1, 1, width=32), max_size=300), st.floats(-10, 30))
def test_no_peak_passes_the_ceiling(points: list[float], gain: float) -> None:
    sound = np.repeat(np.array(points, np.float32), 37)

    ready = clip_signal.finished(sound, gain)

    assert len(ready) == len(sound)
    assert np.abs(ready.astype(int)).max(initial=0) <= 29_206


def test_a_peak_is_held_without_touching_what_is_far_from_it() -> None:
    sound = np.concatenate([tone(0.2, 0.5), tone(0.01, 1.0), tone(0.2, 0.5)])

    ready = clip_signal.finished(sound, 3)

    assert np.abs(ready[:9000].astype(int)).max() == pytest.approx(0.5 * 1.4125 * 32767, rel=0.01)
    assert np.abs(ready.astype(int)).max() <= 29_206


@pytest.mark.parametrize("before", [0.01, 0.03, 0.09, 0.15])
@pytest.mark.parametrize("level", [0.05, 0.25, 0.8])
def test_a_hiss_before_the_vowel_is_not_the_onset(before: float, level: float) -> None:
    sound = np.concatenate([hiss(before, 0.5 * level), tone(0.25, level, 600)])

    assert clip_signal.onset((sound * 32767).astype(np.int16)) / RATE == pytest.approx(before, abs=0.010)


@given(st.binary(max_size=4000))
def test_an_onset_lies_within_any_sound(data: bytes) -> None:
    sound = np.frombuffer(data[: len(data) // 2 * 2], np.int16)

    assert 0 <= clip_signal.onset(sound) <= max(0, len(sound) - 1)
