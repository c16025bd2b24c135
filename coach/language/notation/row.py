"""One row of the table of notation: a pattern with boundaries, and what it becomes.

Pure. `row` and `word` make a row that turns its match into words; `unclear` makes one that keeps the
match as it is written, since it may mean two things, and has the mend for its author. All three add
boundaries: unless a row says what its match may touch, that is no letter, no digit and no hyphen. So
the inside of a word is never changed and no number is cut in two.

A pattern is compiled when a text first has what it `needs`, so that the first words of a session,
which have no notation, wait for none of them.

Until all rows have been applied, a part that is kept is one character of `PLACEHOLDERS` in the text,
so that no later row can change it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Flag, auto
from functools import cache
from re import Match
from typing import Final

Change = str | Callable[[Match[str]], str]

FIRST_PLACEHOLDER: Final = 0xF0000
MOST_PLACEHOLDERS: Final = 60_000
PLACEHOLDERS: Final = f"{chr(FIRST_PLACEHOLDER)}-{chr(FIRST_PLACEHOLDER + MOST_PLACEHOLDERS)}"
"""The characters that stand for kept parts, as a range of a pattern: no text has them."""


FIGURES: Final = "0 1 2 3 4 5 6 7 8 9"
"""What a row about figures needs."""


class Beside(Flag):
    """What a row's match may touch."""

    NOTHING = 0
    LETTER = auto()
    DIGIT = auto()
    HYPHEN = auto()
    ANY = LETTER | DIGIT | HYPHEN


_BEFORE: Final = {
    Beside.LETTER: (r"[^\W\d]", f"[{PLACEHOLDERS}]"),
    Beside.DIGIT: (r"\d", r"\d[.,:/]"),
    Beside.HYPHEN: ("-", r"\d[–—]"),
}
_AFTER: Final = {
    Beside.LETTER: (r"[^\W\d]", f"[{PLACEHOLDERS}]"),
    Beside.DIGIT: (r"\d", r"(?<=\d)[.,:/]\d"),
    Beside.HYPHEN: (r"-\w", r"[–—]\d"),
}
"""Patterns of the text right before a match, and right after it, that a row may not touch."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notation.

    `examples`: as written, as spoken (after the whole table). `unclear_examples`: texts that the row keeps
    as they are written; `mend` says what to write instead, where they may mean two things. `needs`: one
    of these characters or words is in every text that the pattern can match.
    """

    name: str
    source: str
    change: Change
    examples: tuple[tuple[str, str], ...] = ()
    left: Beside = Beside.NOTHING
    right: Beside = Beside.NOTHING
    mend: str = ""
    unclear_examples: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern with its boundaries."""
        return _compiled(self.source)


def row(
    name: str,
    pattern: str,
    change: Change,
    *examples: tuple[str, str],
    left: Beside = Beside.NOTHING,
    right: Beside = Beside.NOTHING,
    needs: str = "",
) -> Row:
    """Return a row that turns its match into words. `left` and `right`: what the match may touch."""
    return Row(
        name, _bounded(pattern, left, right), change, examples, left, right, needs=frozenset(needs.split())
    )


def word(
    name: str,
    pattern: str,
    words: str,
    *examples: tuple[str, str],
    right: Beside = Beside.NOTHING,
    needs: str,
) -> Row:
    """Return a row that turns an abbreviation into words, in small letters or large."""
    return row(name, f"(?i:{pattern})", words, *examples, right=right, needs=needs)


def unclear(
    name: str,
    pattern: str,
    mend: str,
    *unclear_examples: str,
    left: Beside = Beside.NOTHING,
    right: Beside = Beside.NOTHING,
    needs: str = "",
) -> Row:
    """Return a row that keeps its match as it is written. Without a `mend`, engines say it right."""
    return Row(
        name,
        _bounded(pattern, left, right),
        r"\g<0>",
        (),
        left,
        right,
        mend,
        unclear_examples,
        frozenset(needs.split()),
    )


def needing(needs: str, *rows: Row) -> tuple[Row, ...]:
    """Return the rows; those that do not say what they need, need this."""
    return tuple(entry if entry.needs else replace(entry, needs=frozenset(needs.split())) for entry in rows)


def parts(text: str) -> frozenset[str]:
    """Return the characters and the words of a text, and which kinds of points it has."""
    points = (_POINTS[0],) if _INNER.search(text) else ()
    return frozenset(text).union(_WORD.findall(text.lower()), points, _POINTS[1:] if ".." in text else ())


_POINTS: Final = ("x.y", "..")
"""The signs for a point inside a word, and for more than one point."""
_WORD: Final = re.compile(r"[a-z]+(?:\.[a-z]+)*")
_INNER: Final = re.compile(r"\w\.\w")


def _bounded(pattern: str, left: Beside, right: Beside) -> str:
    return f"{_before(left)}(?:{pattern}){_after(right)}"


@cache
def _before(left: Beside) -> str:
    return "".join(f"(?<!{boundary})" for kind in Beside if kind not in left for boundary in _BEFORE[kind])


@cache
def _after(right: Beside) -> str:
    return "".join(f"(?!{boundary})" for kind in Beside if kind not in right for boundary in _AFTER[kind])


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)
