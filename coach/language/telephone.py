"""One telephone number as people write it, and the part of it that is dialled.

Pure. What might be two numbers, or none, is refused: a wrong number said in an emergency is worse
than one that has to be written again.
"""

import re
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 40
_FIGURES: Final = range(2, 16)
"""How many figures a number has: France's 15 has two, an international one at most fifteen."""
_LONG: Final = 6
"""The fewest figures of a number that begins like an emergency number and is none."""
_GAP: Final = "[ .\u00a0\u2009\u202f\u2010\u2011\u2013-]{0,3}"
"""The signs between two figures of one number: spaces, dots and hyphens, also those of print."""
_BRACKETS: Final = rf"\(\+?[0-9](?:{_GAP}[0-9])*\)"
_EXTENSION: Final = r",? ?(?:[eE][xX][tT](?:\.|[eE][nN][sS][iI][oO][nN])?|[xX]) ?([0-9]{1,6})"

PATTERN: Final = (
    rf"^\s*(\+?(?:{_BRACKETS}|[0-9])(?:{_GAP}(?:{_BRACKETS}|[0-9]))+|{_BRACKETS})(?:{_EXTENSION})?\s*$"
)
"""The shape of a number; `parse` asks for more. No repeat in it can match the same text in two ways."""

_EMERGENCY: Final = (
    "000 061 100 101 102 103 104 105 106 107 108 110 111 112 113 114 115 117 118 119 120 122 123 133 144 "
    "15 17 18 150 155 158 190 191 192 193 199 911 991 992 993 995 997 998 999 10111 10177"
)
_EMERGENCY_NUMBERS: Final = frozenset(_EMERGENCY.split())
"""Emergency numbers of many countries; several of them in a row are not one number."""


@dataclass(frozen=True, slots=True)
class Number:
    """What is dialled: `figures`, after a plus where it is international, and an extension or ""."""

    figures: str
    extension: str = ""
    international: bool = False


def parse(text: str) -> Number:
    """Read one number to call; `ValueError` for anything that is not surely one."""
    match = re.match(PATTERN, text) if len(text) <= _LONGEST else None
    if match is None or match[1].count("+") > ("+" in match[1].lstrip("(")[:1]):
        raise ValueError("not one telephone number")
    international = "+" in match[1]
    # The nought in "+44 (0)20" is dialled only without the country's code.
    number_text = re.sub(r"\(0\)", " ", match[1]) if international else match[1]
    groups = re.findall("[0-9]+", number_text)
    figures = "".join(groups)
    if len(figures) not in _FIGURES or _may_be_two(
        groups, extended=bool(match[2]), international=international
    ):
        raise ValueError("not one telephone number")
    return Number(figures, match[2] or "", international)


def _may_be_two(groups: list[str], *, extended: bool, international: bool) -> bool:
    """Return whether these may be two numbers, or an emergency number with something after it."""
    figures = "".join(groups)
    if international:
        return figures in _EMERGENCY_NUMBERS or (len(groups) == 2 and groups[1] in _EMERGENCY_NUMBERS)
    may_be_joined = len(figures) in (6, 9)
    triples = {figures[start : start + 3] for start in range(0, len(figures), 3)}
    starts_as_emergency = len(groups) > 1 and len(figures) < _LONG and groups[0] in _EMERGENCY_NUMBERS
    return (
        starts_as_emergency
        or (may_be_joined and triples <= _EMERGENCY_NUMBERS)
        or (_EMERGENCY_NUMBERS.issuperset(groups) and (len(groups) > 1 or extended))
    )
