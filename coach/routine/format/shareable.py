"""What a file needs so that it can be given to others: rules for its id and for its characters.

Pure. The same rules hold for both sides: a shared file that breaks one is refused when it is imported,
and a file of the person's own when it is checked or shared.

A character that cannot be seen is refused, since with it a file may say something else than people
read. Three kinds are allowed: joiners within an emoji, joiners between the letters of scripts that need
them, and soft hyphens, which are dropped wherever a file is read.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from coach.errors import Place, Problem
from coach.files.document import Document
from coach.files.ids import ID, WORD
from coach.files.keys import Keys
from coach.language.letters import SOFT_HYPHEN

_DEVICE_NAMES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that no file can have on Windows."""
_UNSEEN_CATEGORIES: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_PICTURE: Final = (
    r"[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_MODIFIERS: Final = r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]{0,2}"
"""Characters that give a picture its colour or its form."""
_SCRIPT: Final = r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefe]"
_JOINED_SIGNS: Final = re.compile(
    rf"{_PICTURE}{_MODIFIERS}(?:\u200d{_PICTURE}{_MODIFIERS})+"
    r"|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,8}\U000e007f"
    rf"|(?<={_SCRIPT})[\u200c\u200d](?={_SCRIPT})"
)
"""A family of pictures, a flag of a region, and two letters of Arabic or of a script of India."""
_SUSPECT: Final = re.compile(r"[^\n\t -~]")


def fault_of_id(name: str) -> str | None:
    """Return why this name cannot be an id on every system, with the mend; `None` where it can."""
    if not ID.fullmatch(name):
        return "Use small letters, figures and hyphens, such as neck-and-back."
    if len(name) > WORD:
        return f"Use {WORD} characters at most."
    if _DEVICE_NAMES.fullmatch(name):
        return f"Windows has no file of that name. Use another, such as my-{name}."
    return None


def numbered_id(name: str, number: int) -> str:
    """Return the id with a number at its end, for a file that is written beside one of that id.

    An id that would be too long is cut, and gets a hash of the whole: ids that differ only at their ends
    still differ.
    """
    numbered = f"{name}-{number}"
    if len(numbered) <= WORD:
        return numbered
    suffix = f"-{sha256(name.encode()).hexdigest()[:8]}-{number}"
    return name[: WORD - len(suffix)].rstrip("-") + suffix


def unseen_problems(document: Document, mend: str) -> Iterator[Problem]:
    """Yield a problem for each character that cannot be seen, in the file's text and behind its escapes."""
    reported = set[str]()
    for line_number, line in enumerate(document.text.split("\n"), start=1):
        for offset, char in unseen_characters(line.removesuffix("\r")):
            reported.add(char)
            yield _problem(Place(document.name, line_number, offset + 1), char, mend)
    for path, text in _texts(document.value) if "\\" in document.text else ():
        for _, char in islice(unseen_characters(text), 1):
            if char not in reported:
                yield _problem(document.place(path), char, mend)


def unseen_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character that cannot be seen, with its offset."""
    if _SUSPECT.search(text) is None:
        return
    joiner_offsets = {offset for match in _JOINED_SIGNS.finditer(text) for offset in range(*match.span())}
    for match in _SUSPECT.finditer(text):
        char = match[0]
        if (
            char != SOFT_HYPHEN
            and unicodedata.category(char) in _UNSEEN_CATEGORIES
            and match.start() not in joiner_offsets
        ):
            yield match.start(), char


def _texts(value: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Yield every key and every text, with the path to it."""
    parts: list[tuple[Keys, object]] = [((), value)]
    while parts:
        path, part = parts.pop()
        if isinstance(part, str):
            yield path, part
        elif isinstance(part, dict):
            yield from (((*path, key), key) for key in part)
            parts += [((*path, key), inner) for key, inner in part.items()]
        elif isinstance(part, list):
            parts += [((*path, index), inner) for index, inner in enumerate(part)]


def _problem(place: Place, char: str, mend: str) -> Problem:
    message = f"here is a character that cannot be seen (U+{ord(char):04X})."
    return Problem(place, "control-character", message, mend)
