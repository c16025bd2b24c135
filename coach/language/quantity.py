"""How figures are said with what stands beside them: units, fractions, times, vertebrae.

Pure. Each function takes what a row of `notation` has found and returns its words, or what was
found where it cannot be sure of them; the tables are what the rows are made from. Whole numbers
stay in figures.
"""

import re
from re import Match
from typing import Final

from coach.language.grammar import an

FIGURE: Final = r"\d+(?:\.\d+)?"
GLYPHS: Final = {
    "½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
    "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
_PART_NAMES: Final = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"),
    5: ("fifth", "fifths"), 6: ("sixth", "sixths"), 8: ("eighth", "eighths"),
}  # fmt: skip
_SCALES: Final = (5, 10, 20, 100)
"""What a score is out of."""
_SMALL: Final = ("nought", "one", "two", "three", "four", "five", "six", "seven")
UNITS: Final = {
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "mm": ("millimetre", "millimetres"), "cm": ("centimetre", "centimetres"),
    "km": ("kilometre", "kilometres"),
    "yd": ("yard", "yards"), "yds": ("yard", "yards"), "mi": ("mile", "miles"),
    "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "ml": ("millilitre", "millilitres"), "ft": ("foot", "feet"),
    "rep": ("repetition", "repetitions"), "reps": ("repetitions", "repetitions"),
    "bpm": ("beat a minute", "beats a minute"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "°": ("degree", "degrees"), "°C": ("degree Celsius", "degrees Celsius"), "deg": ("degree", "degrees"),
    "degs": ("degree", "degrees"), "ozs": ("ounce", "ounces"), "yr": ("year", "years"),
    "yrs": ("year", "years"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "%": ("percent", "percent"),
    "mo": ("month", "months"), "mos": ("month", "months"), "kcal": ("kilocalorie", "kilocalories"),
    "mph": ("mile an hour", "miles an hour"),
    "mmHg": ("millimetre of mercury", "millimetres of mercury"),
}  # fmt: skip
"""A lone "m" is not among them: it may be metres or minutes, so it is said only where that is plain."""


def _one_of(words: list[str]) -> str:
    """Return a pattern of these words: one letter as it stands, more in small letters or large."""
    longest = sorted(words, key=len, reverse=True)
    long_ = "|".join(re.escape(one) for one in longest if len(one) > 1 and one[0] != "°")
    rest = "|".join(re.escape(one) for one in longest if len(one) == 1 or one[0] == "°")
    return f"(?i:{long_})|{rest}"


UNIT: Final = _one_of(list(UNITS))
MEASURE: Final = (
    rf"(?:{UNIT}|m|hours?|minutes?|seconds?|(?:kilo|centi|milli)?met(?:re|er)s?"
    r"|kilo(?:gram)?s?|lit(?:re|er)s?)"
)
"""A unit, or its name in full."""
PER: Final = {
    "day": "day", "d": "day", "week": "week", "wk": "week", "w": "week", "month": "month",
    "min": "minute", "minute": "minute", "h": "hour", "hr": "hour", "hour": "hour", "s": "second",
    "sec": "second", "second": "second", "session": "session", "side": "side", "set": "set",
    "leg": "leg", "arm": "arm", "hand": "hand", "foot": "foot", "breath": "breath", "round": "round",
    "night": "night", "mo": "month", "yr": "year", "year": "year",
}  # fmt: skip
EACH: Final = _one_of(list(PER))
_UNITS: Final = {name.lower(): words for name, words in UNITS.items()}


def unit(written: str) -> tuple[str, str]:
    """Return the name of one of a unit, and of many."""
    return UNITS.get(written) or _UNITS[written.lower()]


def glyph(found: Match[str]) -> str:
    """Return a sign such as ½ in figures, apart from the whole number before it."""
    return f"{found[1]} {GLYPHS[found[2]]}" if found[1] else GLYPHS[found[2]]


def _part(above: int, below: int) -> str:
    """Return a part in words; empty where a stroke between these two may mean something else."""
    if 0 < above < below and below in _PART_NAMES:
        return f"{_SMALL[above]} {_PART_NAMES[below][above > 1]}"
    return f"{above} out of {below}" if above <= below and below in _SCALES else ""


def fraction(found: Match[str]) -> str:
    """Return a fraction, perhaps after a whole number: "2 and a half", "6 out of 10"."""
    whole, above, below = found[1], int(found[2]), int(found[3])
    part = _part(above, below)
    if not part:
        return found[0]
    if whole is None or "out of" in part:
        return f"{whole or ''} {part}".strip()
    return f"{whole} and {'a half' if part == 'one half' else part}"


def unit_of_fraction(found: Match[str]) -> str:
    """Return a part of a unit: "half a minute"."""
    part, one = _part(int(found[1]), int(found[2])), unit(found[3])[0]
    if not part or "out of" in part:
        return found[0]
    return f"{'half' if part == 'one half' else part + ' of'} {an(one)}"


def with_unit(found: Match[str]) -> str:
    """Return a figure with its unit, one or many."""
    return f"{found[1]} {unit(found[2])[found[1] != '1']}"


def so_often(found: Match[str]) -> str:
    """Return how often: "5 minutes a day"."""
    return f"{found[1]} {an(PER[found[2].lower()])}"


def over(found: Match[str]) -> str:
    """Return a blood pressure: "120 over 80"; what was found for two numbers that can be none."""
    above, below = int(found[1]), int(found[2])
    plain = below < above and 70 <= above <= 260 and 40 <= below <= 150
    return f"{above} over {below}" if plain else found[0]


def span(found: Match[str]) -> str:
    """Return a range: "5 to 10", "10 seconds to 2 minutes"; what was found where it does not rise."""
    first, last = found[1], found[3]
    mine, next_ = (unit(name) if name else None for name in (found[2], found[4]))
    two = mine is not None and next_ is not None and mine != next_
    if not two and not _rises(first, last):
        return found[0]
    if mine is None or mine == next_:
        return f"{first} to {last}"
    return f"{first} {mine[first != '1']} to {last}"


def _rises(first: str, last: str) -> bool:
    """Return whether two numbers are a range, and no date, number to call or count down."""
    if any(len(one) > 1 and one.startswith("0") and one[1] != "." for one in (first, last)):
        return False
    low, high = float(first), float(last)
    if high > 999:
        years = low >= 1800 and high < 2100
        return low < high and (years or (low % 50 == 0 and high % 50 == 0))
    return low < high


def vertebrae(found: Match[str]) -> str:
    """Return two vertebrae: "T 4 to T 6"; what was found where there are no such ones."""
    upper, lower = (found[1], found[2]), (found[4] or found[1], found[5])
    if not all(1 <= int(number) <= _VERTEBRAE[part] for part, number in (upper, lower)):
        return found[0]
    first, second = " ".join(upper), " ".join(lower)
    return f"{first}, {second}" if found[3] == "/" else f"{first} to {second}"


_VERTEBRAE: Final = {"C": 8, "T": 12, "L": 6, "S": 5}
"""How many there are of each, the nerves of C and a sixth of L counted."""


def vertebra(found: Match[str]) -> str:
    """Return a vertebra: "C 7"; what was found where there is no such one."""
    return f"{found[1]} {found[2]}" if 1 <= int(found[2]) <= _VERTEBRAE[found[1]] else found[0]
