"""How long a cue will last, before anything has been spoken.

Pure. A line's length is estimated from the sounds that its letters stand for and from its
punctuation; counts and the phrases of a beat are looked up in a table of real clips. All
lengths are at 155 words a minute, and are stretched to the rate at which the text is spoken.
They serve `show` and the total; whether a beat fits is decided with real clips, never with these.

The figures are fitted to the clips of the library's own lines: `bench/estimate.py` fits
them again, prints them as they are written here, and shows how far off the present ones are.

Units: seconds at 155 words a minute in `Fitted`, `Samples` in measures.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from coach.cue.model import Chime, ChimeName, Cue, Measure, MeasureOf, Role, Spoken
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.time.units import Seconds, samples

LEAST: Final = 0.2
"""Seconds; no clip of a word is shorter."""

CHIMES: Final = {
    ChimeName.OPENING: 0.5,
    ChimeName.START: 0.3,
    ChimeName.END: 0.51,
    ChimeName.TICK: 0.045,
    ChimeName.DONE: 1.34,
}

_DIGIT: Final = 4
"""The sounds of a figure's name, about."""
_CACHE_SIZE: Final = 2_000
"""Lines, and cues, whose measure is kept: the same few hundred come back however a routine is done."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_DOUBLED: Final = re.compile(r"(.)\1+")
_SILENT: Final = re.compile(r"(?<=..[^aeiouy])e$")
_ONE_SOUND: Final = re.compile(r"th|sh|ch|ph|wh|gh|ck|ng|qu|[aeiouy]+|.")


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds that each part of a line takes: its ends, a sound, a pause within it."""

    ends: float
    sound: float
    comma: float
    stop: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """One voice: its pace in lines and in counts, and the counts that were measured.

    `counts` holds the length of each, and how far into it the ear hears it begin.
    """

    line: Pace
    count: Pace
    counts: Mapping[str, tuple[float, float]]


# One count a line would fill two pages.
# fmt: off
_COUNTS: Final = {
    "one": (0.49, 0.06), "two": (0.38, 0.07), "three": (0.44, 0.11), "four": (0.49, 0.12),
    "five": (0.58, 0.12), "six": (0.54, 0.11), "seven": (0.58, 0.11), "eight": (0.40, 0.01),
    "nine": (0.58, 0.14), "ten": (0.47, 0.07), "eleven": (0.62, 0.02), "twelve": (0.59, 0.11),
    "thirteen": (0.62, 0.12), "fourteen": (0.66, 0.12), "fifteen": (0.63, 0.11), "sixteen": (0.68, 0.11),
    "seventeen": (0.80, 0.11), "eighteen": (0.53, 0.01), "nineteen": (0.66, 0.10), "twenty": (0.62, 0.10),
    "twenty-one": (0.82, 0.10), "twenty-two": (0.87, 0.09), "twenty-three": (0.89, 0.09),
    "twenty-four": (0.93, 0.09), "twenty-five": (1.02, 0.09), "twenty-six": (0.98, 0.09),
    "twenty-seven": (1.02, 0.09), "twenty-eight": (0.83, 0.09), "twenty-nine": (1.00, 0.09),
    "thirty": (0.54, 0.12), "ready": (0.50, 0.05), "and": (0.47, 0.01), "halfway": (0.64, 0.08),
    "ten seconds left": (1.41, 0.06), "last one": (0.77, 0.04), "left": (0.51, 0.07), "right": (0.49, 0.09),
    "hold": (0.59, 0.07), "breathe in": (0.70, 0.04), "breathe out": (0.70, 0.02), "and relax": (0.86, 0.00),
    "left, one": (1.19, 0.07), "left, two": (1.13, 0.07), "left, three": (1.15, 0.07),
    "left, four": (1.20, 0.07), "left, five": (1.29, 0.07), "left, six": (1.25, 0.07),
    "left, seven": (1.28, 0.07), "left, eight": (1.09, 0.07), "left, nine": (1.28, 0.07),
    "left, ten": (1.22, 0.07), "left, eleven": (1.31, 0.07), "left, twelve": (1.35, 0.07),
    "left, thirteen": (1.33, 0.07), "left, fourteen": (1.36, 0.07), "left, fifteen": (1.33, 0.07),
    "up and back": (0.88, 0.01), "and down": (0.75, 0.01), "and slowly up": (1.06, 0.00),
    "and let go": (1.00, 0.01), "and step back": (1.14, 0.02), "chin down": (0.86, 0.08),
    "and up": (0.59, 0.00), "to the middle": (0.73, 0.06), "and fade out": (1.02, 0.00),
    "to the right": (0.70, 0.06), "to the left": (0.75, 0.06), "pull": (0.36, 0.05),
    "slowly back": (0.92, 0.12), "turn out": (0.70, 0.05), "slowly in": (0.81, 0.12), "bend": (0.50, 0.04),
    "push away": (0.83, 0.04), "push on": (0.73, 0.04), "and ease": (0.67, 0.00), "slowly down": (0.98, 0.12),
    "turn": (0.48, 0.06), "wait": (0.47, 0.05), "and back": (0.69, 0.00), "shoulders up": (1.02, 0.12),
    "sigh and drop": (1.02, 0.11), "breathe easily": (0.83, 0.02), "roll": (0.54, 0.05),
    "lift up": (0.74, 0.07), "and lower": (0.70, 0.00), "round up": (0.78, 0.07), "and sink": (0.78, 0.02),
    "tilt": (0.49, 0.06), "lift and open": (1.08, 0.07), "stay there": (0.85, 0.14),
    "and come back": (1.09, 0.01), "stroke down": (1.01, 0.18), "and lift": (0.70, 0.02),
    "round": (0.57, 0.09), "lean back": (0.80, 0.04), "and come up": (0.93, 0.01), "drape back": (0.83, 0.03),
    "slide under": (0.93, 0.14), "rest there": (0.90, 0.04), "up and open": (0.94, 0.01),
    "hand down": (0.94, 0.08), "ease off": (0.70, 0.02), "and loosen": (0.78, 0.00), "lift": (0.49, 0.10),
    "and drop": (0.73, 0.00), "stay loose": (0.79, 0.14),
}
# fmt: on

ESPEAK: Final = Fitted(Pace(0.235, 0.09, 0.354, 0.61), Pace(0.236, 0.076, 0.406, 0.61), _COUNTS)
"""espeak-ng 1.52, `gmw/en-us`."""


def estimate(rate: int, fitted: Fitted = ESPEAK) -> MeasureOf:
    """Return the measure of any cue at `rate` words a minute."""

    @lru_cache(maxsize=_CACHE_SIZE)
    def measure(cue: Cue) -> Measure:
        if isinstance(cue, Chime):
            return Measure(samples(CHIMES[cue.sound]))
        length, onset = _length_and_onset(cue, fitted)
        stretch = rates.USUAL / (rate if cue.role is Role.LINE else max(rate, rates.SLOWEST_COUNT))
        return Measure(samples(length * stretch), samples(onset * stretch))

    return measure


def spoken_length(text: str, pace: Pace = ESPEAK.line) -> Seconds:
    """Return about how long the text takes at 155 words a minute."""
    sounds, commas, stops = parts_of(text)
    return Seconds(max(LEAST, pace.ends + pace.sound * sounds + pace.comma * commas + pace.stop * stops))


@lru_cache(maxsize=_CACHE_SIZE)
def parts_of(text: str) -> tuple[int, int, int]:
    """Return how many sounds the text has, about, and how many pauses of a comma and of a full stop."""
    spoken_text = for_speech(text).lower()
    inner_text = spoken_text.rstrip(" .!?")
    sounds = sum(map(_sound_count, _WORD.findall(spoken_text))) + _DIGIT * len(re.findall(r"\d", spoken_text))
    return sounds, len(re.findall(r"[,;:–]", inner_text)), len(re.findall(r"[.!?]", inner_text))


def _length_and_onset(cue: Spoken, fitted: Fitted) -> tuple[float, float]:
    if cue.role is Role.LINE:
        return spoken_length(cue.text, fitted.line), 0.0
    return fitted.counts.get(cue.text) or (spoken_length(cue.text, fitted.count), 0.0)


def _sound_count(word: str) -> int:
    """Return the number of sounds in an English word; vowels together, or a pair such as "th", are one."""
    return len(_ONE_SOUND.findall(_SILENT.sub("", _DOUBLED.sub(r"\1", word))))
