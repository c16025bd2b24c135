"""Which files name which others: the one walk over what a file says, and what is reached from it.

Pure. A walk takes whatever a file may say, so that all that a broken one names can be told, too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from coach.files.keys import Keys
from coach.routine.format import bounds
from coach.routine.kind import Kind, Node

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReferenceKey:
    """A key whose value is the id of a file of that kind.

    `way` leads to it from the top, through every table of a list that is on it. The table that has the
    key may have more of its own form under the key `nested`. `needed`: a file cannot be used without
    what it names so.
    """

    way: tuple[str, ...]
    kind: Kind
    needed: bool = True
    nested: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that is named, and the path to its name."""

    path: Keys
    kind: Kind
    id: str
    needed: bool

    @property
    def node(self) -> Node:
        """The file by its kind and its id."""
        return self.kind, self.id


def references(keys: Iterable[ReferenceKey], value: Table) -> Iterator[Reference]:
    """Yield each file that a file names, in the order of the keys and then of the file."""
    for key in keys:
        for path, table in _tables(key, value):
            name = table.get(key.way[-1])
            if isinstance(name, str):
                yield Reference((*path, key.way[-1]), key.kind, name, key.needed)


def reached(
    starts: Iterable[Node], named_by: Callable[[Node], Iterable[Node]], steps: int | None = None
) -> tuple[Node, ...]:
    """Return what the starts name, what that names, and so on, `steps` times at most; the nearest first."""
    found: dict[Node, None] = {}
    level = list(starts)
    while level and steps != 0:
        named = dict.fromkeys(node for start in level for node in named_by(start))
        level = [node for node in named if node not in found]
        found |= dict.fromkeys(level)
        steps = None if steps is None else steps - 1
    return tuple(found)


def _tables(key: ReferenceKey, value: Table) -> Iterator[tuple[Keys, Table]]:
    """Yield the tables that may have the key, each with the path to it."""
    level: list[tuple[Keys, Table]] = [((), value)]
    for name in key.way[:-1]:
        level = [inner for path, table in level for inner in _within(path, table, name)]
    for path, table in level:
        yield from _with_nested(path, table, key.nested, bounds.DEPTH)


def _with_nested(path: Keys, table: Table, name: str, depth: int) -> Iterator[tuple[Keys, Table]]:
    yield path, table
    if name and depth:
        for inner_path, inner in _within(path, table, name):
            yield from _with_nested(inner_path, inner, name, depth - 1)


def _within(path: Keys, table: Table, name: str) -> Iterator[tuple[Keys, Table]]:
    """Yield the table under a key, or each table of the list under it."""
    value = table.get(name)
    if isinstance(value, Mapping):
        yield (*path, name), value
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, Mapping):
                yield (*path, name, index), inner
