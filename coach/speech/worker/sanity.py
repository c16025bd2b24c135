"""Whether a clip's length can be that of its text: pyttsx3 loses sound without an error.

Pure. The bounds are wide: they find a clip that is empty, cut short, or holds another
line's sound. espeak-ng, at 150 words a minute, was measured to take at least 0.06
seconds a letter. Seconds of trimmed sound; `rate` is the rate asked of the engine.
"""

from typing import Final

from coach.speech.given_sounds import sounds_alone

_LEAST_PER_LETTER: Final = 0.04
_MOST_PER_LETTER: Final = 0.16
_MOST_PER_FIGURE: Final = 1.2
_MOST_PER_PAUSE: Final = 1.2
_MOST_BESIDES: Final = 1.2
_USUAL_RATE: Final = 150


def plausible(text: str, length: float, rate: int) -> bool:
    """Return whether a sound of this length can be the whole of the text and nothing more."""
    text = sounds_alone(text)
    letters = sum(char.isalpha() for char in text)
    figures = sum(char.isdigit() for char in text)
    marks = sum(not char.isalnum() and not char.isspace() for char in text)
    pace = _USUAL_RATE / max(80, rate)
    least = max(0.04, _LEAST_PER_LETTER * letters * pace)
    most = (
        _MOST_BESIDES + _MOST_PER_LETTER * letters + _MOST_PER_FIGURE * figures + _MOST_PER_PAUSE * marks
    ) * pace
    return least <= length <= max(_MOST_BESIDES, most)
