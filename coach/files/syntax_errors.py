"""What makes a text no TOML: the parser's reasons in words, each with its place and its mend.

Pure. The parser stops at the first mistake. Where it is plain what was meant, or the mistake stands on
a line of its own, `key = value` with nothing that goes on below, the text is read again with the mend
or without the line, so that the next is told at once; what stands after any other mistake cannot be
told from its consequences.

Lines and columns count from 1; columns count characters.
"""

import re
from typing import Final

import tomli

from coach.files.toml_assignment import Repair
from coach.files.toml_repair import first_of, half_text, repaired, single_headings

_MOST: Final = 20
"""Mistakes of a text that are told."""
_LONGEST: Final = 100_000
"""Characters of a text that is read more than once."""
_KEY: Final = re.compile(r"\s*[\w\"'-][^=:\[\]{}#]*[=:]")

Line = tuple[int, str]
"""A line of the text as it is to be read, and the line of the file that it comes from."""
_GONE: Final = Repair("", "", ("",))

Mistake = tuple[tuple[int, int], str, str]
"""The line and the column, what is wrong, and the mend."""


def mistakes(text: str) -> tuple[list[Mistake], tuple[Line, ...] | None]:
    """Return what keeps a text from being TOML, as far as it can be told apart, and the text as it should be.

    The text is `None` where anything of it had to be left out, or could not be read on.
    """
    found: list[Mistake] = []
    whole = False
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    there = [len(line) for _, line in lines]
    blank = sum(not line for _, line in lines)
    while len(found) < _MOST:
        try:
            tomli.loads("\n".join(line for _, line in lines))
        except tomli.TOMLDecodeError as error:
            told, lines = _told(error, lines)
            told = [((at, min(column, there[at - 1] + 1)), what, mend) for (at, column), what, mend in told]
            if found[-1:] == told:  # it was not mended by that
                break
            found += told
            if not lines or len(text) > _LONGEST:
                break
        except (RecursionError, ValueError):  # told once the mistakes before it are mended
            break
        else:
            whole = sum(not line for _, line in lines) == blank
            break
    return found[:_MOST], tuple(lines) if whole else None


def _told(error: tomli.TOMLDecodeError, lines: list[Line]) -> tuple[list[Mistake], list[Line]]:
    """Return what the parser stopped at, and the lines with that mended; none where that is not plain."""
    index, column, texts = error.lineno - 1, error.colno, [text for _, text in lines]
    half = half_text(texts, error.msg)
    if half is not None:
        index, column = half, len(texts[half]) + 1
    number, line = lines[index]
    if any(sign in error.msg.lower() for sign in ("overwrite", "cannot declare")):
        of_lists = list(single_headings(texts))
        for at, repair in of_lists:
            lines = _put(lines, at, repair)
        if of_lists:
            return [((lines[at][0], (r.column or 0) + 1), r.message, r.mend) for at, r in of_lists], lines
        first = first_of(texts, index)
        if first is not None:
            mend = f"Keep one of the two; the other is in line {lines[first][0]}."
            return [((number, column), "this key is given twice.", mend)], _put(lines, index, _GONE)
    found = repaired(texts, index, column - 1, error.msg)
    if found is None:
        told = ((number, column), *_in_words(error.msg, line, column - 1))
        return [told], _put(lines, index, _GONE) if _by_itself(line, column, error.msg) else []
    place = number, column if found.column is None else found.column + 1
    return [(place, found.message, found.mend)], _put(lines, index, found)


def _put(lines: list[Line], index: int, repair: Repair) -> list[Line]:
    """Return the lines with some of them as they should be; none where that cannot be told."""
    if repair.lines is None:
        return []
    number = lines[index][0]
    return [*lines[:index], *((number, text) for text in repair.lines), *lines[index + repair.taken :]]


def _by_itself(line: str, column: int, what: str) -> bool:
    """Return whether a mistake concerns its line alone, so that the rest means the same without it."""
    key = _KEY.match(line)
    if key is None or (column < key.end() and "expected '='" not in what.lower()):
        return False
    closed = line.count("[") == line.count("]") and line.count("{") == line.count("}")
    return closed and '"""' not in line and "'''" not in line


def _in_words(what: str, line: str, at: int) -> tuple[str, str]:
    """Put the parser's reason into words, with the mend; it stopped before the character `at` of the line."""
    for sign, before, after, message, mend in _NEARER:
        if sign in what.lower() and re.search(before, line[:at]) and re.match(after, line[at:]):
            return message, mend
    for sign, message, mend in _REASONS:
        if sign in what.lower():
            return message, mend
    return f"this is not TOML ({what[:120].rstrip('.').lower()}).", "Compare the line with one that works."


_NEARER: Final = (
    ("invalid value", "", "[“”„‘’‚«»`]", "these are no quotes of TOML.", 'Write straight ones: "…".'),
    (
        "unclosed array",
        r"\d\s*$",
        r"\s*[A-Za-z:½-]",
        "something stands after the number.",
        'Put each value in quotes, such as ["9:00", "15:00"] or ["30 s", "1 min"].',
    ),
    (
        "expected newline",
        "",
        r"\s*,",
        "more than one value stands here.",
        'Put several in square brackets, such as ["…", "…"].',
    ),
    (
        "expected newline",
        r"=\s*\d+(\.\d+)?\s*$",
        "",
        "something stands after the number.",
        'Put the whole value in quotes, such as "30 s", or keep the number alone.',
    ),
    (
        "expected ']",
        r"^\s*\[\s*reminder\..*\s$",
        r"[\w-]",
        "a reminder's name has a space in it.",
        "Write a hyphen in its place, such as [reminder.my-desk].",
    ),
    (
        "overwrite",
        r"^\s*\[",
        "",
        "this table is given twice.",
        "Keep one of the two.",
    ),
)
"""Reasons whose mend is plain from what stands before and after the place: patterns of both."""

_REASONS: Final = (
    ("overwrite", "this key is given twice.", "Keep one of the two."),
    ("duplicate", "this key is given twice.", "Keep one of the two."),
    ("cannot declare", "this table is given twice.", "Keep one of the two, or write [[step]] for a list."),
    ("cannot mutate", "this key adds to something that is closed already.", "Give the key where it begins."),
    ("unescaped", "a backslash here means something else.", "Write it twice, or use 'single quotes'."),
    ("unterminated", "a text does not end before the file does.", "Close it with the quotes it began with."),
    ("illegal character '\\n'", "a text does not end on its line.", 'Close it with ", or begin it with """.'),
    ("invalid character", "this character cannot stand here.", "Leave it out."),
    ("illegal character", "this character cannot stand here.", "Leave it out."),
    ('expected "\'"', "a text in single quotes does not end.", "Close it with ', or use double quotes."),
    (
        "unclosed array",
        "a list has no comma here, or does not end.",
        "Put , between values and ] at the end.",
    ),
    (
        "unclosed inline table",
        "a table in { } has no comma here, or does not end.",
        "Put , between keys and } at the end.",
    ),
    (
        "invalid value",
        "here is no value that can be read.",
        'Put text in quotes, such as "30 s"; write true and false in small letters.',
    ),
    ("expected '='", "this key has no value.", 'Write key = "value"; put a key of two words in quotes.'),
    (
        "expected newline",
        "something stands after the value.",
        'Put the whole value in quotes (inside them \\" for "), or start a new line.',
    ),
    (
        "expected ']",
        "a table's name does not end.",
        "Write [say] for a table and [[step]] for each of a list.",
    ),
    ("invalid initial", "here should stand a key.", 'Begin the line with a key, such as name = "…".'),
    ("invalid statement", "this line is neither a key nor a table.", 'Write key = "value", or [table].'),
)
