"""One row of the table of notation: a pattern between proven boundaries, and what it becomes.

Pure. `row` and `word` make a row that says what it matches; `unclear` one that keeps it as it is
written, since it may mean two things, and has the mend for whoever wrote it. All three add the
boundaries: unless a row says what it may join, its match touches no letter, no digit and no
hyphen, so the inside of a word is never changed and no number is cut in two.

What is kept stands in the text as one character of `KEPT` until all rows have been applied, so
that no later row can change it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from re import Match
from typing import Final

Change = str | Callable[[Match[str]], str]

FIRST_KEPT: Final = 0xF0000
MOST_KEPT: Final = 60_000
KEPT: Final = f"{chr(FIRST_KEPT)}-{chr(FIRST_KEPT + MOST_KEPT)}"
"""The characters that stand for what is kept, as a range of a pattern: no text has them."""


class Beside(Flag):
    """What a row's match may touch."""

    NOTHING = 0
    LETTER = auto()
    DIGIT = auto()
    HYPHEN = auto()
    ANY = LETTER | DIGIT | HYPHEN


_BEFORE: Final = {
    Beside.LETTER: (r"[^\W\d]", f"[{KEPT}]"),
    Beside.DIGIT: (r"\d", r"\d[.,:/]"),
    Beside.HYPHEN: ("-", r"\d[–—]"),
}
_AFTER: Final = {
    Beside.LETTER: (r"[^\W\d]", f"[{KEPT}]"),
    Beside.DIGIT: (r"\d", r"(?<=\d)[.,:/]\d"),
    Beside.HYPHEN: (r"-\w", r"[–—]\d"),
}
"""What stands right before a match, and right after it, where a row may not touch it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notation.

    `examples`: as written, as spoken (after the whole table). `stays`: examples of what the row keeps
    as it is written; `mend` says what to write instead, where that may mean two things.
    """

    name: str
    pattern: re.Pattern[str]
    change: Change
    examples: tuple[tuple[str, str], ...] = ()
    left: Beside = Beside.NOTHING
    right: Beside = Beside.NOTHING
    mend: str = ""
    stays: tuple[str, ...] = ()


def row(
    name: str,
    pattern: str,
    change: Change,
    *examples: tuple[str, str],
    left: Beside = Beside.NOTHING,
    right: Beside = Beside.NOTHING,
) -> Row:
    """Return a row that says what it matches. `left` and `right`: what the match may touch."""
    return Row(name, _bounded(pattern, left, right), change, examples, left, right)


def word(
    name: str, pattern: str, words: str, *examples: tuple[str, str], right: Beside = Beside.NOTHING
) -> Row:
    """Return a row that says an abbreviation, in small letters or large."""
    return row(name, f"(?i:{pattern})", words, *examples, right=right)


def unclear(
    name: str,
    pattern: str,
    mend: str,
    *stays: str,
    left: Beside = Beside.NOTHING,
    right: Beside = Beside.NOTHING,
) -> Row:
    """Return a row that keeps what it matches as it is written. No `mend`: it is said right so."""
    return Row(name, _bounded(pattern, left, right), r"\g<0>", (), left, right, mend, stays)


def _bounded(pattern: str, left: Beside, right: Beside) -> re.Pattern[str]:
    before = "".join(f"(?<!{one})" for kind in Beside if kind not in left for one in _BEFORE[kind])
    after = "".join(f"(?!{one})" for kind in Beside if kind not in right for one in _AFTER[kind])
    return re.compile(f"{before}(?:{pattern}){after}")
