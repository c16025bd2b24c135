"""The formats that files were ever written in, and the way from each to the next.

Pure. A file says `format = …`; one that does not is in the first. A file in an older format
is read as if it were in the one of now; `upgrade` rewrites it. A change works on a table in
place, on plain TOML and on tomlkit's tables alike, so that reading and rewriting cannot differ.

There is one format so far, so there is no change yet. To make one: raise `CURRENT`, and the
`Format` of `value_types` with it, and give `CHANGES` the way from the format before.

Errors: `BadFile` for a format that is newer than this coach.
"""

import copy
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from coach.errors import BadFile, Problem
from coach.files.document import Document
from coach.routine.kind import Kind

FIRST: Final = 1
"""The format of a file that does not say."""
CURRENT: Final = 1

Table = MutableMapping[str, Any]
Change = Callable[[Kind, Table], None]

CHANGES: Final[Mapping[int, Change]] = MappingProxyType({})
"""For each older format, what makes the next one of it."""


def format_of(value: Mapping[str, Any]) -> int | None:
    """Return the format that a file says; `None` where that is no number."""
    given = value.get("format", FIRST)
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def is_older(value: Mapping[str, Any], changes: Mapping[int, Change] = CHANGES) -> bool:
    """Return whether a file is in an older format that is known."""
    return format_of(value) in changes


def current(document: Document, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> Document:
    """Return the document as one in the format of now. Its places are still those of its file."""
    given = format_of(document.value)
    if given is not None and given > CURRENT:
        message = f"this file is in format {given:.0f}, and this coach knows none after {CURRENT}."
        mend = "Install a newer coach, or ask for the file in an older format."
        raise BadFile((Problem(document.place(("format",)), "newer-format", message, mend),))
    if given not in changes:
        return document
    value = copy.deepcopy(document.value)
    bring_up(value, kind, changes)
    return replace(document, value=value)


def bring_up(table: Table, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> None:
    """Change a file's top table, in place, into the format of now."""
    given = format_of(table)
    while given is not None and given in changes:
        changes[given](kind, table)
        given += 1
        table["format"] = given
