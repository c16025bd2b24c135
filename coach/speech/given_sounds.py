"""Sounds that stand in a text for an engine: `[word](/sounds/)`, as hibari reads them.

Pure. Text of a routine never has them: `for_speech` takes its brackets away.
"""

import re
from typing import Final

_SOUNDS: Final = re.compile(r"\[([^\[\]]*)\]\(/[^/()]*/\)")


def with_sounds(word: str, sounds: str) -> str:
    """Return the word with its sounds (between two strokes), as it stands in a text."""
    return f"[{word}]({sounds})"


def without_sounds(text: str) -> str:
    """Return the text as it would be written, the words alone."""
    return _SOUNDS.sub(r"\1", text)
