"""Rows of notation for figures that count or measure something: sets such as `3 × 10`, metres, units.

Pure. `SETS` and `MEASURES` come after the ranges, so that a unit behind two figures belongs to both.
"""

import re
from re import Match
from typing import Final

from coach.language.hours import duration_words
from coach.language.notation.row import FIGURES, Beside, needing, row, unclear
from coach.language.notation.times import HOLD_FOR
from coach.language.quantity import FIGURE, PER_NAME, UNIT, frequency, unit, unit_of_fraction, with_unit

_NUMBER: Final = rf"{FIGURE}(?:(?: ?[-–] ?| (?:to|or) ){FIGURE})?"
_GOES_ON: Final = (
    r"(?= ?(?:$|[.,;:!?)]|× ?\d|/ ?[a-z]"
    r"|(?:and|or|then|per|on (?:each|both|the (?:left|right))|each|hold|rest|x) ?\b))"
)
_TIMES: Final = r"holds?|rests?|pauses?|breaks?|waits?|planks?|sessions?|intervals?|stretch(?:es)?|sets?"
_LENGTHS: Final = "wide|long|high|tall|deep|away|apart|ahead|behind|from|off"
_LONG: Final = {"m": "metres", "cm": "centimetres", "km": "kilometres", "mm": "millimetres"}

SIGNS_OF_UNITS: Final = needing(
    FIGURES,
    row(
        "degree signs",
        r"(?<=\d) ?[º˚]",
        "°",
        ("45º to the left", "45 degrees to the left"),
        left=Beside.ANY,
        right=Beside.LETTER,
    ),
    row(
        "square units",
        rf"({FIGURE}) ?([ckm]?m)²",
        lambda m: f"{m[1]} square {_LONG[m[2]]}",
        ("10 m²", "10 square metres"),
        ("5 cm²", "5 square centimetres"),
    ),
    row(
        "seconds by their sign",
        rf"({HOLD_FOR}|\d{{1,3}}(?: reps?| sets?)? ?[x×X] ?)({_NUMBER}) ?″(?!″){_GOES_ON}",
        r"\1\2 s",
        ('3 × 30"', "3 times 30 seconds"),
        ('Hold 5" and rest 3".', "Hold 5 seconds and rest 3 seconds."),
        right=Beside.LETTER,
    ),
    row(
        "seconds before what lasts",
        rf"({_NUMBER}) ?″ (?=(?:holds?|rests?|pauses?|planks?|stretch|squeezes?)\b)",
        r"\1-s ",
        ('a 30" hold', "a 30 second hold"),
        right=Beside.LETTER,
    ),
    row(
        "minutes and seconds by their signs",
        rf"({HOLD_FOR})(\d{{1,2}})' ?([0-5]?\d) ?″()",
        duration_words,
        ("Hold 1'30\"", "Hold 1 minute 30 seconds"),
    ),
    unclear(
        "a sign for a unit",
        rf"(?:\d+' ?)?(?:{FIGURE}(?: ?[x×] ?| ?[-–] ?| to |/))?{FIGURE} ?″",
        "Write inches or seconds",
        'feet 6" apart',
        "Lift 1'6\" high",
        right=Beside.ANY,
    ),
    unclear(
        "a sign for feet or minutes",
        r"(?<!')(?:\d+ ?[-–x×] ?)?\d+ ?'(?:\d{1,2}(?![\w'])|(?![\w']))",
        "Write feet or minutes",
        "Walk 5'.",
        "3x1'",
        "5'10",
        right=Beside.HYPHEN,
    ),
)

METRES: Final = needing(
    FIGURES,
    row("metres a second", rf"({FIGURE}) ?m/s(?:ec)?", r"\1 metres a second", ("2 m/s", "2 metres a second")),
    row(
        "metres by the measure",
        rf"({_NUMBER}) ?m(?= (?:{_LENGTHS})\b)",
        lambda m: f"{m[1]} {'metre' if m[1] == '1' else 'metres'}",
        ("2.5 m away", "2.5 metres away"),
        ("1 m wide", "1 metre wide"),
    ),
    row(
        "metres as an adjective",
        rf"({_NUMBER})[-–]m(?=[- ](?!(?:{_TIMES})\b)[a-z])",
        r"\1 metre",
        ("a 10-m walk", "a 10 metre walk"),
        right=Beside.HYPHEN,
    ),
    unclear(
        "metres or minutes",
        rf"(?:{FIGURE}(?: ?m)?(?: to | ?[-–/x×] ?))?(?:\d+ )?{FIGURE}(?:/\d+)?[- ]?m",
        "Write metres or minutes",
        "Rest 2 m.",
        "2.5 m",
        "a 10-m hold",
        "3 × 10 m",
    ),
)

SETS: Final = needing(
    FIGURES,
    row(
        "sizes",
        rf"({FIGURE}) ?[x×X] ?({FIGURE})(?= ?(?:mm|cm|ft)\b)",
        r"\1 by \2",
        ("10 × 8 cm", "10 by 8 centimetres"),
        right=Beside.LETTER,
    ),
    row(
        "sets of",
        rf"{FIGURE}(?: ?[x×X] ?{FIGURE})+(?!(?!(?:{UNIT}|m)\b)[^\W\d])",
        lambda m: " times ".join(re.split(" ?[x×X] ?", m[0])),
        ("3 × 10", "3 times 10"),
        ("10x8", "10 times 8"),
        ("3 x 30 s", "3 times 30 seconds"),
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    row(
        "so many times",
        rf"({FIGURE}) ?[x×]",
        lambda m: "once" if m[1] == "1" else f"{m[1]} times",
        ("2x a day", "2 times a day"),
        ("2×/day", "2 times a day"),
        ("1 x daily", "once daily"),
        ("1x/week", "once a week"),
    ),
    row(
        "for so long",
        r"(?<![\w-])[x×] ?(?=\d+ ?(?:days?|weeks?|wks?|months?)\b)",
        "for ",
        ("2x/day x 6 weeks", "2 times a day for 6 weeks"),
        right=Beside.DIGIT,
    ),
    row(
        "times so many",
        r"(?:(?<![\w-])x|×) ?(?=\d)",
        " times ",
        ("chin tuck ×10", "chin tuck times 10"),
        ("Repeat x10.", "Repeat times 10."),
        left=Beside.ANY,
        right=Beside.DIGIT,
    ),
)

MEASURES: Final = needing(
    FIGURES,
    row(
        "per hour",
        r"(?<=\d) ?km/hr?",
        " kilometres an hour",
        ("5 km/h", "5 kilometres an hour"),
        ("5km/h", "5 kilometres an hour"),
        needs="/",
        left=Beside.DIGIT,
    ),
    row(
        "so often",
        rf"((?<!/)\d ?(?:times|(?:{UNIT})\.?)?\+?|[oO]nce|[tT]wice) ?/ ?({PER_NAME})",
        frequency,
        ("Twice/day", "Twice a day"),
        ("5 min/day", "5 minutes a day"),
        ("3/week", "3 a week"),
        ("8 reps/side", "8 repetitions a side"),
        needs="/",
        left=Beside.ANY,
    ),
    row(
        "so many of them, so often",
        rf"((?:\d+ [a-z]+|an? [a-z]+|[a-z]+s)) ?/ ?({PER_NAME})",
        frequency,
        ("3 sets/day", "3 sets a day"),
        ("sessions/week", "sessions a week"),
        needs="/",
    ),
    unclear(
        "so many, and a stroke",
        rf"(?:\d+ ?(?:times|{UNIT})?|[oO]nce|[tT]wice) ?/ ?(?!(?:each|twice)\b)[a-zA-Z]+",
        "Write “a day” or “or” for the stroke",
        "3 times/fortnight",
        "30 ml/kg",
        needs="/",
    ),
    row(
        "inches",
        rf"({FIGURE})(?:[- ]in\.(?= [a-z])|in\b)",
        lambda m: f"{m[1]} {'inch' if m[1] == '1' else 'inches'}",
        ("6 in. from the wall", "6 inches from the wall"),
        ("6in", "6 inches"),
    ),
    row(
        "inches by the measure",
        rf"({FIGURE}) in(?= (?:{_LENGTHS})\b)",
        lambda m: f"{m[1]} {'inch' if m[1] == '1' else 'inches'}",
        ("6 in from the wall", "6 inches from the wall"),
    ),
    row(
        "feet and inches",
        rf"({FIGURE}) ?(ft|feet|foot),? (\d{{1,2}}) ?in\b",
        r"\1 \2 \3 inches",
        ("5 ft 10 in", "5 feet 10 inches"),
    ),
    row(
        "inches of a step",
        rf"({FIGURE}) in(?= (?:steps?|box(?:es)?|ball|roll)\b)",
        r"\1 inch",
        ("a 6 in step", "a 6 inch step"),
    ),
    unclear(
        "inches or a word",
        r"(?:\d+ ?[-–/] ?)?\d+ in(?=\.? ?$|[.;)]|, (?!(?:and )?(?:\d+ )?out\b))",
        "Write inches",
        "Lift 6 in.",
    ),
    row(
        "a unit as an adjective",
        rf"({_NUMBER})[-–]({UNIT})(?:\.(?= [a-z]))?",
        lambda m: f"{m[1]} {_singular(m)}",
        ("a 30-sec hold", "a 30 second hold"),
        ("a 10-lb weight", "a 10 pound weight"),
        ("a 65-yr-old", "a 65 year-old"),
        right=Beside.HYPHEN,
    ),
    row(
        "an inch as an adjective", rf"({_NUMBER})-in(?= [a-z])", r"\1 inch", ("a 6-in step", "a 6 inch step")
    ),
    row(
        "parts of a unit",
        rf"(?<!\d )(\d{{1,2}})/(\d{{1,2}})[ -]?({UNIT})",
        unit_of_fraction,
        ("1/2 min", "half a minute"),
        ("¾ kg", "three quarters of a kilogram"),
        ("½ h", "half an hour"),
    ),
    unclear(
        "so long, and so long",
        rf"(?<!\d )\d{{1,3}}/(?:5|10|20|100) ?(?:{UNIT}|seconds?|minutes?|hours?)",
        "Write “on” and “off”, or “of”, for the stroke",
        "10/10 s",
    ),
    row(
        "so much or more",
        rf"({FIGURE})\+ ?({UNIT})",
        lambda m: f"{m[1]} or more {unit(m[2])[1]}",
        ("5+ reps", "5 or more repetitions"),
    ),
    row(
        "hours and minutes",
        rf"({FIGURE}) ?(?:h|hrs?) (\d{{1,2}})(?! ?\w)",
        r"\1 h \2 min",
        ("1 h 30", "1 hour 30 minutes"),
    ),
    row(
        "units",
        rf"({FIGURE}) ?({UNIT})(?:(?<=[a-zA-Z])\.(?= [a-z]|[,;:)]))?(?!'s)",
        with_unit,
        ("30 s", "30 seconds"),
        ("30s", "30 seconds"),
        ("1 sec", "1 second"),
        ("1 min", "1 minute"),
        ("5 Sec", "5 seconds"),
        ("3 sec. of rest", "3 seconds of rest"),
        ("5 sec., then", "5 seconds, then"),
        ("2 kg", "2 kilograms"),
        ("5 lb", "5 pounds"),
        ("45°", "45 degrees"),
        ("1 cm", "1 centimetre"),
        ("50%", "50 percent"),
        ("60 bpm", "60 beats a minute"),
        ("10 reps", "10 repetitions"),
    ),
    row(
        "unit after a fraction",
        rf"(\d/\d) ?({UNIT})",
        lambda m: f"{m[1]} {unit(m[2])[1]}",
        ("1 1/2 min", "1 and a half minutes"),
    ),
)


def _singular(match: Match[str]) -> str:
    name = unit(match[2])[0]
    return "repetition" if name == "repetitions" else name
