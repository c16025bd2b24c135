"""The table of notation, with all its rows in their order, and how a text is read with it.

Pure. One table, applied from top to bottom; a row is a pattern, what it becomes, and
examples that `tests/language/notation/test_notation.py` runs. It comes before every engine, so that all
engines say the same. Whole numbers stay in figures: engines read those right.

A part that may mean two things is kept as it is written, and `read` names it: it is heard as
it stands, and the strict check asks for other words. Nothing with a meaning is dropped.

The text has single spaces and no control characters (`sanitize.for_speech` sees to it).
No pattern can take more than linear time: no repeat stands inside a repeat.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from re import Match
from typing import Final

from coach.language.notation.addresses import ADDRESSES
from coach.language.notation.days import DAYS
from coach.language.notation.figures import COUNTS, PAIRS, RANGES, STROKES
from coach.language.notation.large_numbers import LARGE
from coach.language.notation.row import (
    FIRST_PLACEHOLDER,
    MOST_PLACEHOLDERS,
    PLACEHOLDERS,
    Beside,
    parts,
    row,
    unclear,
)
from coach.language.notation.row import Row as Row
from coach.language.notation.times import TIMES
from coach.language.notation.units import MEASURES, METRES, SETS, SIGNS_OF_UNITS
from coach.language.notation.words import ABBREVIATIONS
from coach.language.quotes import SIGN, without_quotes


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that are kept as they are written, since they may mean two things, and what to write."""

    words: str
    mend: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its notation in words, and the parts of it that may mean two things."""

    words: str
    unclear: tuple[Unclear, ...]


def spoken(text: str) -> str:
    """Return the text with its notation turned into words."""
    return read(text).words


def read(text: str) -> Reading:
    """Return the text with its notation turned into words, and the parts that are kept as written."""
    text = _PLACEHOLDER.sub(" ", unicodedata.normalize("NFC", text).translate(_PLAIN_FORMS))
    kept_parts: list[Unclear] = []
    text_parts = parts(text)
    for table_row in TABLE:
        if table_row.needs.isdisjoint(text_parts):
            continue
        new_text = table_row.pattern.sub(
            _keeper(table_row, kept_parts) if table_row.unclear_examples else table_row.change, text
        )
        if new_text != text:
            text = " ".join(new_text.split())
            text_parts = parts(text)
    in_order = (kept_parts[ord(char) - FIRST_PLACEHOLDER] for char in _PLACEHOLDER.findall(text))
    return Reading(_restored(text, kept_parts), tuple(dict.fromkeys(part for part in in_order if part.mend)))


def _keeper(row: Row, kept_parts: list[Unclear]) -> Callable[[Match[str]], str]:
    def keep(match: Match[str]) -> str:
        if len(kept_parts) == MOST_PLACEHOLDERS:
            return match[0]
        kept_parts.append(Unclear(_restored(match[0], kept_parts), row.mend))
        return chr(FIRST_PLACEHOLDER + len(kept_parts) - 1)

    return keep


def _restored(text: str, kept_parts: list[Unclear]) -> str:
    """Return the text with each kept part back in its place."""
    return _PLACEHOLDER.sub(lambda match: kept_parts[ord(match[0]) - FIRST_PLACEHOLDER].words, text).replace(
        SIGN, '"'
    )


_PLACEHOLDER: Final = re.compile(f"[{PLACEHOLDERS}]")
_PLAIN_FORMS: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑⁃﹣", "-"),
        **dict.fromkeys("‒﹘", "–"),
        **dict.fromkeys("―", "—"),
        **dict.fromkeys("➖", "−"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("∼˜", "~"),
        **dict.fromkeys("✕✖⨯", "×"),
        **dict.fromkeys("⩽≦", "≤"),
        **dict.fromkeys("⩾≧", "≥"),
        **dict.fromkeys("’‘ʼ′‛´", "'"),
        **{"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
        **{"℃": "°C", "℉": "°F"},
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if not chr(code).isalnum()},
    }
)
"""Signs and joined letters that are another form of a plain one, such as the non-breaking hyphen."""

_EVERYWHERE: Final = {"left": Beside.ANY, "right": Beside.ANY}

_MARKS: Final = (
    row(
        "quotation marks",
        r"(?s:^.*$)",
        lambda match: without_quotes(match[0]),
        ("“Tall” means long.", "Tall means long."),
        needs="\" “ ” „ ‟ « » ‹ › ″ '",
        **_EVERYWHERE,
    ),
    row(
        "single quotation marks",
        r"(?<![\w'])'(?!(?:til|till|em|cause|n|tis|twas|bout|round)\b)(?=\w)([^']*[\w.,!?])'(?!\w)",
        r"\1",
        ("Say 'set 2' aloud.", "Say set 2 aloud."),
        needs="'",
        **_EVERYWHERE,
    ),
    row(
        "times by a star",
        r"(?<!\*\d)(?<=\d)(?: \* |\*)(?=\d)(?!\d\*)",
        "×",
        ("3 * 10", "3 times 10"),
        needs="*",
        **_EVERYWHERE,
    ),
    row(
        "plus or minus",
        r"\+ ?/ ?[-−–]|\+[-−](?=\d)",
        "±",
        ("5 +/- 1", "5 plus or minus 1"),
        needs="+",
        **_EVERYWHERE,
    ),
    row(
        "a range by a tilde",
        r"(?<=\d)(?:~| ~ )(?=\d)",
        "–",
        ("10~15 reps", "10 to 15 repetitions"),
        needs="~",
        **_EVERYWHERE,
    ),
    row(
        "emphasis",
        r"^(?:[→➔➢➤]|[-=]>) ?|(?<!\w)[*_^\\]|[*_^\\](?!\w)|(?<!\w)~(?! ?[\d½¼¾⅐-⅞])|~(?! ?\w)|[•●▪■◦‣]"
        r"|^[-–—] ",
        " ",
        ("Do *not* push.", "Do not push."),
        ("- Sit tall.", "Sit tall."),
        ("→ Sit tall.", "Sit tall."),
        needs="* _ ^ \\ ~ • ● ▪ ■ ◦ ‣ - – — → ➔ ➢ ➤ =",
        **_EVERYWHERE,
    ),
    row("strokes of markup", r"(?<=\[)/", " ", ("[/b] Press", "b Press"), needs="/", **_EVERYWHERE),
    row("bars", r" ?(?<!\d)\|(?!\d) ?| \| ", ", ", ("left | right", "left, right"), needs="|", **_EVERYWHERE),
    unclear(
        "a range or a count by dots",
        r"(?<![….])(?<![….] )\d+ ?(?:…|\.{2,3}) ?\d+(?! ?[….]{1,3} ?\d)",
        "Write “to” in a range, and commas in a count",
        "5...10 reps",
        needs="… ..",
    ),
    row(
        "dots",
        r" ?(?:…|\.{2,}) ?",
        ", ",
        ("Ready… and", "Ready, and"),
        ("Wait ... then go", "Wait, then go"),
        needs="… ..",
        **_EVERYWHERE,
    ),
    row(
        "about",
        r"[~≈](?= ?[\d½¼¾⅐-⅞])",
        " about ",
        ("~10 s", "about 10 seconds"),
        ("~ 10 s", "about 10 seconds"),
        ("~½ turn", "about one half turn"),
        needs="~ ≈",
        **_EVERYWHERE,
    ),
)

_SIGNS: Final = (
    row("at least", r"≥|>=", " at least ", ("≥ 3", "at least 3"), needs="≥ >", **_EVERYWHERE),
    row("at most", r"≤|<=", " at most ", ("≤ 3", "at most 3"), needs="≤ <", **_EVERYWHERE),
    row(
        "what to do then",
        r" ?(?:→|-+>|=>|⇒) ?(?=(?:stop|rest|call|ease|reduce|lower|slow|skip|then|see|go|do)\b)",
        ", ",
        ("pain > 5 → stop", "pain more than 5, stop"),
        needs="→ > ⇒",
        **_EVERYWHERE,
    ),
    row(
        "arrows",
        r" ?(?:→|-+>|=>|⇒|↔) ?",
        " to ",
        ("left → right", "left to right"),
        needs="→ > ⇒ ↔",
        **_EVERYWHERE,
    ),
    row("less than", r"<(?= ?\d)", " less than ", ("pain < 3", "pain less than 3"), needs="<", **_EVERYWHERE),
    row("more than", r">(?= ?\d)", " more than ", ("pain >3", "pain more than 3"), needs=">", **_EVERYWHERE),
    row("plus or minus", "±", " plus or minus ", ("±2", "plus or minus 2"), needs="±", **_EVERYWHERE),
    row("at", r"@", " at ", ("8 reps @ 60%", "8 repetitions at 60 percent"), needs="@", **_EVERYWHERE),
    row(
        "equals",
        r"(?<=[\w ])=(?=[\w ])",
        " equals ",
        ("2 sets = 10 min", "2 sets equals 10 minutes"),
        needs="=",
        **_EVERYWHERE,
    ),
    row(
        "plus",
        r"(?<=[\w ])\+(?=[\w ])",
        " plus ",
        ("a band + a towel", "a band plus a towel"),
        needs="+",
        **_EVERYWHERE,
    ),
    row("and", r"&", " and ", ("neck & shoulders", "neck and shoulders"), needs="&", **_EVERYWHERE),
    row("and or", r"and ?/ ?or", "and or", ("and/or", "and or"), needs="/"),
    row(
        "so much a day",
        r"(?<=[^\W\d]{2})(?<!day)(?<!night)(?<!week)(?<!hour)(?<!month)(?<!year)(?<!session)"
        r" ?/ ?(?=(?:day|week|month|night|session|year)\b)",
        " a ",
        ("30 g protein/day", "30 grams protein a day"),
        needs="/",
        **_EVERYWHERE,
    ),
    row(
        "or",
        r"(?<=[^\W\d]{2}) ?/ ?(?=[^\W\d]{2})",
        " or ",
        ("towel/strap", "towel or strap"),
        needs="/",
        **_EVERYWHERE,
    ),
    row("minus", r"(?<=\d) ?− ?(?=\d)", " minus ", ("5 − 2", "5 minus 2"), needs="−", **_EVERYWHERE),
    row(
        "dashes",
        rf" [–—−] | ?(?<![\d{PLACEHOLDERS}])[–—−] ?|[–—−] ?(?![\d{PLACEHOLDERS}])| -{{1,3}} |(?<=\w)--(?=\w)",
        ", ",
        ("Slowly – no rush", "Slowly, no rush"),
        ("slow - slower", "slow, slower"),
        needs="– — − -",
        **_EVERYWHERE,
    ),
)

TABLE: Final = (
    *ADDRESSES,
    *_MARKS,
    *DAYS,
    *ABBREVIATIONS,
    *LARGE,
    *PAIRS,
    *TIMES,
    *COUNTS,
    *SIGNS_OF_UNITS,
    *METRES,
    *RANGES,
    *SETS,
    *MEASURES,
    *STROKES,
    *_SIGNS,
)
"""Every row, in the order in which they are applied."""
