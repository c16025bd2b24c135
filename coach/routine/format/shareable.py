"""What a file must be so that it can be given to others: its id, and the characters in it.

Pure. One set of rules for both sides: a shared file that breaks one is refused where it is taken
in, and so is a file of one's own where it is checked and where it would be shared.

A character that cannot be seen is refused, since it may say something else than what is read. Three
kinds of joiner are no such characters: those within an emoji, those between the letters of scripts
that need them, and soft hyphens, which are dropped wherever a file is read.
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

_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that no file can have on Windows."""
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_PICTURE: Final = (
    r"[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_LOOK: Final = r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]{0,2}"
"""What gives a picture its colour or its form."""
_SCRIPT: Final = r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefe]"
_JOINED: Final = re.compile(
    rf"{_PICTURE}{_LOOK}(?:\u200d{_PICTURE}{_LOOK})+"
    r"|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,8}\U000e007f"
    rf"|(?<={_SCRIPT})[\u200c\u200d](?={_SCRIPT})"
)
"""A family of pictures, a flag of a region, and two letters of Arabic or of a script of India."""
_SUSPECT: Final = re.compile(r"[^\n\t -~]")


def fault_of_id(name: str) -> str | None:
    """Return why no file can have this name everywhere, with the mend; `None` where it can."""
    if not ID.fullmatch(name):
        return "Use small letters, figures and hyphens, such as neck-and-back."
    if len(name) > WORD:
        return f"Use {WORD} characters at most."
    if _DEVICES.fullmatch(name):
        return f"Windows has no file of that name. Use another, such as my-{name}."
    return None


def id_beside(name: str, number: int) -> str:
    """Return the id of what comes in beside something of that id: with a number, and no longer than may be.

    One that is too long for its number is shortened by a rule of its own, so that two that only
    differ at their ends differ still.
    """
    whole = f"{name}-{number}"
    if len(whole) <= WORD:
        return whole
    end = f"-{sha256(name.encode()).hexdigest()[:8]}-{number}"
    return name[: WORD - len(end)].rstrip("-") + end


def unseen(document: Document, mend: str) -> Iterator[Problem]:
    """Yield each character that cannot be seen, in the file itself and in what its escapes mean."""
    shown = set[str]()
    for number, line in enumerate(document.text.split("\n"), start=1):
        for at, char in unseen_in(line.removesuffix("\r")):
            shown.add(char)
            yield _problem(Place(document.name, number, at + 1), char, mend)
    for way, text in _texts(document.value) if "\\" in document.text else ():
        for _, char in islice(unseen_in(text), 1):
            if char not in shown:
                yield _problem(document.place(way), char, mend)


def unseen_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character that cannot be seen, with its offset."""
    if _SUSPECT.search(text) is None:
        return
    joined = {at for found in _JOINED.finditer(text) for at in range(*found.span())}
    for found in _SUSPECT.finditer(text):
        char = found[0]
        if char != SOFT_HYPHEN and unicodedata.category(char) in _UNSEEN and found.start() not in joined:
            yield found.start(), char


def _texts(value: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Yield every key and every text, with the way to it. The value must be shallow."""
    waiting: list[tuple[Keys, object]] = [((), value)]
    while waiting:
        way, part = waiting.pop()
        if isinstance(part, str):
            yield way, part
        elif isinstance(part, dict):
            yield from (((*way, key), key) for key in part)
            waiting += [((*way, key), inner) for key, inner in part.items()]
        elif isinstance(part, list):
            waiting += [((*way, index), inner) for index, inner in enumerate(part)]


def _problem(place: Place, char: str, mend: str) -> Problem:
    message = f"here is a character that cannot be seen (U+{ord(char):04X})."
    return Problem(place, "control-character", message, mend)
