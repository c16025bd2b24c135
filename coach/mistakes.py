"""What makes a text no TOML: the parser's reasons in words, each with its place and its mend.

Pure. The parser stops at the first mistake. Where that stands on a line of its own, `key = value`
with nothing that goes on below, the text is read again without the line, so that the next is told
at once; what stands after any other mistake cannot be told from its consequences.

Lines and columns count from 1; columns count characters.
"""

import re
from typing import Final

import tomli

_MOST: Final = 20
"""Mistakes of a text that are told."""
_LONGEST: Final = 100_000
"""Characters of a text that is read more than once."""
_KEY: Final = re.compile(r"\s*[\w\"'-][^=:\[\]{}#]*[=:]")

Mistake = tuple[tuple[int, int], str, str]
"""The line and the column, what is wrong, and the mend."""


def mistakes(text: str) -> list[Mistake]:
    """Return what keeps a text from being TOML, as far as it can be told apart."""
    found: list[Mistake] = []
    lines = text.split("\n")
    while len(found) < _MOST:
        try:
            tomli.loads("\n".join(lines))
        except tomli.TOMLDecodeError as error:
            line, column = error.lineno, error.colno
            found.append(((line, column), *_in_words(error.msg, lines[line - 1], column - 1)))
            if len(text) > _LONGEST or not _by_itself(lines[line - 1], column, error.msg):
                break
            lines[line - 1] = ""
        except (RecursionError, ValueError):  # told once the mistakes before it are mended
            break
        else:
            break
    return found


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
        r"^\s*\[\[",
        "",
        "this has one bracket further up, and two here.",
        "Write [[step]] with two brackets each time.",
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
