"""Rows of notation for `1:30`: times of the day, and how long something takes.

Pure. They come before the ranges.
"""

from typing import Final

from coach.language.hours import clock_time, duration_words
from coach.language.notation.row import FIGURES, Beside, needing, row, unclear
from coach.language.quantity import MEASURE

_HOLD_VERBS: Final = (
    r"(?i:hold(?:s|ing)?|rest(?:s|ing)?|pause|relax|wait|stay|squeeze|plank|breathe|inhale|exhale)"
)
HOLD_FOR: Final = (
    rf"(?:sets? of|{_HOLD_VERBS})(?: it| in| out)?(?: each)?(?: for)?(?: about| up to| at least| at most)?:? "
)
_LASTING: Final = "holds?|rests?|pauses?|planks?|stretch(?:es)?|squeezes?|breaks?"
_NO_TIME_OF_DAY: Final = "".join(
    f"(?<!{word} )(?<!{word.capitalize()} )"
    for word in (
        "at",
        "by",
        "from",
        "to",
        "until",
        "till",
        "before",
        "after",
        "around",
        "about",
        "since",
        "the",
        "is",
    )
)
_TIME: Final = "min(?:ute)?s?|h(?:ou)?rs?|h|sec(?:ond)?s?"

TIMES: Final = needing(
    FIGURES,
    row(
        "hours and minutes about a point",
        r"([01]?\d|2[0-3])\.([0-5]\d)(?= ?(?:[-–] ?\d{1,2}[.:][0-5]\d ?)?[apAP]\.?[mM]\b)",
        r"\1:\2",
        ("8.30 am", "8 30 a m"),
        ("6.30-7.30pm", "6 30 to 7 30 p m"),
        left=Beside.HYPHEN,
        right=Beside.LETTER | Beside.HYPHEN,
    ),
    unclear(
        "a time or a number with a point",
        rf"(?:(?:[01]?\d|2[0-3])\.[0-5][05] ?[-–] ?|(?i:at|from|until|till|before|after) )"
        rf"(?:[01]?\d|2[0-3])\.[0-5]\d(?! ?(?:{MEASURE}|°|%|to\b|times\b))",
        "Write a time as 8:30",
        "at 18.30",
        "8.30–9.30",
    ),
    unclear(
        "seconds after a colon alone",
        r"(?<!\S):[0-5]\d",
        "Write 30 seconds",
        "Plank :30",
    ),
    row(
        "from one length of time to another",
        rf"()(\d{{1,3}}):([0-5]\d) ?[-–] ?(?=\d{{1,3}}(?::[0-5]\d)? ?({_TIME})\b)",
        lambda m: f"{duration_words(m)} to ",
        ("1:30-2:00 min", "1 minute 30 seconds to 2 minutes"),
        ("1:30–2 min", "1 minute 30 seconds to 2 minutes"),
        right=Beside.DIGIT,
    ),
    row(
        "from one time to another",
        r"(\d{1,2}(?::[0-5]\d)?(?: ?[apAP]\.?[mM]\.?)?) ?[-–] ?(?=\d{1,2}(?::[0-5]\d| ?[apAP]\.?[mM]\b))",
        r"\1 to ",
        ("from 9:30-10:30", "from 9 30 to 10 30"),
        ("7-8 pm", "7 to 8 p m"),
        ("7pm-8pm", "7 p m to 8 p m"),
        right=Beside.DIGIT,
    ),
    row(
        "a length of time",
        rf"()(\d{{1,3}}):([0-5]\d) ?({_TIME})",
        duration_words,
        ("1:30 min", "1 minute 30 seconds"),
        ("2:00 min", "2 minutes"),
        ("1:30 sec", "1 minute 30 seconds"),
        ("1:30 h", "1 hour 30 minutes"),
    ),
    row(
        "a length of time after its verb",
        rf"({HOLD_FOR})(\d{{1,2}}):([0-5]\d)(?! ?[apAP]\.?[mM])()",
        duration_words,
        ("Rest 2:00", "Rest 2 minutes"),
        ("Hold for 0:45.", "Hold for 45 seconds."),
    ),
    row(
        "a length of time before what lasts",
        rf"{_NO_TIME_OF_DAY}()(\d{{1,2}}):([0-5]\d)(?= (?:{_LASTING})\b)()",
        duration_words,
        ("1:00 rest", "1 minute rest"),
        ("a 0:45 hold", "a 45 seconds hold"),
    ),
    row(
        "clock times",
        r"([01]?\d|2[0-3]):([0-5]\d)(?: ?([apAP])(?:\.[mM]\b(?:\.(?= [a-z]))?|[mM]\b))?",
        clock_time,
        ("1:30", "1 30"),
        ("at 7:05 am", "at 7 oh 5 a m"),
        ("8:00", "8 o'clock"),
    ),
    row(
        "whole hours",
        r"(\d{1,2}) ?([apAP])(?:\.[mM]\b(?:\.(?= [a-z]))?|[mM]\b)",
        lambda m: f"{m[1]} {m[2].lower()} m",
        ("8 pm", "8 p m"),
        ("8 p.m. daily", "8 p m daily"),
    ),
    row("ratios", r"([1-9]|1\d):([1-9]|1\d)", r"\1 to \2", ("1:2", "1 to 2")),
)
