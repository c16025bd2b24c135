"""Which letters and figures an English voice can say.

Pure. These are the letters of Latin with or without marks, the figures 0 to 9, and the small figures
and fractions that `notation` knows. An engine leaves out any other, or says its number: letters and
figures of other scripts, and the wide, the mathematical and the circled forms of a to z.
"""

import re
import unicodedata
from typing import Final

_LIKE_LATIN: Final = frozenset("æøßłđðþıŋħŧœﬀﬁﬂﬃﬄﬅﬆªºʼʻ")
_MARKS: Final = frozenset(("Mn", "Mc", "Me"))
_SMALL_FIGURES: Final = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_SIGNS: Final = frozenset("℃℉№™℠")
"""Signs made of letters that are known as signs."""
_LOOK_ALIKE_SCRIPTS: Final = ("CYRILLIC", "GREEK")
"""Scripts with letters that look like those of Latin."""
_LONGEST: Final = 40
"""Characters of one run that are returned."""


SOFT_HYPHEN: Final = "\u00ad"
"""Where a word may be broken at a line's end; text copied out of a PDF has it there."""
_BESIDE_A_FIGURE: Final = re.compile(rf"(?<=\d){SOFT_HYPHEN}|{SOFT_HYPHEN}(?=\d)")


def without_soft_hyphens(text: str) -> str:
    """Return a text without soft hyphens: none is left in a word, and one beside a figure is a hyphen.

    Without that, "3-5" out of a PDF would become 35.
    """
    if SOFT_HYPHEN not in text:
        return text
    return _BESIDE_A_FIGURE.sub("-", text).replace(SOFT_HYPHEN, "")


def sayable(text: str) -> bool:
    """Return whether a text has anything that can be said at all."""
    return any(char.isalnum() and char not in _SMALL_FIGURES for char in text)


def unsayable(text: str) -> str:
    """Return the first run of letters or figures that an English voice cannot say; empty where all can be.

    Spaces and marks between such letters belong to the run.
    """
    if text.isascii():
        return ""
    start = end = -1
    for index, char in enumerate(text):
        if _cannot_be_said(char):
            start, end = (index if start < 0 else start), index + 1
        elif start >= 0 and not (char.isspace() or unicodedata.category(char) in _MARKS):
            break
        elif end == index and not char.isspace():
            end += 1
    return text[max(start, 0) : max(end, 0)][:_LONGEST]


def quoted(letters: str) -> str:
    """Return letters in quotes; with their script where they look like those of Latin."""
    script = unicodedata.name(letters[0], "").partition(" ")[0]
    return f"“{letters}”{f' ({script.capitalize()})' if script in _LOOK_ALIKE_SCRIPTS else ''}"


def _sign_of_letters(char: str) -> bool:
    """Return whether a sign is a letter or letters in another form, such as one in a circle."""
    if unicodedata.category(char) != "So" or char in _SIGNS:
        return False
    return " LATIN " in unicodedata.name(char, "") or any(
        map(str.isalnum, unicodedata.normalize("NFKD", char))
    )


def _cannot_be_said(char: str) -> bool:
    if char.isascii() or char in _SMALL_FIGURES or char.lower() in _LIKE_LATIN:
        return False
    if not char.isalnum():
        return _sign_of_letters(char)
    if unicodedata.category(char) == "No":
        return not unicodedata.decomposition(char).startswith("<fraction>")
    return not unicodedata.normalize("NFD", char)[0].isascii()
