"""Rows of notation for days and months by their names.

Pure. They come right after the marks, before dashes and strokes get their other meanings.
"""

from typing import Final

from coach.language.notation.row import Beside, needing, row, unclear

_NAMES: Final = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "May": "May", "Jun": "June",
    "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September", "Oct": "October",
    "Nov": "November", "Dec": "December",
}  # fmt: skip
_NAME: Final = "|".join(sorted({*_NAMES, *_NAMES.values()}, key=len, reverse=True))

DAYS: Final = needing(
    "- – — − /",
    row(
        "from one day to another",
        rf"({_NAME})\.? ?[-–—−] ?({_NAME})(?:\.(?= [a-z\d]|[,;:)]))?",
        lambda m: f"{_NAMES.get(m[1], m[1])} to {_NAMES.get(m[2], m[2])}",
        ("Mon–Fri", "Monday to Friday"),
        ("Jan-Mar", "January to March"),
    ),
    unclear(
        "days and a stroke",
        rf"(?:{_NAME})(?: ?/ ?(?:{_NAME}))+",
        "Write “and” or “or” for the stroke",
        "Mon/Wed/Fri",
        right=Beside.HYPHEN,
    ),
)
