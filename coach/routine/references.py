"""The exercises that a file names, and other names put in their places.

Pure. All else of the text is kept: comments, blank lines and order.

Errors: `CoachError` for a name that is written in a way that cannot be replaced safely.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from coach.errors import Place
from coach.files.edit import edited
from coach.files.keys import Keys, with_value
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
    data = part.text.encode()
    document = parse(data, part.id)
    meant, places = document.value, []
    for keys, name in references(part.kind, document.value):
        if name in names:
            meant = with_value(meant, keys, names[name])
            places.append((document.place(keys), names[name]))
    new = edited(
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


def _in_steps(steps: list[dict[str, Any]], way: Keys) -> Iterator[tuple[Keys, str]]:
    for index, step in enumerate(steps):
        if "exercise" in step:
            yield (*way, index, "exercise"), step["exercise"]
        if "steps" in step:
            yield from _in_steps(step["steps"], (*way, index, "steps"))
