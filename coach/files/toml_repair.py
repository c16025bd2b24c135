"""A line that is no TOML, as people write one, and what it should be.

Pure. Knows how notes, YAML, JSON, letters and word processors look, and says of such a line what is
wrong, the mend in its own words, and the line with the mend made, so that what is below can be read on.
A line that it does not know is left to the parser's own reasons.

Columns count characters, from nought.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from coach.files.toml_assignment import Repair, assigned, finished, shortened, shown
from coach.files.toml_value import value_as_meant

_LISTED: Final = ("step", "silence")
"""Tables of which a file has several."""
_LONGEST: Final = 2_000
"""Characters of a line that is looked at."""


def repaired(lines: Sequence[str], number: int, at: int, reason: str) -> Repair | None:
    """Return the repair of the line `number` from nought; `None` where the parser's reason must do.

    `at` is the character at which the parser stopped, `reason` why, in its own words.
    """
    line, why = lines[number].rstrip("\r"), reason.lower()
    if len(line) > _LONGEST or any(sign in why for sign in _LEFT):
        return None
    if _inside(lines[:number]):
        return _inline(line) if "expected '='" in why else None
    if _HALF.match(line) and any(sign in why for sign in _OF_HALF):
        return Repair(_ENDLESS, "Close it with ' on the same line.", (f"{line.rstrip()}'",), len(line))
    if any(sign in why for sign in ("illegal character '\\n'", "unterminated")) and not _CURLED.search(line):
        return _joined(line, lines[number + 1 :])
    if any(sign in why for sign in _OF_STATEMENTS):
        ways: tuple[Callable[[str, int], Repair | None], ...] = (_sign, _note, _heading, assigned, _pair)
    else:
        ways = (_sign, assigned)
    return next((repair for way in ways if (repair := way(line, at)) is not None), None)


def first_of(lines: Sequence[str], number: int) -> int | None:
    """Return the line from nought on which the key of another line stands first, in the same table."""
    key = _KEYED.match(lines[number])
    if key is None:
        return None
    for above in range(number - 1, -1, -1):
        if _HEAD.match(lines[above]):
            return None
        other = _KEYED.match(lines[above])
        if other is not None and other[1] == key[1]:
            return above
    return None


def half_text(lines: Sequence[str], reason: str) -> int | None:
    """Return the line from nought of a text in single quotes that does not end before the file does."""
    if _OF_HALF[0] not in reason.lower():
        return None
    return next((number for number, line in enumerate(lines) if _HALF.match(line.rstrip("\r"))), None)


def _inside(above: Sequence[str]) -> bool:
    """Return whether a list or a table in brackets is open still after these lines."""
    depth = 0
    for line in reversed(above):
        bare = _TEXTS.sub("", line)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
        if depth > 0 or _HEAD.match(line):
            return depth > 0
    return False


def single_headings(lines: Sequence[str]) -> Iterator[tuple[int, Repair]]:
    """Yield the repair of each `[step]`, which is one of several, with its line from nought."""
    for number, line in enumerate(lines):
        head = _SINGLE.match(line)
        if head is not None and head[2] in _LISTED:
            right = f"{head[1]}[[{head[2]}]]{line[head.end() :]}"
            message = f"{head[2]} is a list of tables, and this has one bracket."
            mend = f"Write [[{head[2]}]] with two brackets each time."
            yield number, Repair(message, mend, (right,), len(head[1]))


def _inline(line: str) -> Repair | None:
    """Return the repair of a table in { } with colons, on a line of its own in a list."""
    table = _INLINE.match(line)
    right = f"{table[1]}{value_as_meant('', table[2])}{table[3]}" if table else line
    if right == line:
        return None
    message = "a table in { } is not written as it should be."
    return Repair(message, f"Write {shortened(right.strip())}", (right,))


def _joined(line: str, below: Sequence[str]) -> Repair | None:
    """Return the repair of a text in quotes that does not end, or ends on a line below."""
    opened = _OPENED.match(line)
    if opened is None:
        return None
    words = [opened[3].rstrip()]
    for number, more in enumerate(below[:_MOST_LINES], start=1):
        if _KEYED.match(more) or _HEAD.match(more):
            break
        text, closed, after = more.partition('"')
        words.append(text.strip())
        if closed and not after.strip(" \t\r,").partition("#")[0]:
            right = f'{opened[1]}{opened[2]}"{" ".join(filter(None, words))}"'
            mend = 'Close it with " on the same line, all in one line, or begin and end it with """.'
            return Repair(_ENDLESS, mend, (right,), taken=number + 1)
    return Repair(_ENDLESS, 'Close it with ", or begin it with """.', (f'{line.rstrip()}"',))


def _sign(line: str, at: int) -> Repair | None:
    """Tell a sign that only looks like one of TOML's, and a space of another kind."""
    char = line[at : at + 1]
    if not char or char.isascii():
        return None
    kind, plain = unicodedata.category(char), unicodedata.normalize("NFKC", char)
    code = f"U+{ord(char):04X}"
    if kind == "Zs":
        message = f"this space is of another kind ({code})."
        return Repair(message, "Write an ordinary space.", (_replaced(line, at, " "),))
    if kind == "Cf":
        message = f"here is a character that cannot be seen ({code})."
        return Repair(message, "Take it out.", (_replaced(line, at, ""),))
    if len(plain) == 1 and "!" <= plain <= "~" and not plain.isalnum():
        message = f"this sign only looks like {plain} ({code})."
        return Repair(message, f"Write {plain} in its place.", (_replaced(line, at, plain),))
    return None


def _replaced(line: str, at: int, new: str) -> str:
    return f"{line[:at]}{new}{line[at + 1 :]}"


def _note(line: str, at: int) -> Repair | None:  # noqa: ARG001 - as the others are called
    """Tell a note that begins as in another language, and a line of YAML that has no meaning here."""
    remark = _REMARK.match(line)
    if remark is not None:
        right = f"{remark[1]}# {remark[2]}"
        return Repair("a note begins with #.", f"Write {shortened(right.strip())}", (right,), len(remark[1]))
    note = _NOTE.match(line)
    if note is not None:
        words = note[3].removesuffix("*/").removesuffix("-->").strip()
        mend = f"Write # in place of {note[2]}"
        return Repair("a note begins with #.", f"{mend}.", (f"{note[1]}# {words}",), len(note[1]))
    if _RULE.match(line):
        return Repair("this line means nothing here.", "Leave it out.", ("",), _indent(line))
    item = _ITEM.match(line)
    if item is not None:
        right = f"{item[1]}{item[3]} = {value_as_meant(item[3], item[4])}"
        mend = f"Write [[step]] for it, and below that {shortened(right.strip())}"
        return Repair("a list is not written with - here.", mend, ("",), len(item[1]))
    if _PROSE.match(line) or _LISTED_NOTE.match(line):
        mend = f"Write # before a note: # {shortened(line.strip())}"
        return Repair("this line is neither a key nor a table.", mend, (f"# {line.strip()}",), _indent(line))
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _heading(line: str, at: int) -> Repair | None:
    """Tell a heading whose brackets, name or end are not right."""
    head = _HEAD.match(line)
    if head is None:
        return None
    indent, opening, name, rest = head[1], head[2].replace(" ", ""), head[3].strip(), line[head.end() :]
    if _STEPS.fullmatch(name):
        right = f"{indent}[[step]]"
        wrong, mend = "a step begins with [[step]].", "Write [[step]] alone, with two brackets on both sides."
    elif name.startswith("reminder.") or not _BARE.fullmatch(name):
        return None
    else:
        right = f"{indent}{opening}{name}{']' * len(opening)}"
        wrong = "a table's name does not end."
        mend = "Write [say] for a table and [[step]] for each of a list."
    after = rest.lstrip("] \t\r")
    if after and not after.startswith("#"):
        mend = f"Write {shortened(after)} on the line below {right.strip()}"
        return Repair("something stands after the heading.", mend, (right, after))
    closed = "]" in line
    return Repair(wrong, mend, (f"{right} {after}",) if closed else None, at)


def _pair(line: str, at: int) -> Repair | None:  # noqa: ARG001 - as the others are called
    """Tell a key and a value that something else than = stands between, or nothing."""
    pair = _OTHER_SIGN.match(line)
    table = _TABLE.match(line)
    if table is not None:
        name = table[2].lower()
        heading = "[[step]]" if name.startswith("step") else f"[{name}]"
        mend = f"Write {heading}, with its keys on the lines below."
        return Repair("a table does not begin so.", mend, (heading,), len(table[1]))
    if pair is not None:
        sign = {"": "", ":": "the colon"}.get(pair[3].strip(), pair[3].strip())
        right = finished(f"{pair[1]}{_key(pair[2])} = {pair[4]}")
        wrong = f"{sign} stands between the key and its value." if sign else "there is no = after the key."
        lead = f"Write = in place of {sign}" if sign else "Write = between them"
        return Repair(wrong, f"{lead}: {shown(right)}", right, len(pair[1]) + len(pair[2]))
    return None


def _key(key: str) -> str:
    bare = key.strip().strip("\"'“”")
    return bare if _BARE.fullmatch(bare) else json.dumps(bare, ensure_ascii=False)


_ENDLESS: Final = "a text does not end on its line."
_MOST_LINES: Final = 20
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_SINGLE: Final = re.compile(r"^(\s*)\[\s*([a-z]+)\s*(?:\]{1,2}|(?=\s*$))")
_HEAD: Final = re.compile(r"^(\s*)(\[ ?\[?)\s*([^\[\]#=\"']*)")
_STEPS: Final = re.compile(
    r"(?i)(?:steps?|exercises?)(?:[ _-]?(?:\d+|one|two|three|four|five|six)(?:\s*[:.)–-].*)?)?"
)
_KEYED: Final = re.compile(r"^\s*([\w.-]+)\s*[=:]")
_TEXTS: Final = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_CURLED: Final = re.compile(r"[“”„‟‘’‚«»]\s*$")
_LEFT: Final = ("overwrite", "cannot declare", "cannot mutate", "duplicate", "unclosed", "unescaped")
"""Reasons of the parser that say enough."""
_OF_STATEMENTS: Final = ("statement", "expected '='", "declaration", "invalid initial")
_OF_HALF: Final = ('expected "\'"', "invalid character '\\n'", "invalid character '\\r'")
_HALF: Final = re.compile(r"^\s*[\w.-]+\s*=\s*'(?!'')[^']*$")
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
"""A line of a list with signs or numbers, and words of which more than one stand before a colon."""
_INLINE: Final = re.compile(r"^(\s*)(\{.*\})\s*(,?.*)$")
_OTHER_SIGN: Final = re.compile(
    r"^(\s*)([\w-]+|\"[\w -]{1,40}\"|“[\w -]{1,40}”)(\s*(?::=|=>|->|:|→)\s*|\s+(?=[\"'“\d]))(\S.*)$"
)
