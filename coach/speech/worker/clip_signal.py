"""Prepares a clip's sound: trims it, brings it to one loudness, finds its onset.

Pure, numpy only. Sound is float32 between -1 and 1, mono, at `RATE`; `finished` alone
gives 16-bit samples. Loudness is that of BS.1770 (LUFS), gated; a sound shorter than
one block of 400 ms is measured whole.

Raise `voice.VERSION` with any change here that can be heard: it is part of the
key under which a clip is kept.
"""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from coach.sound.mix import CEILING
from coach.time.units import RATE, Samples

Signal = NDArray[np.float32]

TARGET: Final = -18.0
"""LUFS of each clip, so that counts are as loud as one another, and as lines."""
_SILENCE: Final = 10 ** (-50 / 20)
_FLOOR: Final = 10 ** (-75 / 20)
_FRAME: Final = RATE // 400
_LEAD: Final = 3 * RATE // 1000
_TAIL: Final = 25 * RATE // 1000
_FADE_IN: Final = 2 * RATE // 1000
_FADE_OUT: Final = 15 * RATE // 1000

_STEP: Final = 100 * RATE // 1000
_STEPS: Final = 4
"""The steps in a block of 400 ms; the blocks begin a step apart."""
MOST_GAIN: Final = 30.0

_HOP: Final = RATE // 1000
_DOWNSAMPLING: Final = 8
"""For the onset one sample in this many is kept: only what is below 2500 Hz counts."""
_WINDOW: Final = 44 * RATE // 1000
_VOICED_BAND: Final = (300, 2500)
_STRONG_SHARE: Final = 0.6
_ONSET_SHARES: Final = (0.35, 0.5)
_SEARCH_SPAN: Final = 400 * RATE // 1000

_SPECTRUM_FRAME: Final = 2048
_SPECTRUM_WINDOW: Final = np.hanning(_SPECTRUM_FRAME).astype(np.float32)
_BAND: Final = slice(200 * _SPECTRUM_FRAME // RATE, 8000 * _SPECTRUM_FRAME // RATE)


def trimmed(sound: Signal) -> Signal:
    """Return the sound without the silence at its ends; empty where all of it is silence.

    A few milliseconds stay at each end, faded, so that nothing clicks and no last
    consonant is lost.
    """
    clip = between_silences(sound, _FRAME, _LEAD, _TAIL).copy()
    rise, fall = min(_FADE_IN, len(clip)), min(_FADE_OUT, len(clip))
    clip[:rise] *= _slope(rise)
    clip[len(clip) - fall :] *= _slope(fall)[::-1]
    return clip


def between_silences(sound: Signal, frame: int, lead: int, tail: int) -> Signal:
    """Return a view of the sound from its first loud frame to its last, with so many samples around them.

    Empty where no frame is loud. Any rate will do; all lengths are in samples.
    """
    frames = sound[: len(sound) // frame * frame].reshape(-1, frame)
    levels = np.sqrt(np.mean(np.square(frames), axis=1))
    loud_frames = np.flatnonzero(levels > max(_FLOOR, _SILENCE * float(levels.max(initial=0))))
    if not len(loud_frames):
        return sound[:0]
    return sound[max(0, int(loud_frames[0]) * frame - lead) : int(loud_frames[-1] + 1) * frame + tail]


def loudness(sound: Signal) -> float:
    """Return the sound's loudness in LUFS; minus infinity for silence."""
    if len(sound) <= _STEPS * _STEP:
        block = np.zeros(_STEPS * _STEP, np.float32)
        block[: len(sound)] = sound
        powers = _powers(block).sum(keepdims=True) * _STEP / max(1, len(sound))
    else:
        powers = sliding_window_view(_powers(sound), _STEPS).mean(axis=1)
    loud_powers = powers[powers > 10 ** ((-70 + 0.691) / 10)]
    if not len(loud_powers):
        return float("-inf")
    loud_powers = loud_powers[loud_powers > loud_powers.mean() / 10]
    return float(-0.691 + 10 * np.log10(loud_powers.mean()))


def gain_for(sound: Signal) -> float:
    """Return the gain in decibels that brings the sound to the target."""
    measured = loudness(sound)
    return 0.0 if np.isinf(measured) else float(np.clip(TARGET - measured, -MOST_GAIN, MOST_GAIN))


def finished(sound: Signal, gain: float) -> NDArray[np.int16]:
    """Return the sound with `gain` decibels, its peaks held at the ceiling, in 16 bits."""
    amplified = sound * np.float32(10 ** (gain / 20))
    if len(amplified) and float(np.abs(amplified).max()) > CEILING:
        amplified = amplified * _limiter_gain(amplified)
    return np.round(amplified * 32767).astype(np.int16)


def onset(sound: NDArray[np.int16]) -> Samples:
    """Return where the ear hears the first syllable begin: the middle of the rise to its vowel.

    The level between 300 and 2500 Hz rises to its first strong peak, the first that reaches
    0.6 of the most in 400 ms; the onset is the mean of where 0.35 and 0.5 of that peak
    are crossed. A hiss before the vowel ("three", "six") has little there. Band, window and
    shares are those that agree best with other ways to find a beat (`bench.recording.beat`),
    over the counts from one to thirty in each of three voices: within 11 ms.
    """
    if len(sound) < _WINDOW:
        return Samples(0)
    downsampled = _downsampled(np.pad(sound[: _SEARCH_SPAN + _WINDOW].astype(np.float32), (_WINDOW, 0)))
    width = _WINDOW // _DOWNSAMPLING
    windows = sliding_window_view(downsampled, width)[:: _HOP // _DOWNSAMPLING] * np.hanning(width)
    low, high = (hertz * _WINDOW // RATE for hertz in _VOICED_BAND)
    bins = np.fft.rfft(windows, axis=1)[:, low : high + 1]
    levels = np.sqrt(np.sum(np.square(np.abs(bins)), axis=1))
    peak = _first_peak(levels)
    middle = float(np.mean([_crossing(levels, share * peak) for share in _ONSET_SHARES]))
    return Samples(max(0, round(middle * _HOP) - _WINDOW // 2))


def _downsampled(sound: Signal) -> NDArray[np.float32]:
    """Return the sound with one sample of `_DOWNSAMPLING` kept, and nothing above half of their rate."""
    count = len(sound) // _DOWNSAMPLING
    bins = np.fft.rfft(sound[: count * _DOWNSAMPLING])[: count // 2 + 1]
    return np.asarray(np.fft.irfft(bins, count), dtype=np.float32)


def _first_peak(levels: NDArray[np.float64]) -> float:
    place = int(np.argmax(levels > _STRONG_SHARE * levels.max()))
    while place + 1 < len(levels) and levels[place + 1] > levels[place]:
        place += 1
    return float(levels[place])


def _crossing(levels: NDArray[np.float64], level: float) -> float:
    """Return where `level` is first reached, between the two values around it."""
    place = int(np.argmax(levels >= level))
    if place == 0 or level <= 0:
        return 0.0
    before, after = float(levels[place - 1]), float(levels[place])
    return place - 1 + (level - before) / (after - before)


def flatness(sound: Signal) -> float:
    """Return how even the sound's spectrum is, from zero to one, weighted by its energy.

    That is the geometric over the arithmetic mean of its power, 0.2 to 8 kHz. Every count and
    line tried was below 0.03, with either engine; white noise has 0.56.
    """
    padded = np.pad(sound, (0, max(0, _SPECTRUM_FRAME - len(sound))))
    frames = (
        padded[: len(padded) // _SPECTRUM_FRAME * _SPECTRUM_FRAME].reshape(-1, _SPECTRUM_FRAME)
        * _SPECTRUM_WINDOW
    )
    power = np.square(np.abs(np.fft.rfft(frames, axis=1)))[:, _BAND] + 1e-12
    means = power.mean(axis=1)
    return float(np.average(np.exp(np.log(power).mean(axis=1)) / means, weights=means))


def _slope(length: int) -> Signal:
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / max(1, length))).astype(np.float32)


def _limiter_gain(sound: Signal) -> Signal:
    """Return the factor, sample by sample, that keeps peaks at the ceiling without a step."""
    count = -(-len(sound) // _HOP)
    padded = np.zeros(count * _HOP, np.float32)
    padded[: len(sound)] = np.abs(sound)
    needed_gain = np.minimum(1, CEILING / np.maximum(padded.reshape(count, _HOP).max(axis=1), 1e-9))
    padded_gain = np.pad(needed_gain, 3, mode="edge")
    least_gain = sliding_window_view(padded_gain, 7).min(axis=1)
    smooth = np.convolve(np.pad(least_gain, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    centres = (np.arange(count) + 0.5) * _HOP
    return np.interp(np.arange(len(sound)), centres, smooth).astype(np.float32)


def _powers(sound: Signal) -> NDArray[np.float64]:
    """Return the mean square of each step of the sound after the K-weighting of BS.1770."""
    steps = sound[: len(sound) // _STEP * _STEP].reshape(-1, _STEP)
    bins = np.square(np.abs(np.fft.rfft(steps, axis=1))) * _WEIGHT
    return np.asarray(2 * bins.sum(axis=1) / _STEP**2, dtype=np.float64)


def _weight() -> NDArray[np.float64]:
    """Return the K-weighting's effect on the power at each frequency of a step (48 kHz)."""
    unit_delay = np.exp(-2j * np.pi * np.arange(_STEP // 2 + 1) / _STEP)
    shelf = (1.53512485958697 - 2.69169618940638 * unit_delay + 1.19839281085285 * unit_delay**2) / (
        1 - 1.69065929318241 * unit_delay + 0.73248077421585 * unit_delay**2
    )
    high_pass = (1 - 2 * unit_delay + unit_delay**2) / (
        1 - 1.99004745483398 * unit_delay + 0.99007225036621 * unit_delay**2
    )
    return np.asarray(np.square(np.abs(shelf * high_pass)), dtype=np.float64)


_WEIGHT: Final = _weight()
