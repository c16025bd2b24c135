"""Replace the names of exercises in a file that refers to them.

Pure. All else in the text is kept: comments, blank lines and order.

Errors: `CoachError` for a name that is written in a way that cannot be replaced safely.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from coach.errors import Place
from coach.files.document import parse
from coach.files.edit import edited_bytes
from coach.files.keys import with_value
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS
from coach.routine.sharing.pack import PackedPart

_QUOTED: Final = re.compile(r"(\"\"\"|'''|\"|')([a-z0-9-]+)\1")


def renamed(part: PackedPart, names: Mapping[str, str]) -> PackedPart:
    """Return a good file with each reference to one of `names` replaced. Its own id stays."""
    data = part.text.encode()
    document = parse(data, part.id)
    value, new_names = document.value, []
    for reference in KINDS[part.kind].references(document):
        if reference.kind == Kind.EXERCISE and reference.id in names:
            value = with_value(value, reference.path, names[reference.id])
            new_names.append((document.place(reference.path), names[reference.id]))
    new_data = edited_bytes(
        data,
        part.id,
        lambda text: _with_names(text, new_names),
        value,
        mend="Write it in quotes.",
        refusal="names an exercise in a way that cannot be changed",
    )
    return replace(part, text=new_data.decode())


def _with_names(text: str, new_names: list[tuple[Place, str]]) -> str:
    """Return the text with a new name for each quoted name that begins at one of the places."""
    lines = text.split("\n")
    for place, name in sorted(new_names, reverse=True):
        line, column = lines[place.line - 1], place.column - 1
        match = _QUOTED.match(line, column)
        if match is not None:
            lines[place.line - 1] = f'{line[:column]}"{name}"{line[match.end() :]}'
    return "\n".join(lines)
