r"""Text on its way out: one function per sink.

Pure; no engine and no screen library is imported. The text of a routine is data: here
it loses all that a terminal, a screen's markup or a speech engine would obey.

- `for_terminal`: no control, escape, format or bidi character is left.
- `for_markup`: the same, and `[` opens no tag, in Textual or in rich. A backslash
  that stands right before it, or at the end, is dropped: the two read it differently.
- `for_completion`: the same as `for_terminal`, and nothing that a shell would obey where it lists
  completions.
- `for_speech`: only the words, with written notation as it is spoken.
- `reading`: the same before brackets are dropped, with the parts that may mean two things.

A soft hyphen is dropped inside a word; beside a figure it becomes a hyphen, so that "3-5", copied
out of a PDF, never becomes 35.
"""

import re
import unicodedata
from re import Match
from typing import TYPE_CHECKING, Final

from coach.language.letters import without_soft_hyphens

if TYPE_CHECKING:
    from coach.language.notation.notation import Reading

_SPACES: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co", "Cn"))

UNABLE: Final = ("", "dumb", "unknown")
"""What `TERM` says of terminals that show an escape sequence in writing."""

_GROUPED: Final = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:[\u00a0\u202f\u2007\u2009\u200a]\d{3})+(?![\d.,]\d|\d)"
)
"""A number whose thousands are separated by non-breaking spaces."""

_ENGINE_BLOCK: Final = re.compile(r"\[\[[^\[\]]{0,200}\]\]")
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]{0,200}>")
_BRACKETS: Final = str.maketrans(dict.fromkeys("[]<>{}`", " "))
_LOOK_ALIKES: Final = str.maketrans({"\\": "\N{REVERSE SOLIDUS OPERATOR}", '"': "”", "'": "’"})
_SPACE_BEFORE: Final = re.compile(r" +(?=[,.;:!?](?!\d))")


def for_terminal(text: str) -> str:
    """Return the text on one line, with nothing in it that a terminal would obey."""
    return "".join(_terminal_character(char) for char in without_soft_hyphens(text))


def for_markup(text: str) -> str:
    """Return the text as markup that shows it as it is."""
    return re.sub(r"\\+(?=\[|$)", "", for_terminal(text)).replace("[", r"\[")


def for_completion(text: str) -> str:
    """Return the text as a shell may show it beside a completion.

    zsh reads it as words of its own, in quotes: a quote ends them there, and a backslash frees
    the character after it. Both are shown by signs that look like them.
    """
    return re.sub(":{3,}", "::", for_terminal(text).translate(_LOOK_ALIKES))


def for_speech(text: str) -> str:
    """Return the words to give to a speech engine, the same for every engine.

    Empty where nothing is left that can be spoken.
    """
    words = reading(text).words
    words = " ".join(words.translate(_BRACKETS).split())
    words = _SPACE_BEFORE.sub("", words)
    return words if any(char.isalnum() for char in words) else ""


def reading(text: str) -> "Reading":
    """Return the text in words with its brackets, and the parts of it that may mean two things."""
    from coach.language.notation import (
        notation,  # a hundred patterns to compile, which most commands never need
    )

    words = _GROUPED.sub(_joined_figures, for_terminal(text))
    words = without_markup(words)
    return notation.read(" ".join(words.split()))


def without_markup(text: str) -> str:
    """Return the text without what a speech engine would obey."""
    return _TAG.sub(" ", _ENGINE_BLOCK.sub(" ", text))


def _joined_figures(match: Match[str]) -> str:
    return "".join(char for char in match[0] if char.isdecimal())


def _terminal_character(char: str) -> str:
    if " " <= char <= "~":
        return char
    if char in _SPACES:
        return " "
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in _UNSEEN else char
