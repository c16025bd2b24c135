"""Sounds written into a text for an engine: `[word](/sounds/)`, as hibari reads them.

Pure. A routine's text never has them: `for_speech` removes its brackets.
"""

import re
from typing import Final

_SOUNDS: Final = re.compile(r"\[([^\[\]]*)\]\(/([^/()]*)/\)")


def with_sounds(word: str, sounds: str) -> str:
    """Return the word with its sounds (between two slashes), as it stands in a text."""
    return f"[{word}]({sounds})"


def sounds_alone(text: str) -> str:
    """Return the text with the sounds in place of their words."""
    return _SOUNDS.sub(r"\2", text)


def without_sounds(text: str) -> str:
    """Return the text with the words alone, as it would be written."""
    return _SOUNDS.sub(r"\1", text)
