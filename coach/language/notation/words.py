"""Rows of notation without figures: abbreviations.

Pure. They come right after the marks, before all figures.
"""

from typing import Final

from coach.language.notation.row import FIGURES, Beside, row, word

_ENDS: Final = r"\.(?=(?-i: [a-z\d(])|[,;:)])"
"""A point that belongs to the abbreviation, not to the sentence."""
_DOT: Final = rf"(?:{_ENDS})?"
_PARTS: Final = "side|arm|hand|leg|foot|knee|hip|shoulder|elbow|ear|neck|rib|wrist"

DAILY: Final = (
    word(
        "twice a day",
        rf"b\.i\.d{_DOT}|(?-i:BID)",
        "twice a day",
        ("Do it b.i.d.", "Do it twice a day."),
        ("b.i.d. for a week", "twice a day for a week"),
        ("BID", "twice a day"),
        needs="b.i.d bid",
    ),
    word(
        "three times a day",
        rf"t\.i\.d{_DOT}|t\.d\.s{_DOT}|tid|(?-i:TDS)",
        "three times a day",
        ("t.i.d.", "three times a day."),
        ("tid", "three times a day"),
        needs="t.i.d t.d.s tid tds",
    ),
    word(
        "four times a day",
        rf"q\.i\.d{_DOT}|qid",
        "four times a day",
        ("10 q.i.d., then", "10 four times a day, then"),
        needs="q.i.d qid",
    ),
    word(
        "every other day",
        rf"q\.o\.d{_DOT}|qod",
        "every other day",
        ("q.o.d.", "every other day."),
        needs="q.o.d qod",
    ),
    word(
        "once a day",
        rf"q\.d{_DOT}|(?-i:QD)",
        "once a day",
        ("5 reps q.d.", "5 repetitions once a day."),
        needs="q.d qd",
    ),
    word(
        "at bedtime",
        rf"q?\.?h\.s{_DOT}|qhs",
        "at bedtime",
        ("h.s.", "at bedtime."),
        needs="q.h.s h.s qhs",
    ),
    word(
        "as needed",
        rf"p\.r\.n{_DOT}|prn",
        "as needed",
        ("Rest prn.", "Rest as needed."),
        needs="p.r.n prn",
    ),
    word(
        "every so many hours",
        r"q\.? ?(\d+(?:-\d+)?)\.? ?h(?:rs?)?\.?",
        r"every \1 h",
        ("q2h", "every 2 hours"),
        ("q 2-4 h", "every 2 to 4 hours"),
        needs="q Q",
    ),
)

ABBREVIATIONS: Final = (
    *DAILY,
    word(
        "for example",
        r"e\.g\.?,?(?!\w)(?!\.\w)|eg[.,]?(?= )",
        "for example",
        ("a band, e.g. a red one", "a band, for example a red one"),
        needs="e.g eg",
    ),
    word(
        "that is",
        r"i\.e\.?,?(?!\w)(?!\.\w)|ie[.,]?(?= )",
        "that is",
        ("supine, i.e. on your back", "supine, that is on your back"),
        needs="i.e ie",
    ),
    word(
        "approximately",
        r"approx\.?",
        "about",
        ("approx. 5 min", "about 5 minutes"),
        right=Beside.DIGIT,
        needs="approx",
    ),
    row(
        "circa",
        r"ca\.?(?= ?\d)|(?<= )c\.(?= ?\d)",
        "about ",
        ("ca. 5 cm", "about 5 centimetres"),
        ("for c. 5 min", "for about 5 minutes"),
        right=Beside.DIGIT,
        needs=FIGURES,
    ),
    word(
        "including",
        r"incl\.?",
        "including",
        ("incl. the neck", "including the neck"),
        needs="incl",
    ),
    word(
        "versus",
        r"(?:vs|(?-i:v))\.(?= )|vs",
        "versus",
        ("left vs. right", "left versus right"),
        needs="v vs",
    ),
    word(
        "and so on",
        rf"etc{_DOT}",
        "and so on",
        ("towels, etc.", "towels, and so on."),
        needs="etc",
    ),
    word(
        "at most",
        r"max\.(?= ?\d)",
        "at most ",
        ("max. 10 reps", "at most 10 repetitions"),
        right=Beside.DIGIT,
        needs="max",
    ),
    row(
        "maximum",
        r"(?<!lute )(?<!uteus )(?:max|MAX)(?:\.(?= [a-z\d]))?",
        "maximum",
        ("to your max", "to your maximum"),
        ("to your max. Then", "to your maximum. Then"),
        needs="max",
    ),
    word(
        "at least",
        r"(?<!\d )min\.(?= ?\d)",
        "at least ",
        ("min. 5 reps", "at least 5 repetitions"),
        right=Beside.DIGIT,
        needs="min",
    ),
    row(
        "each",
        rf"(?i:ea{_DOT})",
        " each",
        ("10 ea. side", "10 each side"),
        ("Do 10 ea.", "Do 10 each."),
        ("10ea", "10 each"),
        left=Beside.DIGIT,
        needs="ea",
    ),
    word(
        "scapula",
        r"scap\.(?= |$)",
        "scapula",
        ("the scap. muscles", "the scapula muscles"),
        needs="scap",
    ),
    word(
        "years old",
        r"(?<=\d )y/?o",
        "years old",
        ("65 y/o", "65 years old"),
        needs=FIGURES,
    ),
    word(
        "without",
        r"w/o",
        "without",
        ("w/o a band", "without a band"),
        needs="/",
    ),
    word(
        "with",
        r"(?<!/)(?:w|(?<!\d )W)/(?= ?\w)(?!(?-i:[MTWFS](?:[auh]|/|\b)|[cm]?m\b|kg\b|c\b))",
        "with ",
        ("w/ a band", "with a band"),
        right=Beside.ANY,
        needs="/",
    ),
    row(
        "plural in brackets",
        r"(?<=[a-z])\(s\)",
        "s",
        ("the side(s)", "the sides"),
        ("3 sec(s)", "3 seconds"),
        left=Beside.LETTER,
        needs="(",
    ),
    row(
        "range of motion",
        r"ROM",
        "range of motion",
        ("full ROM", "full range of motion"),
        needs="rom",
    ),
    row(
        "left and right",
        r"L ?[/&+] ?R",
        "left and right",
        ("L/R", "left and right"),
        ("L & R side", "left and right side"),
        needs="/ & +",
    ),
    row(
        "right and left",
        r"R ?[/&+] ?L",
        "right and left",
        ("R/L", "right and left"),
        needs="/ & +",
    ),
    row(
        "left",
        rf"\(L\)|L\.?(?= (?:{_PARTS})s?\b)",
        " left",
        ("L arm", "left arm"),
        ("shoulder (L)", "shoulder left"),
        needs="L",
    ),
    row(
        "right",
        rf"\(R\)|R\.?(?= (?:{_PARTS})s?\b)",
        " right",
        ("R. hand", "right hand"),
        needs="R",
    ),
)
