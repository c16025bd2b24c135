"""Which files name which others: the references in a file, and the files that can be reached over them.

Pure. Takes any value that a file may have, so that the references of a broken file can be told, too.
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

    `path` leads to it from the top; a list on the path stands for each of its tables. The table that has
    the key may have tables like itself under the key `nested`. `needed`: a file cannot be used without
    the file that this key names.
    """

    path: tuple[str, ...]
    kind: Kind
    needed: bool = True
    nested: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a file, and the path to it in the file that has it."""

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
            name = table.get(key.path[-1])
            if isinstance(name, str):
                yield Reference((*path, key.path[-1]), key.kind, name, key.needed)


def reached(
    starts: Iterable[Node], named_by: Callable[[Node], Iterable[Node]], steps: int | None = None
) -> tuple[Node, ...]:
    """Return the files that `starts` name, those that these name, and so on, for `steps` at most."""
    nodes: dict[Node, None] = {}
    level = list(starts)
    while level and steps != 0:
        neighbours = dict.fromkeys(node for start in level for node in named_by(start))
        level = [node for node in neighbours if node not in nodes]
        nodes |= dict.fromkeys(level)
        steps = None if steps is None else steps - 1
    return tuple(nodes)


def _tables(key: ReferenceKey, value: Table) -> Iterator[tuple[Keys, Table]]:
    """Yield each table that may have the key, with the path to the table."""
    level: list[tuple[Keys, Table]] = [((), value)]
    for name in key.path[:-1]:
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
