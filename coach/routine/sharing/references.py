"""Other names put in the places of the exercises that a file names.

Pure. All else of the text is kept: comments, blank lines and order.

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
    """Return a good file with each of `names` that it names replaced. Its own id is as it was."""
    data = part.text.encode()
    document = parse(data, part.id)
    meant, places = document.value, []
    for each in KINDS[part.kind].references(document):
        if each.kind == Kind.EXERCISE and each.id in names:
            meant = with_value(meant, each.path, names[each.id])
            places.append((document.place(each.path), names[each.id]))
    new = edited_bytes(
        data,
        part.id,
        lambda text: _with_words(text, places),
        meant,
        mend="Write it in quotes.",
        refusal="names an exercise in a way that cannot be changed",
    )
    return replace(part, text=new.decode())


def _with_words(text: str, places: list[tuple[Place, str]]) -> str:
    """Return the text with a word in the place of each quoted one that begins there."""
    lines = text.split("\n")
    for place, new in sorted(places, reverse=True):
        line, at = lines[place.line - 1], place.column - 1
        old = _QUOTED.match(line, at)
        if old is not None:
            lines[place.line - 1] = f'{line[:at]}"{new}"{line[old.end() :]}'
    return "\n".join(lines)
