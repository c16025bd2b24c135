"""All formats that files were ever written in, and the change from each to the next.

Pure. A file says `format = …`; a file that does not is in the first. A file in an older format
is read as if it were in the current one; `upgrade` rewrites it. A change works on a table in
place, both on plain dicts and on tomlkit's tables, so that reading and rewriting cannot differ.

There is one format so far, so there is no change yet. To make one: raise `CURRENT`, and the
`Format` of `value_types` with it, and add to `CHANGES` the change from the format before.

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
"""For each older format, the change that makes the next format of it."""


def format_of(value: Mapping[str, Any]) -> int | None:
    """Return the format that a file says; `None` where that is not a number."""
    number = value.get("format", FIRST)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def is_older(value: Mapping[str, Any], changes: Mapping[int, Change] = CHANGES) -> bool:
    """Return whether a file is in an older format that is known."""
    return format_of(value) in changes


def in_current_format(document: Document, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> Document:
    """Return the document in the current format. Its places are still those of its file."""
    number = format_of(document.value)
    if number is not None and number > CURRENT:
        message = f"this file is in format {number:.0f}, and this coach knows none after {CURRENT}."
        mend = "Install a newer coach, or ask for the file in an older format."
        raise BadFile((Problem(document.place(("format",)), "newer-format", message, mend),))
    if number not in changes:
        return document
    value = copy.deepcopy(document.value)
    upgrade_table(value, kind, changes)
    return replace(document, value=value)


def upgrade_table(table: Table, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> None:
    """Change a file's top table, in place, into the current format."""
    number = format_of(table)
    while number is not None and number in changes:
        changes[number](kind, table)
        number += 1
        table["format"] = number
