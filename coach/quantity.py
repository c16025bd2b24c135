"""How figures are said with what stands beside them: units, fractions, times, vertebrae.

Pure. Each function takes what a row of `notation` has found and returns its words;
the tables are what the rows are made from. Whole numbers stay in figures.
"""

import re
from re import Match
from typing import Final

from coach.grammar import an

FIGURE: Final = r"\d+(?:\.\d+)?"
GLYPHS: Final = {
    "½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5",
    "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
_PART_NAMES: Final = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"),
    5: ("fifth", "fifths"), 8: ("eighth", "eighths"),
}  # fmt: skip
_SMALL: Final = ("nought", "one", "two", "three", "four", "five", "six", "seven")
UNITS: Final = {
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "mm": ("millimetre", "millimetres"), "cm": ("centimetre", "centimetres"),
    "m": ("metre", "metres"), "km": ("kilometre", "kilometres"),
    "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "ml": ("millilitre", "millilitres"), "ft": ("foot", "feet"),
    "rep": ("repetition", "repetitions"), "reps": ("repetitions", "repetitions"),
    "bpm": ("beat a minute", "beats a minute"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "°": ("degree", "degrees"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "%": ("percent", "percent"),
}  # fmt: skip
UNIT: Final = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
PER: Final = {
    "day": "day", "d": "day", "week": "week", "wk": "week", "w": "week", "month": "month",
    "min": "minute", "h": "hour", "hr": "hour", "s": "second", "sec": "second", "session": "session",
    "side": "side", "set": "set", "leg": "leg", "arm": "arm", "breath": "breath",
}  # fmt: skip


def glyph(found: Match[str]) -> str:
    """Return a sign such as ½ in figures, apart from the whole number before it."""
    return f"{found[1]} {GLYPHS[found[2]]}" if found[1] else GLYPHS[found[2]]


def clock_time(found: Match[str]) -> str:
    """Return a clock time: `7:05 am` is "7 oh 5 a m"."""
    hour, minute = int(found[1]), int(found[2])
    if minute == 0:
        said = f"{hour} o'clock" if found[3] is None else f"{hour}"
    else:
        said = f"{hour} {minute}" if minute > 9 else f"{hour} oh {minute}"
    return said if found[3] is None else f"{said} {found[3].lower()} m"


def _part(above: int, below: int) -> str:
    if not 0 < above < below or below not in _PART_NAMES:
        return f"{above} out of {below}"
    return f"{_SMALL[above]} {_PART_NAMES[below][above > 1]}"


def fraction(found: Match[str]) -> str:
    """Return a fraction, perhaps after a whole number: "2 and a half", "6 out of 10"."""
    whole, above, below = found[1], int(found[2]), int(found[3])
    part = _part(above, below)
    if whole is None or "out of" in part:
        return f"{whole or ''} {part}".strip()
    return f"{whole} and {'a half' if part == 'one half' else part}"


def unit_of_fraction(found: Match[str]) -> str:
    """Return a part of a unit: "half a minute"."""
    above, below = int(found[1]), int(found[2])
    part, unit = _part(above, below), UNITS[found[3]]
    if "out of" in part:
        return f"{part} {unit[1]}"
    return f"{'half' if part == 'one half' else part + ' of'} {an(unit[0])}"


def with_unit(found: Match[str]) -> str:
    """Return a figure with its unit, one or many."""
    return f"{found[1]} {UNITS[found[2]][found[1] != '1']}"


def so_often(found: Match[str]) -> str:
    """Return how often: "5 minutes a day"."""
    return f"{found[1]} {an(PER[found[2]])}"


def vertebrae(found: Match[str]) -> str:
    """Return two vertebrae: "T 4 to T 6"."""
    first, second = f"{found[1]} {found[2]}", f"{found[4] or found[1]} {found[5]}"
    return f"{first} to {second}" if found[3] in "-–—" else f"{first}, {second}"
