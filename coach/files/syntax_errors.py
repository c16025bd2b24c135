"""Why a text is not TOML: the parser's reasons in words, each with its place and its mend.

Pure. The parser stops at the first mistake. Where it is plain what was meant, the text is read
again with the mend; where the mistake is in a line that stands alone, `key = value` with nothing that
goes on below, without that line. So the next mistake is found in the same run. After any other mistake,
the next ones cannot be told from its consequences.

Lines and columns count from 1; columns count characters.
"""

import re
from typing import Final

import tomli

from coach.files.toml_assignment import Repair
from coach.files.toml_repair import first_line_of_key, half_text_line, repair_at, single_headings

_MOST: Final = 20
"""Mistakes of a text that are shown."""
_LONGEST_TEXT: Final = 100_000
"""Characters of a text that is read more than once."""
_KEY: Final = re.compile(r"\s*[\w\"'-][^=:\[\]{}#]*[=:]")

Line = tuple[int, str]
"""A line of the text as it is to be read, and the line of the file that it comes from."""
_LINE_LEFT_OUT: Final = Repair("", "", ("",))

Mistake = tuple[tuple[int, int], str, str]
"""The line and the column, what is wrong, and the mend."""


def mistakes(text: str) -> tuple[list[Mistake], tuple[Line, ...] | None]:
    """Return the mistakes of a text, as far as they can be told apart, and its lines as they should be.

    The lines are `None` where any of them had to be left out, or where reading could not go on.
    """
    all_mistakes: list[Mistake] = []
    complete = False
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    lengths = [len(line) for _, line in lines]
    blank_count = sum(not line for _, line in lines)
    while len(all_mistakes) < _MOST:
        try:
            tomli.loads("\n".join(line for _, line in lines))
        except tomli.TOMLDecodeError as error:
            new_mistakes, lines = _mistakes_at_stop(error, lines)
            new_mistakes = [
                ((line_number, min(column, lengths[line_number - 1] + 1)), message, mend)
                for (line_number, column), message, mend in new_mistakes
            ]
            if all_mistakes[-1:] == new_mistakes:  # it was not mended by that
                break
            all_mistakes += new_mistakes
            if not lines or len(text) > _LONGEST_TEXT:
                break
        except (RecursionError, ValueError):  # shown once the mistakes before it are mended
            break
        else:
            complete = sum(not line for _, line in lines) == blank_count
            break
    return all_mistakes[:_MOST], tuple(lines) if complete else None


def _mistakes_at_stop(error: tomli.TOMLDecodeError, lines: list[Line]) -> tuple[list[Mistake], list[Line]]:
    """Return the mistakes where the parser stopped, and the mended lines; none where no mend is plain."""
    index, column, texts = error.lineno - 1, error.colno, [text for _, text in lines]
    half_line = half_text_line(texts, error.msg)
    if half_line is not None:
        index, column = half_line, len(texts[half_line]) + 1
    number, line = lines[index]
    if any(phrase in error.msg.lower() for phrase in ("overwrite", "cannot declare")):
        headings = list(single_headings(texts))
        for line_index, fix in headings:
            lines = _with_repair(lines, line_index, fix)
        if headings:
            return [
                ((lines[line_index][0], (fix.column or 0) + 1), fix.message, fix.mend)
                for line_index, fix in headings
            ], lines
        first_line = first_line_of_key(texts, index)
        if first_line is not None:
            mend = f"Keep one of the two; the other is in line {lines[first_line][0]}."
            mistake = ((number, column), "this key is given twice.", mend)
            return [mistake], _with_repair(lines, index, _LINE_LEFT_OUT)
    repair = repair_at(texts, index, column - 1, error.msg)
    if repair is None:
        mistake = ((number, column), *_message_and_mend(error.msg, line, column - 1))
        can_go_on = _stands_alone(line, column, error.msg)
        return [mistake], _with_repair(lines, index, _LINE_LEFT_OUT) if can_go_on else []
    place = number, column if repair.column is None else repair.column + 1
    return [(place, repair.message, repair.mend)], _with_repair(lines, index, repair)


def _with_repair(lines: list[Line], index: int, repair: Repair) -> list[Line]:
    """Return the lines with the repair in its place; none where the repair has no lines."""
    if repair.lines is None:
        return []
    number = lines[index][0]
    return [*lines[:index], *((number, text) for text in repair.lines), *lines[index + repair.line_count :]]


def _stands_alone(line: str, column: int, reason: str) -> bool:
    """Return whether a mistake concerns its line alone, so that the rest means the same without it."""
    key_match = _KEY.match(line)
    if key_match is None or (column < key_match.end() and "expected '='" not in reason.lower()):
        return False
    closed = line.count("[") == line.count("]") and line.count("{") == line.count("}")
    return closed and '"""' not in line and "'''" not in line


def _message_and_mend(reason: str, line: str, column: int) -> tuple[str, str]:
    """Put the parser's reason into words, with the mend; `column` is where it stopped, from nought."""
    for phrase, before, after, message, mend in _REASONS_IN_CONTEXT:
        if phrase in reason.lower() and re.search(before, line[:column]) and re.match(after, line[column:]):
            return message, mend
    for phrase, message, mend in _REASONS:
        if phrase in reason.lower():
            return message, mend
    return f"this is not TOML ({reason[:120].rstrip('.').lower()}).", "Compare the line with one that works."


_REASONS_IN_CONTEXT: Final = (
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
"""Reasons whose mend is clear from the text before and after the place, with patterns of both."""

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
