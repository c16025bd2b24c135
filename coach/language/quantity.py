"""How figures are said together with what is beside them: units, fractions, times, vertebrae.

Pure. Each function takes a match of a row of `notation` and returns its words, or the matched text
itself where it cannot be sure of them; the rows are made from the tables. Whole numbers stay in figures.
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
"""The highest values of scores, such as 10 in 3 out of 10."""
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
"""A lone "m" is not among them: it may be metres or minutes, so it is said only where that is clear."""


def _any_of(words: list[str]) -> str:
    """Return a pattern of these words: a single letter as it is written, longer words in any case."""
    longest_first = sorted(words, key=len, reverse=True)
    long = "|".join(re.escape(word) for word in longest_first if len(word) > 1 and word[0] != "°")
    short = "|".join(re.escape(word) for word in longest_first if len(word) == 1 or word[0] == "°")
    return f"(?i:{long})|{short}"


UNIT: Final = _any_of(list(UNITS))
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
PER_NAME: Final = _any_of(list(PER))
_UNITS: Final = {name.lower(): words for name, words in UNITS.items()}


def unit(written: str) -> tuple[str, str]:
    """Return the name of a unit in the singular, and in the plural."""
    return UNITS.get(written) or _UNITS[written.lower()]


def glyph(match: Match[str]) -> str:
    """Return a sign such as ½ in figures, apart from the whole number before it."""
    return f"{match[1]} {GLYPHS[match[2]]}" if match[1] else GLYPHS[match[2]]


def _part(numerator: int, denominator: int) -> str:
    """Return a fraction or score in words; empty where a stroke between the two may mean something else."""
    if 0 < numerator < denominator and denominator in _PART_NAMES:
        return f"{_SMALL[numerator]} {_PART_NAMES[denominator][numerator > 1]}"
    return f"{numerator} out of {denominator}" if numerator <= denominator and denominator in _SCALES else ""


def fraction(match: Match[str]) -> str:
    """Return a fraction, perhaps after a whole number: "2 and a half", "6 out of 10"."""
    whole_number, numerator, denominator = match[1], int(match[2]), int(match[3])
    part = _part(numerator, denominator)
    if not part:
        return match[0]
    if whole_number is None or "out of" in part:
        return f"{whole_number or ''} {part}".strip()
    return f"{whole_number} and {'a half' if part == 'one half' else part}"


def unit_of_fraction(match: Match[str]) -> str:
    """Return a part of a unit: "half a minute"."""
    part, unit_name = _part(int(match[1]), int(match[2])), unit(match[3])[0]
    if not part or "out of" in part:
        return match[0]
    return f"{'half' if part == 'one half' else part + ' of'} {an(unit_name)}"


def with_unit(match: Match[str]) -> str:
    """Return a figure with its unit, one or many."""
    return f"{match[1]} {unit(match[2])[match[1] != '1']}"


def frequency(match: Match[str]) -> str:
    """Return how often: "5 minutes a day"."""
    return f"{match[1]} {an(PER[match[2].lower()])}"


def blood_pressure(match: Match[str]) -> str:
    """Return a blood pressure: "120 over 80"; the matched text for two numbers that cannot be one."""
    upper, lower = int(match[1]), int(match[2])
    is_pressure = lower < upper and 70 <= upper <= 260 and 40 <= lower <= 150
    return f"{upper} over {lower}" if is_pressure else match[0]


def range_words(match: Match[str]) -> str:
    """Return a range: "5 to 10", "10 seconds to 2 minutes"; the matched text where it does not rise."""
    first, last = match[1], match[3]
    first_unit, last_unit = (unit(name) if name else None for name in (match[2], match[4]))
    units_differ = first_unit is not None and last_unit is not None and first_unit != last_unit
    if not units_differ and not _rises(first, last):
        return match[0]
    if first_unit is None or first_unit == last_unit:
        return f"{first} to {last}"
    return f"{first} {first_unit[first != '1']} to {last}"


def _rises(first: str, last: str) -> bool:
    """Return whether two numbers are a range, and not a date, a number to call or a countdown."""
    if any(len(number) > 1 and number.startswith("0") and number[1] != "." for number in (first, last)):
        return False
    low, high = float(first), float(last)
    if high > 999:
        are_years = low >= 1800 and high < 2100
        return low < high and (are_years or (low % 50 == 0 and high % 50 == 0))
    return low < high


def vertebrae(match: Match[str]) -> str:
    """Return two vertebrae: "T 4 to T 6"; the matched text where there are none of these numbers."""
    upper, lower = (match[1], match[2]), (match[4] or match[1], match[5])
    if not all(1 <= int(number) <= _VERTEBRAE[part] for part, number in (upper, lower)):
        return match[0]
    first, second = " ".join(upper), " ".join(lower)
    return f"{first}, {second}" if match[3] == "/" else f"{first} to {second}"


_VERTEBRAE: Final = {"C": 8, "T": 12, "L": 6, "S": 5}
"""How many there are of each, with the nerves of C and a sixth of L."""


def vertebra(match: Match[str]) -> str:
    """Return a vertebra: "C 7"; the matched text where there is none of this number."""
    return f"{match[1]} {match[2]}" if 1 <= int(match[2]) <= _VERTEBRAE[match[1]] else match[0]
