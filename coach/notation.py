"""Written notation, and the words it is spoken in: English.

Pure. One table, applied from top to bottom; a row is a pattern, what it becomes, and
examples that `tests/test_notation.py` runs. It comes before every engine, so that all
engines say the same. Whole numbers stay in figures: engines read those right.

The text has single spaces and no control characters (`text.for_speech` sees to it).
No pattern can take more than linear time: no repeat stands inside a repeat.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match
from typing import Final

from coach.quantity import (
    FIGURE,
    GLYPHS,
    PER,
    UNIT,
    UNITS,
    clock_time,
    fraction,
    glyph,
    so_often,
    unit_of_fraction,
    vertebrae,
    with_unit,
)

Change = str | Callable[[Match[str]], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notation. `examples`: as written, as spoken (after the whole table)."""

    name: str
    pattern: re.Pattern[str]
    change: Change
    examples: tuple[tuple[str, str], ...]


def spoken(text: str) -> str:
    """Return the text with its notation turned into words."""
    for row in TABLE:
        text = row.pattern.sub(row.change, text)
    return text


def _row(name: str, pattern: str, change: Change, *examples: tuple[str, str]) -> Row:
    return Row(name, re.compile(pattern), change, examples)


def _word(name: str, pattern: str, words: str, *examples: tuple[str, str]) -> Row:
    return Row(name, re.compile(pattern, re.IGNORECASE), words, examples)


_MARKS: Final = (
    _row("quotation marks", '[“”„«»"]', "", ("“Tall” means long.", "Tall means long.")),
    _row("apostrophes", "[’‘ʼ]", "'", ("Don’t push.", "Don't push.")),
    _row("emphasis", r"[*_^|\\]|~(?!\d)|[•●▪]", " ", ("Do *not* push.", "Do not push.")),
    _row(
        "dots", r" ?(?:…|\.{2,}) ?", ", ", ("Ready… and", "Ready, and"), ("Wait ... then go", "Wait, then go")
    ),
    _row("thousands", r"(?<=\d),(?=\d{3}\b)", "", ("1,000 steps", "1000 steps")),
    _row(
        "signs of fractions",
        rf"(\d+)? ?([{''.join(GLYPHS)}])",
        glyph,
        ("½", "one half"),
        ("2½ turns", "2 and a half turns"),
    ),
)

_ABBREVIATIONS: Final = (
    _word(
        "for example",
        r"\be\.g\.,?|\beg\.(?= )",
        "for example",
        ("a band, e.g. a red one", "a band, for example a red one"),
    ),
    _word("that is", r"\bi\.e\.,?", "that is", ("supine, i.e. on your back", "supine, that is on your back")),
    _word("approximately", r"\bapprox(?:\.|\b)", "about", ("approx. 5 min", "about 5 minutes")),
    _word(
        "circa",
        r"\bca?\.(?= ?\d)|[~≈](?= ?\d)",
        "about ",
        ("~10 s", "about 10 seconds"),
        ("ca. 5 cm", "about 5 centimetres"),
    ),
    _word("including", r"\bincl(?:\.|\b)", "including", ("incl. the neck", "including the neck")),
    _word("versus", r"\bvs?\.(?= )|\bvs\b", "versus", ("left vs. right", "left versus right")),
    _word(
        "and so on",
        r"\betc\.?(?= [a-z]|[,;)])|\betc(?=\.|$)",
        "and so on",
        ("towels, etc.", "towels, and so on."),
    ),
    _word("at most", r"\bmax\.(?= ?\d)", "at most", ("max. 10 reps", "at most 10 repetitions")),
    _word("maximum", r"\bmax(?:\.|\b)", "maximum", ("to your max", "to your maximum")),
    _word(
        "at least",
        r"(?<![\d–-])(?<!\d )\bmin\.(?= ?\d)",
        "at least",
        ("min. 5 reps", "at least 5 repetitions"),
    ),
    _word("scapula", r"\bscap\.(?= |$)", "scapula", ("the scap. muscles", "the scapula muscles")),
    _word("without", r"\bw/o\b", "without", ("w/o a band", "without a band")),
    _word("with", r"\bw/(?= ?\w)", "with ", ("w/ a band", "with a band")),
    _word("plural in brackets", r"(?<=[a-z])\(s\)", "s", ("the side(s)", "the sides")),
    _row("range of motion", r"\bROM\b", "range of motion", ("full ROM", "full range of motion")),
    _row(
        "left and right",
        r"\bL ?[/&+] ?R\b",
        "left and right",
        ("L/R", "left and right"),
        ("L & R side", "left and right side"),
    ),
    _row("right and left", r"\bR ?[/&+] ?L\b", "right and left", ("R/L", "right and left")),
    _row(
        "left",
        r"\(L\)|\bL\b(?=\.? (?:side|arm|hand|leg|foot|knee|hip|shoulder|elbow|ear|neck|rib|wrist)s?\b)\.?",
        "left",
        ("L arm", "left arm"),
        ("shoulder (L)", "shoulder left"),
    ),
    _row(
        "right",
        r"\(R\)|\bR\b(?=\.? (?:side|arm|hand|leg|foot|knee|hip|shoulder|elbow|ear|neck|rib|wrist)s?\b)\.?",
        "right",
        ("R. hand", "right hand"),
    ),
)

_NUMBERS: Final = (
    _row(
        "vertebrae, two",
        r"\b([CTLS])(\d{1,2}) ?([-–—/]) ?([CTLS])?(\d{1,2})\b",
        vertebrae,
        ("T4–T6", "T 4 to T 6"),
        ("C5-7", "C 5 to C 7"),
        ("L4/5", "L 4, L 5"),
    ),
    _row("a vertebra", r"\b([CTLS])(\d{1,2})\b", r"\1 \2", ("C7", "C 7"), ("at T12.", "at T 12.")),
    _row(
        "tempo and breath",
        r"(?<![\d.,-])(\d{1,2})[-–](\d{1,2})[-–](\d{1,2})(?:[-–](\d{1,2}))?(?![\d-])",
        lambda m: ", ".join(n for n in m.groups() if n),
        ("2-2-1", "2, 2, 1"),
        ("4-4-4-4 breathing", "4, 4, 4, 4 breathing"),
    ),
    _row(
        "decades",
        r"\b([Yy]our|[Tt]he|[Tt]heir) ([2-9])0s\b",
        lambda m: (
            f"{m[1]} {('twen', 'thir', 'for', 'fif', 'six', 'seven', 'eigh', 'nine')[int(m[2]) - 2]}ties"
        ),
        ("in your 50s", "in your fifties"),
    ),
    _row(
        "clock times",
        r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?: ?([apAP])\.?[mM]\b\.?)?",
        clock_time,
        ("1:30", "1 30"),
        ("at 7:05 am", "at 7 oh 5 a m"),
        ("8:00", "8 o'clock"),
    ),
    _row(
        "whole hours",
        r"\b(\d{1,2}) ?([apAP])\.?[mM]\b",
        lambda m: f"{m[1]} {m[2].lower()} m",
        ("8 pm", "8 p m"),
    ),
    _row("ratios", r"(?<=\d) ?: ?(?=\d)", " to ", ("1:2", "1 to 2")),
    _row(
        "ranges",
        rf"(?<![\d.-])(\d{{1,3}}(?:\.\d+)?) ?(?:{UNIT})? ?[-–—] ?(?=\d{{1,3}}(?![\d-]))",
        r"\1 to ",
        ("5-10 min", "5 to 10 minutes"),
        ("2–3 times", "2 to 3 times"),
        ("10 s – 20 s", "10 to 20 seconds"),
    ),
    _row("below nought", r"(?<![\w.)])[-−–](?=\d)", "minus ", ("-5 °C", "minus 5 degrees Celsius")),
    _row(
        "sizes",
        rf"({FIGURE}) ?[x×X] ?({FIGURE})(?= ?(?:mm|cm|m|ft)\b)",
        r"\1 by \2",
        ("10 × 8 cm", "10 by 8 centimetres"),
    ),
    _row(
        "sets of",
        rf"({FIGURE}) ?[x×] ?(?=\d)",
        r"\1 times ",
        ("3 × 10", "3 times 10"),
        ("10x8", "10 times 8"),
        ("3 x 30 s", "3 times 30 seconds"),
    ),
    _row(
        "so many times",
        r"(\d) ?[x×](?![a-wyz])",
        r"\1 times",
        ("2x a day", "2 times a day"),
        ("2×/day", "2 times a day"),
    ),
    _row("times so many", r"[x×] ?(?=\d)", "times ", ("chin tuck ×10", "chin tuck times 10")),
    _row("per hour", r"\bkm/h\b", "kilometres an hour", ("5 km/h", "5 kilometres an hour")),
    _row(
        "so often",
        rf"(\d ?(?:times|{UNIT})?) ?/ ?({'|'.join(PER)})\b",
        so_often,
        ("5 min/day", "5 minutes a day"),
        ("3/week", "3 a week"),
        ("8 reps/side", "8 repetitions a side"),
    ),
    _row(
        "a unit as an adjective",
        rf"({FIGURE})-(s|secs?|mins?|hrs?|cm|mm|kg|lbs?)\b",
        lambda m: f"{m[1]} {UNITS[m[2]][0]}",
        ("a 30-sec hold", "a 30 second hold"),
    ),
    _row(
        "parts of a unit",
        rf"(?<!\d )(?<![\d/.])(\d)/(\d) ?({UNIT})(?!\w)",
        unit_of_fraction,
        ("1/2 min", "half a minute"),
        ("¾ kg", "three quarters of a kilogram"),
        ("½ h", "half an hour"),
    ),
    _row(
        "units",
        rf"(?<![\w.])({FIGURE}) ?({UNIT})(?!\w)(?:(?<=[a-z])\.(?= [a-z]))?",
        with_unit,
        ("30 s", "30 seconds"),
        ("30s", "30 seconds"),
        ("1 sec", "1 second"),
        ("1 min", "1 minute"),
        ("3 sec. of rest", "3 seconds of rest"),
        ("2 kg", "2 kilograms"),
        ("5 lb", "5 pounds"),
        ("45°", "45 degrees"),
        ("1 cm", "1 centimetre"),
        ("2.5 m", "2.5 metres"),
        ("50%", "50 percent"),
        ("60 bpm", "60 beats a minute"),
        ("10 reps", "10 repetitions"),
    ),
    _row(
        "unit after a fraction",
        rf"(\d/\d) ?({UNIT})(?!\w)",
        lambda m: f"{m[1]} {UNITS[m[2]][1]}",
        ("1 1/2 min", "1 and a half minutes"),
    ),
    _row(
        "fractions",
        r"(?<![\d/.])(?:(\d+) )?(\d{1,3})/(\d{1,3})(?![\d/])",
        fraction,
        ("1/2", "one half"),
        ("2/3", "two thirds"),
        ("1 1/2 turns", "1 and a half turns"),
        ("6/10", "6 out of 10"),
    ),
    _row("or more", r"(?<=\d)\+(?!\d)", " or more", ("65+", "65 or more")),
    _row("numbered", r"#(?=\d)|\bNo\. ?(?=\d)", "number ", ("#2", "number 2"), ("No. 3", "number 3")),
)

_SIGNS: Final = (
    _row("at least", r"≥|>=", " at least ", ("≥ 3", "at least 3")),
    _row("at most", r"≤|<=", " at most ", ("≤ 3", "at most 3")),
    _row("less than", r"<(?= ?\d)", " less than ", ("pain < 3", "pain less than 3")),
    _row("more than", r">(?= ?\d)", " more than ", ("pain >3", "pain more than 3")),
    _row("plus or minus", r"±", " plus or minus ", ("±2", "plus or minus 2")),
    _row("at", r"@", " at ", ("8 reps @ 60%", "8 repetitions at 60 percent")),
    _row("equals", r"(?<=[\w ])=(?=[\w ])", " equals ", ("2 sets = 10 min", "2 sets equals 10 minutes")),
    _row("plus", r"(?<=[\w ])\+(?=[\w ])", " plus ", ("a band + a towel", "a band plus a towel")),
    _row("arrows", r" ?(?:→|->|=>|⇒|↔) ?", " to ", ("left → right", "left to right")),
    _row("and", r"&", " and ", ("neck & shoulders", "neck and shoulders")),
    _row("and or", r"\band ?/ ?or\b", "and or", ("and/or", "and or")),
    _row("or", r"(?<=[^\W\d]) ?/ ?(?=[^\W\d])", " or ", ("towel/strap", "towel or strap")),
    _row("other strokes", r"/|\\", " ", ("a / 1", "a 1")),
    _row("minus", r"−", " minus ", ("5 − 2", "5 minus 2")),
    _row(
        "dashes",
        r" ?[–—] ?| - ",
        ", ",
        ("Slowly – no rush", "Slowly, no rush"),
        ("slow - slower", "slow, slower"),
    ),
)

TABLE: Final = _MARKS + _ABBREVIATIONS + _NUMBERS + _SIGNS
"""Every row, in the order in which they are applied."""
