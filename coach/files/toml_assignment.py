"""A key with a value that is no TOML, as people write values, and what it should be.

Pure. Numbers with a decimal comma, text without quotes or in those of a word processor, more than one
number, a comma at the end: each is told with the line as it should be.

Columns count characters, from nought.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import tomli

from coach.files.toml_value import value_as_meant

COUNTS: Final = ("reps", "sets", "repeat", "pressure", "cadence", "minutes", "format", "volume", "rate")
"""Keys whose value is a number alone."""
_REPEATED: Final = 70
"""Characters of a line that are repeated in a mend."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What is wrong with a line. `lines` are what it should be, `None` where the rest cannot be told.

    `column` is where it is wrong, `None` where the parser stopped; `taken` counts the lines that it is about.
    """

    message: str
    mend: str
    lines: tuple[str, ...] | None
    column: int | None = None
    taken: int = 1


def assigned(line: str, at: int) -> Repair | None:
    """Tell a value that is none, after a key that is one."""
    given = _ASSIGNED.match(line)
    if given is None or at < given.start(4) - 1:
        return None
    indent, key, value = given[1], given[2], given[4].rstrip()
    if value.startswith(('"""', "'''")):
        return None
    kept, note = _without_note(value)
    if not kept:
        message = "here is no value that can be read."
        return Repair(message, f"Write one after {key} =, or put # before the line.", ("",))
    if note.startswith(("//", ";", "/*", "--")):
        first, *rest = finished(f"{indent}{key} = {kept}")
        right = f"{first}  # {note.lstrip('/;*-').removesuffix('*/').strip()}"
        return Repair("a note begins with #.", f"Write {shown((right, *rest))}", (right, *rest))
    if kept[0] in "=:>" and kept[1:].strip():
        lines = finished(f"{indent}{key} = {kept[1:].strip()}")
        return Repair("here is a sign too many.", f"Write one = alone: {shown(lines)}", lines)
    return _of_value(given, kept, note)


def _of_value(given: "re.Match[str]", value: str, note: str) -> Repair | None:
    """Return the repair of a value: the first of the ways in which people write one."""
    indent, key = given[1], given[2]
    if key in _CALLED and _FIGURES_FIRST.match(value):
        quoted = f'{key} = "{value.rstrip(" ,;")}"'
        message = "a number to call stands in quotes, with every figure and sign of it."
        return Repair(message, f"Write {shortened(quoted)}", (f"{indent}{quoted}{note and '  ' + note}",))
    for pattern, message, mend, new in _VALUES:
        found = pattern.fullmatch(value)
        meant = new(key, found) if found is not None else None
        if meant is None:
            continue
        whole = f"{key} = {value}"  # what only became longer is not looked at again: this comes to an end
        right = [line for each in meant for line in (finished(each) if len(each) < len(whole) else (each,))]
        lines = tuple(f"{indent}{each}" for each in right)
        return Repair(
            message,
            mend.format(right=shown(right), key=key),
            (f"{lines[0]}{note and '  ' + note}", *lines[1:]),
        )
    return None


def _without_note(value: str) -> tuple[str, str]:
    """Return the value without what stands after it as a note, and that note."""
    if value[:1] in "\"'[{“”„«‘‚":
        end = _AFTER_TEXT.match(value)
        return (end[1], end[2]) if end else (value, "")
    words, sign, note = (*_AFTER.split(value, maxsplit=1), "", "")[:3]
    return words.strip(), f"{sign}{note}".strip() if sign else ""


def finished(line: str) -> tuple[str, ...]:
    """Return a line that was mended with all else mended that is plain in it: one that is TOML, as it is."""
    try:
        tomli.loads(line)
    except tomli.TOMLDecodeError:
        repair = assigned(line, len(line))
        return (line,) if repair is None or repair.lines in (None, (line,)) else repair.lines
    return (line,)


def shown(lines: Sequence[str]) -> str:
    """Return lines as they are repeated in a mend."""
    return ", and on a line of its own ".join(shortened(line.strip()) for line in lines)


def shortened(text: str) -> str:
    """Return a line as it is repeated in a mend."""
    return text if len(text) <= _REPEATED else f"{text[: _REPEATED - 1]}…"


def _one(right: str) -> tuple[str]:
    return (right,)


def _as_meant(key: str, found: "re.Match[str]") -> tuple[str]:
    return _one(f"{key} = {value_as_meant(key, found[0])}")


def _decimal(key: str, found: "re.Match[str]") -> tuple[str, ...]:
    return _one(f"{key} = {found[1]}{'' if len(found[2]) == 3 else '.'}{found[2]}")


def _number(key: str, found: "re.Match[str]") -> tuple[str, ...] | None:
    """Return a number with something after it: alone where the key counts, else all of it as text."""
    number, rest = found[1], found[2].strip()
    if key.lower() not in COUNTS:
        return None
    several = _TIMES.match(rest)
    if key.lower() == "reps" and several is not None:
        return f"reps = {several[1]}", f"sets = {number}"
    part = _PARTS.get(rest[:1])
    return _one(f"{key} = {number}{part or ''}")


def _truth(word: str) -> str:
    return "true" if word.lower() in ("true", "yes", "on") else "false"


_TEXTS: Final = ("name", "say", "summary", "title", "by", "exercise", "sides", "setup", "move")
"""Keys whose value is a text, whatever it says."""
_CALLED: Final = ("emergency",)
"""Keys whose value is a number to call: there a nought in front is dialled."""
_FIGURES_FIRST: Final = re.compile(r"[-+(]*\d[^\"\\]*$")
_ASSIGNED: Final = re.compile(r"^(\s*)([\w-]+)(\s*=\s*)(.*)$")
_AFTER: Final = re.compile(r"\s+(#|//|;|/\*|--\s)")
_AFTER_TEXT: Final = re.compile(
    r"^(\"[^\"]*\"|'[^']*'|[“”„«‘‚][^“”»’]*[“”»’]|\[[^#\]]*\]|\{[^#}]*\})\s*((?:#|//|;|/\*|--\s).*)$"
)
_TIMES: Final = re.compile(r"(?i)(?:x|×|\*|sets? (?:of|x)?)\s*(\d+)")
_PARTS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_New = Callable[[str, "re.Match[str]"], tuple[str, ...] | None]
_VALUES: Final[tuple[tuple[re.Pattern[str], str, str, _New], ...]] = (
    (
        re.compile(r"(\"[^\"]*\"|'[^']*'|[\d.]+)[\s;,]\s*([A-Za-z_-]+)\s*=\s*(\S.*)"),
        "two keys stand on one line.",
        "Write {right}",
        lambda key, found: (f"{key} = {found[1]}", f"{found[2]} = {found[3]}"),
    ),
    (
        re.compile(r"(?i)null|nil|undefined|n/a|-+"),
        "here is no value that can be read.",
        "Leave the line out.",
        lambda _key, _found: ("",),
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
        lambda key, found: _one(f"{key} = {found[1]}"),
    ),
    (
        re.compile(r"0+(\d+(?:\.\d+)?)"),
        "a number does not begin with a nought.",
        "Write {right}",
        lambda key, found: _one(f"{key} = {found[1]}"),
    ),
    (
        re.compile(r"(\d*\.\d*)"),
        "a number has figures on both sides of its point.",
        "Write {right}",
        lambda key, found: _one(f"{key} = {float('0' + found[1] + '0'):g}") if found[1] != "." else None,
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
        lambda key, found: None if key.lower() in _TEXTS else _one(f"{key} = {_truth(found[1])}"),
    ),
    (
        re.compile(r"[^\d\"'\[{.,;+-][^\d\"'\[{.,;]{0,15}(\d+(?:\.\d+)?)(?:\s.*)?"),
        "something stands before the number.",
        "Keep one number alone: {right}",
        lambda key, found: _one(f"{key} = {found[1]}") if key.lower() in COUNTS else None,
    ),
    (
        re.compile(r"(\"[^\"]*\"|'[^']*')(\s*,\s*(?:\"[^\"]*\"|'[^']*'))+"),
        "more than one value stands here.",
        "Put several in square brackets, such as {right}",
        lambda key, found: _one(f"{key} = [{found[0]}]"),
    ),
    (
        re.compile(r"([\"']).*[“”„‟‘’‚«»].*|([“”„‟‘’‚«»`]).*"),
        "these are no quotes of TOML.",
        "Write straight ones: {right}",
        _as_meant,
    ),
    (
        re.compile(r"\[.*\]|\{.*\}"),
        "a value within the brackets is not written as it should be.",
        "Put text in quotes, each value after a comma: {right}",
        lambda key, found: (
            _one(f"{key} = {meant}") if (meant := value_as_meant(key, found[0])) != found[0] else None
        ),
    ),
    (
        re.compile(r"[\"'].+"),
        "something stands after the value.",
        "Put the whole value in quotes once: {right}",
        _as_meant,
    ),
    (
        re.compile(r"[-–—+]?\d.*"),
        "something stands after the number.",
        "Put the whole value in quotes, such as {right}",
        _as_meant,
    ),
    (
        re.compile(r"[^\[\]{}\"'].*"),
        "here is no value that can be read.",
        "Put text in quotes: {right}",
        _as_meant,
    ),
)
"""How people write a value: a pattern of it, what is wrong, the mend, and what it should be."""
