"""A line that is not TOML, as people write lines, and what it should be.

Pure. Knows how lines of notes, YAML, JSON, letters and word processors look. For such a line it gives
what is wrong, the mend in words, and the mended line, so that the lines below can be read. Any other line
is left to the parser's own reasons.

Columns count characters, from nought.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from coach.files.toml_assignment import Repair, corrected_lines, lines_for_mend, shortened, value_repair
from coach.files.toml_value import value_as_meant

_LIST_TABLES: Final = ("step", "silence")
"""Tables of which a file has several."""
_LONGEST: Final = 2_000
"""Characters of a line that is looked at."""


def repair_at(lines: Sequence[str], number: int, stop: int, reason: str) -> Repair | None:
    """Return the repair of the line `number` from nought; `None` where the parser's reason must do.

    `stop` is the character at which the parser stopped, `reason` why, in its own words.
    """
    line, lower_reason = lines[number].rstrip("\r"), reason.lower()
    if len(line) > _LONGEST or any(phrase in lower_reason for phrase in _CLEAR_REASONS):
        return None
    if _is_in_brackets(lines[:number]):
        return _inline(line) if "expected '='" in lower_reason else None
    if _HALF_TEXT.match(line) and any(phrase in lower_reason for phrase in _HALF_TEXT_REASONS):
        return Repair(_ENDLESS_TEXT, "Close it with ' on the same line.", (f"{line.rstrip()}'",), len(line))
    if any(
        phrase in lower_reason for phrase in ("illegal character '\\n'", "unterminated")
    ) and not _CURLED.search(line):
        return _joined(line, lines[number + 1 :])
    if any(phrase in lower_reason for phrase in _STATEMENT_REASONS):
        repairers: tuple[Callable[[str, int], Repair | None], ...] = (
            _sign,
            _note,
            _heading,
            value_repair,
            _pair,
        )
    else:
        repairers = (_sign, value_repair)
    return next((repair for repairer in repairers if (repair := repairer(line, stop)) is not None), None)


def first_line_of_key(lines: Sequence[str], number: int) -> int | None:
    """Return the number from nought of an earlier line with the same key as this one, in the same table."""
    match = _KEYED.match(lines[number])
    if match is None:
        return None
    for above in range(number - 1, -1, -1):
        if _HEAD.match(lines[above]):
            return None
        other_match = _KEYED.match(lines[above])
        if other_match is not None and other_match[1] == match[1]:
            return above
    return None


def half_text_line(lines: Sequence[str], reason: str) -> int | None:
    """Return the number from nought of the line where a text in single quotes begins and does not end."""
    if _HALF_TEXT_REASONS[0] not in reason.lower():
        return None
    return next((number for number, line in enumerate(lines) if _HALF_TEXT.match(line.rstrip("\r"))), None)


def _is_in_brackets(above: Sequence[str]) -> bool:
    """Return whether a list or a table in brackets is still open after these lines."""
    depth = 0
    for line in reversed(above):
        rest = _TEXTS.sub("", line)
        depth += rest.count("[") + rest.count("{") - rest.count("]") - rest.count("}")
        if depth > 0 or _HEAD.match(line):
            return depth > 0
    return False


def single_headings(lines: Sequence[str]) -> Iterator[tuple[int, Repair]]:
    """Yield the repair of each `[step]`, which is one of several, with its line from nought."""
    for number, line in enumerate(lines):
        match = _SINGLE_HEADING.match(line)
        if match is not None and match[2] in _LIST_TABLES:
            corrected = f"{match[1]}[[{match[2]}]]{line[match.end() :]}"
            message = f"{match[2]} is a list of tables, and this has one bracket."
            mend = f"Write [[{match[2]}]] with two brackets each time."
            yield number, Repair(message, mend, (corrected,), len(match[1]))


def _inline(line: str) -> Repair | None:
    """Return the repair of a table in { } that is an entry of a list, on a line of its own."""
    match = _INLINE.match(line)
    corrected = f"{match[1]}{value_as_meant('', match[2])}{match[3]}" if match else line
    if corrected == line:
        return None
    message = "a table in { } is not written as it should be."
    return Repair(message, f"Write {shortened(corrected.strip())}", (corrected,))


def _joined(line: str, below: Sequence[str]) -> Repair | None:
    """Return the repair of a text in quotes that does not end, or ends on a line below."""
    match = _OPENED.match(line)
    if match is None:
        return None
    pieces = [match[3].rstrip()]
    for number, next_line in enumerate(below[:_MOST_LINES], start=1):
        if _KEYED.match(next_line) or _HEAD.match(next_line):
            break
        text, closed, rest = next_line.partition('"')
        pieces.append(text.strip())
        if closed and not rest.strip(" \t\r,").partition("#")[0]:
            corrected = f'{match[1]}{match[2]}"{" ".join(filter(None, pieces))}"'
            mend = 'Close it with " on the same line, all in one line, or begin and end it with """.'
            return Repair(_ENDLESS_TEXT, mend, (corrected,), line_count=number + 1)
    return Repair(_ENDLESS_TEXT, 'Close it with ", or begin it with """.', (f'{line.rstrip()}"',))


def _sign(line: str, stop: int) -> Repair | None:
    """Return the repair of a sign that only looks like one of TOML's, or of a space of another kind."""
    char = line[stop : stop + 1]
    if not char or char.isascii():
        return None
    category, ascii_sign = unicodedata.category(char), unicodedata.normalize("NFKC", char)
    code = f"U+{ord(char):04X}"
    if category == "Zs":
        message = f"this space is of another kind ({code})."
        return Repair(message, "Write an ordinary space.", (_with_character(line, stop, " "),))
    if category == "Cf":
        message = f"here is a character that cannot be seen ({code})."
        return Repair(message, "Take it out.", (_with_character(line, stop, ""),))
    if len(ascii_sign) == 1 and "!" <= ascii_sign <= "~" and not ascii_sign.isalnum():
        message = f"this sign only looks like {ascii_sign} ({code})."
        return Repair(
            message, f"Write {ascii_sign} in its place.", (_with_character(line, stop, ascii_sign),)
        )
    return None


def _with_character(line: str, index: int, character: str) -> str:
    return f"{line[:index]}{character}{line[index + 1 :]}"


def _note(line: str, stop: int) -> Repair | None:  # noqa: ARG001 - as the others are called
    """Return the repair of a note that begins as in another language, or of a line of YAML."""
    remark = _REMARK.match(line)
    if remark is not None:
        corrected = f"{remark[1]}# {remark[2]}"
        return Repair(
            "a note begins with #.", f"Write {shortened(corrected.strip())}", (corrected,), len(remark[1])
        )
    note = _NOTE.match(line)
    if note is not None:
        words = note[3].removesuffix("*/").removesuffix("-->").strip()
        mend = f"Write # in place of {note[2]}"
        return Repair("a note begins with #.", f"{mend}.", (f"{note[1]}# {words}",), len(note[1]))
    if _RULE.match(line):
        return Repair("this line means nothing here.", "Leave it out.", ("",), _indent(line))
    item = _ITEM.match(line)
    if item is not None:
        corrected = f"{item[1]}{item[3]} = {value_as_meant(item[3], item[4])}"
        mend = f"Write [[step]] for it, and below that {shortened(corrected.strip())}"
        return Repair("a list is not written with - here.", mend, ("",), len(item[1]))
    if _PROSE.match(line) or _LISTED_NOTE.match(line):
        mend = f"Write # before a note: # {shortened(line.strip())}"
        return Repair("this line is neither a key nor a table.", mend, (f"# {line.strip()}",), _indent(line))
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _heading(line: str, stop: int) -> Repair | None:
    """Return the repair of a heading whose brackets, name or end are wrong."""
    match = _HEAD.match(line)
    if match is None:
        return None
    indent, opening, name, rest = match[1], match[2].replace(" ", ""), match[3].strip(), line[match.end() :]
    if _STEPS.fullmatch(name):
        corrected = f"{indent}[[step]]"
        message = "a step begins with [[step]]."
        mend = "Write [[step]] alone, with two brackets on both sides."
    elif name.startswith("reminder.") or not _BARE.fullmatch(name):
        return None
    else:
        corrected = f"{indent}{opening}{name}{']' * len(opening)}"
        message = "a table's name does not end."
        mend = "Write [say] for a table and [[step]] for each of a list."
    after = rest.lstrip("] \t\r")
    if after and not after.startswith("#"):
        mend = f"Write {shortened(after)} on the line below {corrected.strip()}"
        return Repair("something stands after the heading.", mend, (corrected, after))
    closed = "]" in line
    return Repair(message, mend, (f"{corrected} {after}",) if closed else None, stop)


def _pair(line: str, stop: int) -> Repair | None:  # noqa: ARG001 - as the others are called
    """Return the repair of a key and a value with something other than = between them, or nothing."""
    pair = _OTHER_SIGN.match(line)
    table = _TABLE.match(line)
    if table is not None:
        name = table[2].lower()
        heading = "[[step]]" if name.startswith("step") else f"[{name}]"
        mend = f"Write {heading}, with its keys on the lines below."
        return Repair("a table does not begin so.", mend, (heading,), len(table[1]))
    if pair is not None:
        sign = {"": "", ":": "the colon"}.get(pair[3].strip(), pair[3].strip())
        corrected = corrected_lines(f"{pair[1]}{_key(pair[2])} = {pair[4]}")
        message = f"{sign} stands between the key and its value." if sign else "there is no = after the key."
        mend_start = f"Write = in place of {sign}" if sign else "Write = between them"
        return Repair(
            message, f"{mend_start}: {lines_for_mend(corrected)}", corrected, len(pair[1]) + len(pair[2])
        )
    return None


def _key(key: str) -> str:
    bare = key.strip().strip("\"'“”")
    return bare if _BARE.fullmatch(bare) else json.dumps(bare, ensure_ascii=False)


_ENDLESS_TEXT: Final = "a text does not end on its line."
_MOST_LINES: Final = 20
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_SINGLE_HEADING: Final = re.compile(r"^(\s*)\[\s*([a-z]+)\s*(?:\]{1,2}|(?=\s*$))")
_HEAD: Final = re.compile(r"^(\s*)(\[ ?\[?)\s*([^\[\]#=\"']*)")
_STEPS: Final = re.compile(
    r"(?i)(?:steps?|exercises?)(?:[ _-]?(?:\d+|one|two|three|four|five|six)(?:\s*[:.)–-].*)?)?"
)
_KEYED: Final = re.compile(r"^\s*([\w.-]+)\s*[=:]")
_TEXTS: Final = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_CURLED: Final = re.compile(r"[“”„‟‘’‚«»]\s*$")
_CLEAR_REASONS: Final = ("overwrite", "cannot declare", "cannot mutate", "duplicate", "unclosed", "unescaped")
"""Reasons of the parser that are clear enough."""
_STATEMENT_REASONS: Final = ("statement", "expected '='", "declaration", "invalid initial")
_HALF_TEXT_REASONS: Final = ('expected "\'"', "invalid character '\\n'", "invalid character '\\r'")
_HALF_TEXT: Final = re.compile(r"^\s*[\w.-]+\s*=\s*'(?!'')[^']*$")
_OPENED: Final = re.compile(r"^(\s*)([\w.-]+\s*=\s*)\"(?!\"\")([^\"\\]*)$")
_NOTE: Final = re.compile(r"^(\s*)(//+|/\*|;|%|<!--|--(?=\s)|REM\b|•)\s*(.*?)\s*$")
_REMARK: Final = re.compile(r"(?i)^(\s*)((?:notes?|nb|n\.b\.|tips?|todo|comments?|remarks?)\s*:.*?)\s*$")
_RULE: Final = re.compile(r"^\s*(?:`{3,}\w*|-{3,}|={3,}|\.{3}|\*{3,}|[{}],?|_{3,})\s*$")
_TABLE: Final = re.compile(
    r"(?i)^(\s*)(say|dose|most|easier|harder|caution|source|steps?)\s*[:=]\s*(?:#.*)?$"
)
_ITEM: Final = re.compile(r"^(\s*)([-*•])\s+([A-Za-z_]+)\s*[:=]\s*(.+?)\s*$")
_PROSE: Final = re.compile(r"^\s*(?:[-*•]\s+)?[^\W\d_][^=:\[\]{}#\"]*\s[^=:\[\]{}#\"]*$")
_LISTED_NOTE: Final = re.compile(
    r"^\s*(?:(?:[-*•–·]|\(?\d{1,2}[.)])\s+\S|[^\W\d_][^=:\[\]{}#\"]*\s[^=:\[\]{}#\"]*:\s)"
)
"""A line of a list with signs or numbers, or a line with more than one word before a colon."""
_INLINE: Final = re.compile(r"^(\s*)(\{.*\})\s*(,?.*)$")
_OTHER_SIGN: Final = re.compile(
    r"^(\s*)([\w-]+|\"[\w -]{1,40}\"|“[\w -]{1,40}”)(\s*(?::=|=>|->|:|→)\s*|\s+(?=[\"'“\d]))(\S.*)$"
)
