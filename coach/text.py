r"""Text on its way out: one function per sink.

Pure; no engine and no screen library is imported. What a routine says is data: here
it loses whatever a terminal, a screen's markup or a speech engine would obey.

- `for_terminal`: no control, escape, format or bidi character is left.
- `for_markup`: the same, and `[` opens no tag, in Textual or in rich. A backslash
  that stands right before it, or at the end, is dropped: the two read it differently.
- `for_completion`: the same as `for_terminal`, and nothing that a shell would obey where it shows
  what it could complete.
- `for_speech`: the words alone, with written notation said as it is spoken.
"""

import re
import unicodedata
from typing import Final

_SPACES: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co", "Cn"))

_ENGINE_BLOCK: Final = re.compile(r"\[\[[^\[\]]{0,200}\]\]")
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]{0,200}>")
_BRACKETS: Final = str.maketrans(dict.fromkeys("[]<>{}`", " "))
_LOOK_ALIKES: Final = str.maketrans({"\\": "\N{REVERSE SOLIDUS OPERATOR}", '"': "”", "'": "’"})
_SPACE_BEFORE: Final = re.compile(r" +(?=[,.;:!?](?!\d))")


def for_terminal(text: str) -> str:
    """Return the text on one line, with nothing in it that a terminal would obey."""
    return "".join(_shown(char) for char in text)


def for_markup(text: str) -> str:
    """Return the text as markup that shows it as it is."""
    return re.sub(r"\\+(?=\[|$)", "", for_terminal(text)).replace("[", r"\[")


def for_completion(text: str) -> str:
    """Return the text as a shell may show it beside what it completes.

    zsh reads it as words of its own, in quotes: a quote ends them there, and a backslash lets loose
    what comes after it. Both are shown by signs that look like them.
    """
    return re.sub(":{3,}", "::", for_terminal(text).translate(_LOOK_ALIKES))


def for_speech(text: str) -> str:
    """Return the words to give to a speech engine, the same for every engine.

    Empty where nothing is left that can be spoken.
    """
    from coach import notation  # 60 patterns to compile, which most commands never need

    words = for_terminal(text)
    words = _TAG.sub(" ", _ENGINE_BLOCK.sub(" ", words))
    words = notation.spoken(" ".join(words.split()))
    words = " ".join(words.translate(_BRACKETS).split())
    words = _SPACE_BEFORE.sub("", words)
    return words if any(char.isalnum() for char in words) else ""


def _shown(char: str) -> str:
    if " " <= char <= "~":
        return char
    if char in _SPACES:
        return " "
    kind = unicodedata.category(char)
    if kind == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if kind in _UNSEEN else char
