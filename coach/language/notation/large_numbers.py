"""Rows of notation inside one number: thousands, commas and points, signs such as ½.

Pure. They come before all other rows of figures, which see plain numbers.
"""

from typing import Final

from coach.language.notation.row import FIGURES, Beside, needing, row, unclear
from coach.language.quantity import GLYPHS, MEASURE, UNIT, glyph

LARGE: Final = needing(
    FIGURES,
    row(
        "thousands",
        r"[1-9]\d{0,2}(?:,\d{3})+",
        lambda m: m[0].replace(",", ""),
        ("1,000 steps", "1000 steps"),
        ("1,234,567", "1234567"),
        left=Beside.HYPHEN,
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    row(
        "thousands by a high stroke",
        r"[1-9]\d{0,2}(?:'\d{3})+",
        lambda m: m[0].replace("'", ""),
        ("10'000 steps", "10000 steps"),
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    row(
        "thousands apart",
        r"(?<!\d )[1-9]\d{0,2}(?: 000)+(?! ?\d)",
        lambda m: m[0].replace(" ", ""),
        ("10 000 steps", "10000 steps"),
        left=Beside.HYPHEN,
        right=Beside.HYPHEN,
    ),
    unclear(
        "one number or two",
        r"(?<!\d )\d{1,3}(?: \d{3})+(?! ?\d)|\d+ 0\d+",
        "Write one number without a space, and words between two",
        "10 500 steps",
    ),
    row(
        "a comma as a point",
        rf"(\d{{1,3}}),(\d{{1,2}})(?= ?(?:(?:[-–]|to|or) ?\d{{1,3}}(?:[.,]\d{{1,2}})? ?)?{MEASURE}(?!\w))",
        r"\1.\2",
        ("2,5 kg", "2.5 kilograms"),
        ("1,5 hours", "1.5 hours"),
        ("2,5-3,5 kg", "2.5 to 3.5 kilograms"),
        left=Beside.HYPHEN,
        right=Beside.ANY,
    ),
    row(
        "a comma after nought",
        r"0,(\d{1,2})",
        r"0.\1",
        ("0,5", "0.5"),
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    row(
        "a point before figures", r"(?<![\w.])\.(?=\d)", "0.", (".5 kg", "0.5 kilograms"), right=Beside.DIGIT
    ),
    unclear(
        "a comma before figures",
        r"(?<!\S),\d+",
        "Write 0.5 for a half, or a space after the comma",
        "Hold ,5",
        right=Beside.LETTER,
    ),
    unclear(
        "a comma between figures",
        r"\d+,\d{1,2}",
        "Write a point for a part, such as 2.5, or a space after the comma",
        "Sets 2,3",
    ),
    unclear(
        "a thousand or a part",
        r"[1-9]\d{0,2}(?:\.\d{3})+",
        "Write 1,000 for a thousand",
        "1.000 steps",
        right=Beside.LETTER,
    ),
    row(
        "signs of fractions",
        rf"(?:(\d+)(?: ?|-))?([{''.join(GLYPHS)}])(?!(?!(?:{UNIT}|m|x)\b)[^\W\d])",
        glyph,
        ("½", "one half"),
        ("2½ turns", "2 and a half turns"),
        ("1-½ turns", "1 and a half turns"),
        left=Beside.HYPHEN,
        right=Beside.LETTER | Beside.HYPHEN,
        needs=" ".join(GLYPHS),
    ),
)
