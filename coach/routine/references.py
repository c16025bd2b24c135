"""Other names put in the places of the exercises that a file names.

Pure. All else of the text is kept: comments, blank lines and order.

Errors: `CoachError` for a name that is written in a way that cannot be replaced safely.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from coach.errors import CoachError
from coach.routine.file_kinds import KINDS
from coach.routine.kind import Kind
from coach.routine.pack import Part
from coach.source import Path_, parse

_QUOTED: Final = re.compile(r"(\"\"\"|'''|\"|')([a-z0-9-]+)\1")


def renamed(part: Part, names: Mapping[str, str]) -> Part:
    """Return a good file with each of `names` that it names replaced. Its own id is as it was."""
    document = parse(part.text.encode(), part.id)
    meant, lines = copy.deepcopy(document.value), part.text.split("\n")
    named = KINDS[part.kind].references(document)
    found = [(each.path, each.id) for each in named if each.kind == Kind.EXERCISE and each.id in names]
    places = [(document.place(way), names[name]) for way, name in found]
    for place, new in sorted(places, reverse=True):
        line, at = lines[place.line - 1], place.column - 1
        old = _QUOTED.match(line, at)
        if old is not None:
            lines[place.line - 1] = f'{line[:at]}"{new}"{line[old.end() :]}'
    for way, name in found:
        _table(meant, way)[way[-1]] = names[name]
    text = "\n".join(lines)
    if parse(text.encode(), part.id).value != meant:
        raise CoachError(f"{part.id} names an exercise in a way that cannot be changed. Write it in quotes.")
    return replace(part, text=text)


def _table(value: Any, way: Path_) -> Any:  # noqa: ANN401 - plain TOML
    for key in way[:-1]:
        value = value[key]
    return value
