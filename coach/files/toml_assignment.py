"""A key with a value that is not TOML, as people write values, and what the line should be.

Pure. Numbers with a decimal comma, text without quotes or in those of a word processor, more than one
number, a comma at the end: each gets a repair, with the line as it should be.

Columns count characters, from nought.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import tomli

from coach.files.toml_value import value_as_meant

COUNTS: Final = ("reps", "sets", "repeat", "pressure", "cadence", "minutes", "format", "volume", "rate")
"""Keys whose value is only a number."""
_LONGEST_REPEATED: Final = 70
"""Characters of a line that are repeated in a mend."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What is wrong with a line. `lines` are what it should be, `None` where that cannot be told.

    `column` is where it is wrong, `None` for where the parser stopped; `line_count` are the lines that
    the repair replaces.
    """

    message: str
    mend: str
    lines: tuple[str, ...] | None
    column: int | None = None
    line_count: int = 1


def value_repair(line: str, stop: int) -> Repair | None:
    """Return the repair of a value that is not TOML, after a key that is."""
    match = _ASSIGNED.match(line)
    if match is None or stop < match.start(4) - 1:
        return None
    indent, key, value = match[1], match[2], match[4].rstrip()
    if value.startswith(('"""', "'''")):
        return None
    value_text, note = _value_and_note(value)
    if not value_text:
        message = "here is no value that can be read."
        return Repair(message, f"Write one after {key} =, or put # before the line.", ("",))
    if note.startswith(("//", ";", "/*", "--")):
        first_line, *other_lines = corrected_lines(f"{indent}{key} = {value_text}")
        lines = (f"{first_line}  # {note.lstrip('/;*-').removesuffix('*/').strip()}", *other_lines)
        return Repair("a note begins with #.", f"Write {lines_for_mend(lines)}", lines)
    if value_text[0] in "=:>" and value_text[1:].strip():
        lines = corrected_lines(f"{indent}{key} = {value_text[1:].strip()}")
        return Repair("here is a sign too many.", f"Write one = alone: {lines_for_mend(lines)}", lines)
    return _repair_of_value(match, value_text, note)


def _repair_of_value(assignment: "re.Match[str]", value: str, note: str) -> Repair | None:
    """Return the repair of a value, by the first of `_VALUES` that fits it and can correct it."""
    indent, key = assignment[1], assignment[2]
    if key in _TO_CALL and _FIGURES_FIRST.match(value):
        quoted = f'{key} = "{value.rstrip(" ,;")}"'
        message = "a number to call stands in quotes, with every figure and sign of it."
        return Repair(message, f"Write {shortened(quoted)}", (f"{indent}{quoted}{note and '  ' + note}",))
    for pattern, message, mend, correct in _VALUES:
        match = pattern.fullmatch(value)
        rough_lines = correct(key, match) if match is not None else None
        if rough_lines is None:
            continue
        old_line = f"{key} = {value}"  # what only became longer is not corrected again, so that this ends
        new_lines = [
            line
            for new_line in rough_lines
            for line in (corrected_lines(new_line) if len(new_line) < len(old_line) else (new_line,))
        ]
        lines = tuple(f"{indent}{new_line}" for new_line in new_lines)
        return Repair(
            message,
            mend.format(right=lines_for_mend(new_lines), key=key),
            (f"{lines[0]}{note and '  ' + note}", *lines[1:]),
        )
    return None


def _value_and_note(value: str) -> tuple[str, str]:
    """Return the value without the note after it, and that note."""
    if value[:1] in "\"'[{“”„«‘‚":
        match = _TEXT_AND_NOTE.match(value)
        return (match[1], match[2]) if match else (value, "")
    words, note_sign, note = (*_NOTE_SIGN.split(value, maxsplit=1), "", "")[:3]
    return words.strip(), f"{note_sign}{note}".strip() if note_sign else ""


def corrected_lines(line: str) -> tuple[str, ...]:
    """Return a corrected line with any other plain mistake in it corrected, too; good TOML as it is."""
    try:
        tomli.loads(line)
    except tomli.TOMLDecodeError:
        repair = value_repair(line, len(line))
        return (line,) if repair is None or repair.lines in (None, (line,)) else repair.lines
    return (line,)


def lines_for_mend(lines: Sequence[str]) -> str:
    """Return lines in the form in which a mend repeats them."""
    return ", and on a line of its own ".join(shortened(line.strip()) for line in lines)


def shortened(text: str) -> str:
    """Return a line in the form in which a mend repeats it."""
    return text if len(text) <= _LONGEST_REPEATED else f"{text[: _LONGEST_REPEATED - 1]}…"


def _one_line(line: str) -> tuple[str]:
    return (line,)


def _quoted_line(key: str, match: "re.Match[str]") -> tuple[str]:
    return _one_line(f"{key} = {value_as_meant(key, match[0])}")


def _decimal(key: str, match: "re.Match[str]") -> tuple[str, ...]:
    return _one_line(f"{key} = {match[1]}{'' if len(match[2]) == 3 else '.'}{match[2]}")


def _number(key: str, match: "re.Match[str]") -> tuple[str, ...] | None:
    """Return a number with something after it as the number alone; `None` where the key is not a count."""
    number, rest = match[1], match[2].strip()
    if key.lower() not in COUNTS:
        return None
    times_match = _TIMES.match(rest)
    if key.lower() == "reps" and times_match is not None:
        return f"reps = {times_match[1]}", f"sets = {number}"
    fraction = _FRACTIONS.get(rest[:1])
    return _one_line(f"{key} = {number}{fraction or ''}")


def _truth(word: str) -> str:
    return "true" if word.lower() in ("true", "yes", "on") else "false"


_TEXT_KEYS: Final = ("name", "say", "summary", "title", "by", "exercise", "sides", "setup", "move")
"""Keys whose value is always a text."""
_TO_CALL: Final = ("emergency",)
"""Keys whose value is a number to call: a nought at its start is dialled, too."""
_FIGURES_FIRST: Final = re.compile(r"[-+(]*\d[^\"\\]*$")
_ASSIGNED: Final = re.compile(r"^(\s*)([\w-]+)(\s*=\s*)(.*)$")
_NOTE_SIGN: Final = re.compile(r"\s+(#|//|;|/\*|--\s)")
_TEXT_AND_NOTE: Final = re.compile(
    r"^(\"[^\"]*\"|'[^']*'|[“”„«‘‚][^“”»’]*[“”»’]|\[[^#\]]*\]|\{[^#}]*\})\s*((?:#|//|;|/\*|--\s).*)$"
)
_TIMES: Final = re.compile(r"(?i)(?:x|×|\*|sets? (?:of|x)?)\s*(\d+)")
_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_Correction = Callable[[str, "re.Match[str]"], tuple[str, ...] | None]
_VALUES: Final[tuple[tuple[re.Pattern[str], str, str, _Correction], ...]] = (
    (
        re.compile(r"(\"[^\"]*\"|'[^']*'|[\d.]+)[\s;,]\s*([A-Za-z_-]+)\s*=\s*(\S.*)"),
        "two keys stand on one line.",
        "Write {right}",
        lambda key, match: (f"{key} = {match[1]}", f"{match[2]} = {match[3]}"),
    ),
    (
        re.compile(r"(?i)null|nil|undefined|n/a|-+"),
        "here is no value that can be read.",
        "Leave the line out.",
        lambda _key, _match: ("",),
    ),
    (
        re.compile(r"([+-]?\d+),(\d+)"),
        "a number has a point, and no comma.",
        "Write {right}",
        _decimal,
    ),
    (
        re.compile(r"(.*[^,\s])\s*,"),
        "a comma stands at the end of the line.",
        "Leave it out: {right}",
        lambda key, match: _one_line(f"{key} = {match[1]}"),
    ),
    (
        re.compile(r"0+(\d+(?:\.\d+)?)"),
        "a number does not begin with a nought.",
        "Write {right}",
        lambda key, match: _one_line(f"{key} = {match[1]}"),
    ),
    (
        re.compile(r"(\d*\.\d*)"),
        "a number has figures on both sides of its point.",
        "Write {right}",
        lambda key, match: _one_line(f"{key} = {float('0' + match[1] + '0'):g}") if match[1] != "." else None,
    ),
    (
        re.compile(r"(\d+(?:\.\d+)?)(?=\D)(.+)"),
        "something stands after the number.",
        "Keep one number alone: {right}",
        _number,
    ),
    (
        re.compile(r"(?i)(true|false|yes|no|on|off)"),
        "here is no value that can be read.",
        "Put text in quotes; for yes or no, write {right}",
        lambda key, match: None if key.lower() in _TEXT_KEYS else _one_line(f"{key} = {_truth(match[1])}"),
    ),
    (
        re.compile(r"[^\d\"'\[{.,;+-][^\d\"'\[{.,;]{0,15}(\d+(?:\.\d+)?)(?:\s.*)?"),
        "something stands before the number.",
        "Keep one number alone: {right}",
        lambda key, match: _one_line(f"{key} = {match[1]}") if key.lower() in COUNTS else None,
    ),
    (
        re.compile(r"(\"[^\"]*\"|'[^']*')(\s*,\s*(?:\"[^\"]*\"|'[^']*'))+"),
        "more than one value stands here.",
        "Put several in square brackets, such as {right}",
        lambda key, match: _one_line(f"{key} = [{match[0]}]"),
    ),
    (
        re.compile(r"([\"']).*[“”„‟‘’‚«»].*|([“”„‟‘’‚«»`]).*"),
        "these are no quotes of TOML.",
        "Write straight ones: {right}",
        _quoted_line,
    ),
    (
        re.compile(r"\[.*\]|\{.*\}"),
        "a value within the brackets is not written as it should be.",
        "Put text in quotes, each value after a comma: {right}",
        lambda key, match: (
            _one_line(f"{key} = {toml_value}")
            if (toml_value := value_as_meant(key, match[0])) != match[0]
            else None
        ),
    ),
    (
        re.compile(r"[\"'].+"),
        "something stands after the value.",
        "Put the whole value in quotes once: {right}",
        _quoted_line,
    ),
    (
        re.compile(r"[-–—+]?\d.*"),
        "something stands after the number.",
        "Put the whole value in quotes, such as {right}",
        _quoted_line,
    ),
    (
        re.compile(r"[^\[\]{}\"'].*"),
        "here is no value that can be read.",
        "Put text in quotes: {right}",
        _quoted_line,
    ),
)
"""How people write a value: a pattern of it, what is wrong, the mend, and what it should be."""
