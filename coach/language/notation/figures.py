"""Rows of notation made of figures alone: pairs and scores, ranges, parts; `3 × 10` is among the units.

Pure. `STROKES` come after the units, since a unit may follow a fraction; the others come before them.
"""

from typing import Final

from coach.language.notation.row import FIGURES, Beside, needing, row, unclear
from coach.language.quantity import UNIT, blood_pressure, fraction, range_words, vertebra, vertebrae

_TENS: Final = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")
_NUMBERED: Final = "(?i:set|day|week|step|round|exercise|stage|phase|level|part|session)"
_DECIMAL: Final = r"\d{1,5}(?:\.\d+)?"
_OWNERS: Final = "(?i:your|their|his|her|my|our)"
_IN: Final = "(?i:in|of|from|since|during|into|past|over)"
_LASTING: Final = "holds?|rests?|planks?|stretch(?:es)?|sets?|pauses?|breaks?|work|intervals?"
_AS_SAID: Final = "Write it as it is said, such as 5 to 10, 3 out of 10, or three quarters"

PAIRS: Final = needing(
    FIGURES,
    row(
        "mercury",
        r"(?<=\d) ?mm ?[hH]g",
        " mmHg",
        ("120/80mmHg", "120 over 80 millimetres of mercury"),
        left=Beside.ANY,
    ),
    unclear(
        "a part or one of several",
        r"(?i:set|step|day|week|round|exercise|stage|phase|level|part|page|lesson|session) \d+ ?/ ?\d+",
        "Write “of” or “and” for the stroke",
        "Step 1/5",
    ),
    row(
        "a score of strength",
        r"((?:[sS]trength|[pP]ower|[gG]rade|[sS]core|[pP]ain|[eE]ffort)(?:(?: of| at| is)? |: ?))([0-5])/5",
        r"\1\2 out of 5",
        ("strength 4/5", "strength 4 out of 5"),
    ),
    row(
        "a blood pressure named",
        r"BP:? ?(\d{2,3} ?/ ?\d{2,3})",
        r"blood pressure \1",
        ("BP 120/80", "blood pressure 120 over 80"),
        ("BP120/80", "blood pressure 120 over 80"),
    ),
    row(
        "a blood pressure",
        r"(\d{2,3}) ?/ ?(\d{2,3})",
        blood_pressure,
        ("120/80", "120 over 80"),
        ("below 140/90 mmHg", "below 140 over 90 millimetres of mercury"),
    ),
    row(
        "the same twice",
        r"([2-9]\d)[/-](\1)|(24)/(7)",
        lambda m: " ".join(n for n in m.groups() if n),
        ("90/90 stretch", "90 90 stretch"),
        ("50-50", "50 50"),
        ("24/7", "24 7"),
    ),
    row(
        "vertebrae, two",
        r"([CTLS])(\d{1,2}) ?([-–—/]) ?([CTLS])?(\d{1,2})",
        vertebrae,
        ("T4–T6", "T 4 to T 6"),
        ("C5-7", "C 5 to C 7"),
        ("L4/5", "L 4, L 5"),
    ),
    row(
        "a vertebra",
        r"(?<!itamin )([CTLS])(\d{1,2})",
        vertebra,
        ("C7", "C 7"),
        ("at T12.", "at T 12."),
    ),
    row(
        "a score between two",
        r"(\d{1,2})[-–](\d{1,2})/(10|20|100)",
        lambda m: f"{m[1]} to {m[2]} out of {m[3]}" if int(m[1]) < int(m[2]) <= int(m[3]) else m[0],
        ("pain 5-6/10", "pain 5 to 6 out of 10"),
    ),
    row(
        "from a part on",
        r"((?:\d{1,2} )?[1-7]/[23468])(?: ?[-–—] ?)(?=\d+(?:/\d+)?(?![-\d–/]))",
        r"\1 to ",
        ("1½-2 min", "1 and a half to 2 minutes"),
        ("1/2–1 turn", "one half to 1 turn"),
        right=Beside.DIGIT,
    ),
    row(
        "up to a whole and a part",
        r"(\d{1,2}) ?[-–—] ?(?=\d{1,2} [1-7]/[23468])",
        r"\1 to ",
        ("1-1½ min", "1 to 1 and a half minutes"),
        right=Beside.DIGIT,
    ),
    row(
        "a whole and a part",
        r"(\d{1,2})[-–]([1-7]/[23468])",
        r"\1 \2",
        ("1-1/2 turns", "1 and a half turns"),
        right=Beside.LETTER,
    ),
)

COUNTS: Final = needing(
    FIGURES,
    unclear(
        "a tempo without dashes",
        r"(?i:tempo):? [\dXx]{3,4}",
        "Write the seconds of each phase apart, such as 3-1-1",
        "tempo 31X1",
    ),
    row(
        "tempo, breath and counts",
        r"\d{1,2}(?:(?:[-–]\d{1,2}){2,}|(?: [-–] \d{1,2}){2,})",
        lambda m: m[0].replace(" ", "").replace("–", "-").replace("-", ", "),
        ("2-2-1", "2, 2, 1"),
        ("4-4-4-4 breathing", "4, 4, 4, 4 breathing"),
        ("5-4-3-2-1", "5, 4, 3, 2, 1"),
        ("5 – 4 – 3", "5, 4, 3"),
    ),
    row(
        "decades of a life",
        rf"({_OWNERS} |{_IN} the |)((?:early |mid |mid-|late )?)([2-9])0s(?! (?:{_LASTING})\b)",
        lambda m: f"{m[1]}{m[2]}{_TENS[int(m[3]) - 2]}ties" if m[1] or m[2] else m[0],
        ("in your 50s", "in your fifties"),
        ("her late 60s", "her late sixties"),
        ("since the 80s", "since the eighties"),
        ("mid-40s", "mid-forties"),
    ),
    row(
        "decades by their last figures",
        r"'([2-9])0s",
        lambda m: f"{_TENS[int(m[1]) - 2]}ties",
        ("the '90s", "the nineties"),
    ),
    row(
        "hundreds and thousands",
        r"(100|1000|1,000)s(?= of\b)",
        lambda m: "hundreds" if m[1] == "100" else "thousands",
        ("100s of steps", "hundreds of steps"),
    ),
    unclear("decades of a century", r"(?:1[5-9]|20)\d0'?s", "", "the 1990s"),
    unclear(
        "a decade or seconds",
        rf"[Tt]he [2-9]0s(?! (?:{_LASTING})\b)",
        "Write seconds, or the decade in words",
        "of course the 80s",
    ),
    row(
        "numbered",
        r"(?:#|(?<![-\w])(?:[Nn]o|[Nn]r)\.|№|\bN[°º]\.?) ?(?=\d)(?!(?<=o\. )\d+ (?:times|more)\b)",
        " number ",
        ("#2", "number 2"),
        ("No. 3", "number 3"),
        ("no. 3", "number 3"),
        left=Beside.ANY,
        right=Beside.DIGIT,
    ),
)

RANGES: Final = needing(
    FIGURES,
    row(
        "sets of a range",
        r"((?:\d{1,2} ?)?)[x×X] ?(?=\d{1,3} ?[-–] ?\d{1,3}(?![-–.\d]))",
        r"\1× ",
        ("3x10-12", "3 times 10 to 12"),
        ("Repeat x2-3", "Repeat times 2 to 3"),
        ("2-3x8-10 reps", "2 to 3 times 8 to 10 repetitions"),
        left=Beside.HYPHEN,
        right=Beside.DIGIT,
    ),
    unclear(
        "a heading or a range",
        rf"{_NUMBERED} \d+ [-–—] \d+",
        "Write a colon after a heading, and “to” in a range",
        "Day 2 – 15 minutes",
    ),
    row(
        "ranges",
        rf"({_DECIMAL})(?: ?({UNIT}))?(?: ?[-–—−] ?)({_DECIMAL})(?![-–]\d)(?=(?: ?({UNIT})(?!\w))?)",
        range_words,
        ("5-10 min", "5 to 10 minutes"),
        ("2–3 times", "2 to 3 times"),
        ("10 s – 20 s", "10 to 20 seconds"),
        ("30 s - 2 min", "30 seconds to 2 minutes"),
        ("2-3x", "2 to 3 times"),
        ("a 10-15-min walk", "a 10 to 15 minute walk"),
        ("1000-1500 steps", "1000 to 1500 steps"),
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    unclear(
        "figures joined",
        r"\d[\d.]*(?: ?[-–—] ?\d[\d.]*\b)+",
        "Write it as it is said, such as 5 to 10",
        "On 2026-11-24 we rest",
        "10-8 reps",
        "555-1234",
        right=Beside.ANY,
    ),
    unclear(
        "a count below nought",
        r"(?<![.)])[-−–]\d+(?= ?(?:reps?|sets?|times|s|secs?|min(?:ute)?s?|seconds?|h|hours?|x|×)\b)",
        "Write the number without the dash",
        "-5 reps",
        right=Beside.ANY,
    ),
    row(
        "below nought",
        r"(?<![.)])(?:[-−](?=\d)|–(?=\d+(?:\.\d+)? ?°))",
        "minus ",
        ("-5 °C", "minus 5 degrees Celsius"),
        ("to −3", "to minus 3"),
        right=Beside.ANY,
    ),
)

STROKES: Final = needing(
    FIGURES,
    row(
        "or more",
        r"(?<=\d)\+(?!\d)",
        " or more ",
        ("65+", "65 or more"),
        ("65+/day", "65 or more a day"),
        left=Beside.ANY,
        right=Beside.LETTER,
    ),
    row(
        "fractions",
        r"(?:(\d+) )?(\d{1,3})/(\d{1,3})(?!/)",
        fraction,
        ("1/2", "one half"),
        ("2/3", "two thirds"),
        ("1 1/2 turns", "1 and a half turns"),
        ("6/10", "6 out of 10"),
        ("pain > 3/10", "pain more than 3 out of 10"),
    ),
    row(
        "each after a stroke",
        r"(?<=[\da-z]) ?/ ?each",
        " each",
        ("10/each side", "10 each side"),
        ("10/ea side", "10 each side"),
        ("30 s/each", "30 seconds each"),
        left=Beside.ANY,
    ),
    unclear(
        "figures and strokes",
        r"(?<!\d)\d+(?:/\d+)+",
        _AS_SAID,
        "3/12",
        "80/100/3",
        left=Beside.ANY,
        right=Beside.ANY,
    ),
    unclear(
        "figures and colons",
        r"(?<!\d)\d+(?::\d+)+",
        _AS_SAID,
        "1:30:00",
        "Do it 8:00",
        left=Beside.ANY,
        right=Beside.ANY,
    ),
)
