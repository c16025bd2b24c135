"""Quotation marks, and how they differ from the signs of inches and seconds: both are written `"`.

Pure, and linear in the text's length. A mark is a sign only right after a figure, and only where
no quotation needs it as its end.
"""

import re
from typing import Final

SIGN: Final = "″"
"""What stays in the text for a mark that is a unit; it may mean inches or seconds."""

_OPENING: Final = "“„‟«‹"
_CLOSING: Final = "”»›"
_MARK: Final = re.compile(rf"(?<=\d)''|[\"″{_OPENING}{_CLOSING}]")


def without_quotes(text: str) -> str:
    """Drop quotation marks, and leave `SIGN` for each mark that is a unit."""
    marks = list(_MARK.finditer(text))
    roles = [_role(mark, text) for mark in marks]
    openings_left, closings_left = roles.count("opens"), roles.count("closes")
    open_count, end = 0, 0
    parts: list[str] = []
    for mark, role in zip(marks, roles, strict=True):
        parts.append(text[end : mark.start()])
        end = mark.end()
        openings_left -= role == "opens"
        closings_left -= role == "closes"
        if role == "sign" or (role == "after a figure" and closings_left >= open_count + openings_left):
            parts.append(SIGN)
        else:
            open_count = max(0, open_count + (1 if role == "opens" else -1))
    return "".join(parts) + text[end:]


def _role(mark: re.Match[str], text: str) -> str:
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    if before == " " and after in ("", " ", ".", ",", ";", ")"):
        before = text[max(0, mark.start() - 2) : mark.start() - 1]
    if before.isnumeric():
        return "sign" if mark[0] in ("''", SIGN) else "after a figure"
    if mark[0] in _OPENING:
        return "opens"
    if mark[0] == '"' and (not before or before in " ([") and after not in ("", " "):
        return "opens"
    return "closes"
