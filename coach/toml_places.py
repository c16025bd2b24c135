"""Where every key and value of a TOML text stands.

Pure. The text must be good TOML (tomli has read it). Places are a line and a column,
both from 1; columns count characters.
"""

from dataclasses import dataclass, field
from typing import Final

import tomli
import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Way = tuple[str | int, ...]
Position = tuple[int, int]

_TOML: Final = Language(tree_sitter_toml.language())
_TABLES: Final = ("table", "table_array_element")
_KEYS: Final = ("bare_key", "quoted_key", "dotted_key")
_DEEPEST: Final = 16
"""Steps of the longest way that is kept; nothing that is understood lies deeper."""
_MOST_DOTS: Final = 100


@dataclass(slots=True)
class Places:
    """The rows and byte columns of a text's keys and values, both from nought, by the way to them."""

    lines: list[bytes]
    keys: dict[Way, tuple[int, int]] = field(default_factory=dict)
    values: dict[Way, tuple[int, int]] = field(default_factory=dict)

    def key(self, way: Way) -> Position:
        """Return where the key begins, or the nearest thing around it."""
        return self._nearest(way, self.keys, self.values)

    def value(self, way: Way) -> Position:
        """Return where the value begins, or the nearest thing around it."""
        return self._nearest(way, self.values, self.keys)

    def _nearest(self, way: Way, *tables: dict[Way, tuple[int, int]]) -> Position:
        for end in range(len(way), 0, -1):
            for table in tables:
                if way[:end] in table:
                    row, column = table[way[:end]]
                    return row + 1, len(self.lines[row][:column].decode("utf-8", "replace")) + 1
        return (1, 1)


def places(text: str) -> Places:
    """Return the places of a text."""
    data = text.encode("utf-8")
    found = Places(data.split(b"\n"))
    counts: dict[Way, int] = {}
    for node in Parser(_TOML).parse(data).root_node.children:
        if node.type in _TABLES:
            _table(node, found, counts)
        elif node.type == "pair":
            _pair(node, (), found)
    return found


@dataclass(frozen=True, slots=True)
class Header:
    """A heading such as `[say]`: where it begins, where each part of its name does, and its end.

    All count the characters of the text, from nought. `last` is where what belongs to it ends: the
    last value below it, and a comment on that line.
    """

    way: tuple[str, ...]
    start: int
    parts: tuple[int, ...]
    end: int
    of_list: bool
    last: int


def headers(text: str) -> tuple[Header, ...]:
    """Return every heading of a text, in order."""
    data = text.encode("utf-8")
    nodes = [node for node in Parser(_TOML).parse(data).root_node.children if node.type in _TABLES]
    found: list[Header] = []
    seen, chars = 0, 0

    def char(byte: int) -> int:
        nonlocal seen, chars
        chars += len(data[seen:byte].decode("utf-8"))
        seen = byte
        return chars

    for node in nodes:
        head = next((child for child in node.children if child.type in _KEYS), None)
        close = next((child for child in node.children if child.type in ("]", "]]")), None)
        if head is None or close is None:
            continue
        parts = _parts(head)
        start, at = char(node.start_byte), tuple(char(part.start_byte) for part in parts)
        way, of_list = tuple(_name(part) for part in parts), node.type == "table_array_element"
        end = char(close.end_byte)
        pairs = [child for child in node.children if child.type == "pair"]
        last = char(pairs[-1].end_byte) if pairs else end
        found.append(Header(way, start, at, end, of_list, last))
    return tuple(found)


def _table(node: Node, found: Places, counts: dict[Way, int]) -> None:
    head = next((child for child in node.children if child.type in _KEYS), None)
    if head is None:
        return
    way: Way = ()
    parts = _parts(head)
    if not 0 < len(parts) <= _DEEPEST:
        return
    for index, part in enumerate(parts):
        way = (*way, _name(part))
        last = index == len(parts) - 1
        found.keys.setdefault(way, _at(part))
        if last and node.type == "table_array_element":
            counts[way] = counts.get(way, -1) + 1
        if way in counts:
            way = (*way, counts[way])
            found.keys.setdefault(way, _at(part))
        if last:
            found.values.setdefault(way, _at(node))
    for child in node.children:
        if child.type == "pair":
            _pair(child, way, found)


def _pair(node: Node, above: Way, found: Places) -> None:
    # A comment at the line's end is a part of the pair as well.
    key, value = node.children[0], next(c for c in reversed(node.children) if c.type != "comment")
    way, parts = above, _parts(key)
    if not 0 < len(parts) <= _DEEPEST - len(above):
        return
    for part in parts:
        way = (*way, _name(part))
        found.keys.setdefault(way, _at(part))
    _value(value, way, found)


def _value(node: Node, way: Way, found: Places) -> None:
    found.values[way] = _at(node)
    if len(way) >= _DEEPEST:
        return
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _pair(child, way, found)
    elif node.type == "array":
        inner = (child for child in node.children if child.is_named and child.type != "comment")
        for index, child in enumerate(inner):
            _value(child, (*way, index), found)


def _at(node: Node) -> tuple[int, int]:
    return node.start_point[0], node.start_point[1]


def _parts(key: Node) -> list[Node]:
    """Return the parts of a key; none where there are too many to be meant."""
    if key.type != "dotted_key":
        return [key]
    if (key.text or b"").count(b".") > _MOST_DOTS:
        return []
    return [part for child in key.children if child.type in _KEYS for part in _parts(child)]


def _name(key: Node) -> str:
    text = (key.text or b"").decode("utf-8", "replace")
    return next(iter(tomli.loads(f"{text} = 0"))) if key.type == "quoted_key" else text
