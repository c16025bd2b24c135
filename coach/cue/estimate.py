"""How long a cue will last, before anything has been spoken.

Pure. A free line's length is reckoned from its syllables and its punctuation, at the
rate it will be spoken at; the chimes' lengths are those of their files. It serves
`list`, `show` and the total; whether a beat fits is told from real clips, never from here.

The figures are fitted to espeak-ng's clips of the library's own lines
(`bench/estimate.py` fits them anew and prints how far off they are).
"""

import re
from typing import Final

from coach.cue.model import Chime, Cue, Measure, MeasureOf, Role, Sound
from coach.units import samples

BASE_RATE: Final = 155
SLOWEST_COUNT: Final = 155
LEAST: Final = 0.25
PER_SYLLABLE: Final = 0.205
PER_COMMA: Final = 0.16
PER_STOP: Final = 0.38
START: Final = 0.10

CHIMES: Final = {Sound.START: 0.3, Sound.END: 0.5, Sound.TICK: 0.04, Sound.DONE: 1.3}

_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_END: Final = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouytd]ed$")


def estimate(rate: int) -> MeasureOf:
    """Return the measure of any cue at `rate` words a minute."""

    def measure(cue: Cue) -> Measure:
        if isinstance(cue, Chime):
            return Measure(samples(CHIMES[cue.sound]))
        spoken_at = rate if cue.role is Role.LINE else max(rate, SLOWEST_COUNT)
        return Measure(samples(spoken_length(cue.text) * BASE_RATE / spoken_at))

    return measure


def spoken_length(text: str) -> float:
    """Return the seconds that the text takes at 155 words a minute."""
    inner = text.rstrip(" .!?")
    commas = len(re.findall(r"[,;:–]", inner))
    stops = len(re.findall(r"[.!?]", inner))
    spoken = START + PER_SYLLABLE * syllables(text) + PER_COMMA * commas + PER_STOP * stops
    return max(LEAST, spoken)


def syllables(text: str) -> int:
    """Return about how many syllables English text has, one at least for a word."""
    words = re.findall(r"[a-z]+", text.lower())
    return sum(max(1, len(_VOWELS.findall(word)) - bool(_SILENT_END.search(word))) for word in words)
