"""The exercises that a file names, and other names put in their places.

Pure. All else of the text is kept: comments, blank lines and order.

Errors: `CoachError` for a name that is written in a way that cannot be replaced safely.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from coach.errors import CoachError
from coach.files.keys import Keys
from coach.routine.model import Exercise
from coach.routine.pack import Part
from coach.routine.shelf import Kind
from coach.source import parse

_QUOTED: Final = re.compile(r"(\"\"\"|'''|\"|')([a-z0-9-]+)\1")


def named_by(exercise: Exercise) -> list[str]:
    """Return the exercises that an exercise leads to: its other ways, and what to do instead."""
    ways = [way.exercise for way in (exercise.easier, exercise.harder) if way is not None]
    instead = [] if exercise.caution is None else [exercise.caution.instead]
    return [name for name in (*ways, *instead) if name is not None]


def references(kind: Kind, value: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Yield the way to each exercise's name in a good file, with the name."""
    if kind is Kind.ROUTINE:
        yield from _in_steps(value["step"], ("step",))
        return
    for table, key in (("easier", "exercise"), ("harder", "exercise"), ("caution", "instead")):
        if key in value.get(table, {}):
            yield (table, key), value[table][key]


def renamed(part: Part, names: Mapping[str, str]) -> Part:
    """Return a good file with each of `names` that it names replaced. Its own id is as it was."""
    document = parse(part.text.encode(), part.id)
    meant, lines = copy.deepcopy(document.value), part.text.split("\n")
    found = [(way, name) for way, name in references(part.kind, document.value) if name in names]
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


def _in_steps(steps: list[dict[str, Any]], way: Keys) -> Iterator[tuple[Keys, str]]:
    for index, step in enumerate(steps):
        if "exercise" in step:
            yield (*way, index, "exercise"), step["exercise"]
        if "steps" in step:
            yield from _in_steps(step["steps"], (*way, index, "steps"))


def _table(value: Any, way: Keys) -> Any:  # noqa: ANN401 - plain TOML
    for key in way[:-1]:
        value = value[key]
    return value
