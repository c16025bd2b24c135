"""Where every key and value of a TOML text stands.

Pure. The text must be good TOML (tomli has read it). Places are a line and a column,
both from 1; columns count characters.
"""

from dataclasses import dataclass, field
from typing import Final

import tomli
import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from coach.files.keys import Keys

Position = tuple[int, int]

_TOML: Final = Language(tree_sitter_toml.language())
_TABLES: Final = ("table", "table_array_element")
_KEYS: Final = ("bare_key", "quoted_key", "dotted_key")
_DEEPEST: Final = 16
"""Keys that lead to what lies deepest of what is kept; nothing that is understood lies deeper."""
_MOST_DOTS: Final = 100


@dataclass(slots=True)
class Places:
    """The rows and byte columns of what stands in a text, both from nought, by the keys that lead to it."""

    lines: list[bytes]
    keys: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    values: dict[Keys, tuple[int, int]] = field(default_factory=dict)

    def key(self, keys: Keys) -> Position:
        """Return where the key begins, or the nearest thing around it."""
        return self._nearest(keys, self.keys, self.values)

    def value(self, keys: Keys) -> Position:
        """Return where the value begins, or the nearest thing around it."""
        return self._nearest(keys, self.values, self.keys)

    def _nearest(self, keys: Keys, *tables: dict[Keys, tuple[int, int]]) -> Position:
        for end in range(len(keys), 0, -1):
            for table in tables:
                if keys[:end] in table:
                    row, column = table[keys[:end]]
                    return row + 1, len(self.lines[row][:column].decode("utf-8", "replace")) + 1
        return (1, 1)


def places(text: str) -> Places:
    """Return the places of a text."""
    data = text.encode("utf-8")
    found = Places(data.split(b"\n"))
    counts: dict[Keys, int] = {}
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
    last value below it, and a comment on that line. `names` are the heading's own words; `keys` lead
    to its table, and so have the index of an entry of a list.
    """

    names: tuple[str, ...]
    keys: Keys
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
    counts: dict[Keys, int] = {}
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
        names, of_list = tuple(_name(part) for part in parts), node.type == "table_array_element"
        end = char(close.end_byte)
        pairs = [child for child in node.children if child.type == "pair"]
        last = char(pairs[-1].end_byte) if pairs else end
        keys = _keys(names, counts, new=of_list)
        found.append(Header(names, keys, start, at, end, of_list, last))
    return tuple(found)


def top_end(text: str) -> int:
    """Return where the last value above every heading ends, in characters from nought."""
    data = text.encode("utf-8")
    pairs = [node for node in Parser(_TOML).parse(data).root_node.children if node.type == "pair"]
    return len(data[: pairs[-1].end_byte].decode("utf-8")) if pairs else 0


def _keys(names: tuple[str, ...], counts: dict[Keys, int], *, new: bool) -> Keys:
    """Return the keys that lead to a heading's table: to a `new` entry of its list, or in the last."""
    keys: Keys = ()
    for depth, name in enumerate(names, 1):
        keys = (*keys, name)
        if new and depth == len(names):
            counts[keys] = counts.get(keys, -1) + 1
        if keys in counts:
            keys = (*keys, counts[keys])
    return keys


def _table(node: Node, found: Places, counts: dict[Keys, int]) -> None:
    head = next((child for child in node.children if child.type in _KEYS), None)
    if head is None:
        return
    keys: Keys = ()
    parts = _parts(head)
    if not 0 < len(parts) <= _DEEPEST:
        return
    for index, part in enumerate(parts):
        keys = (*keys, _name(part))
        last = index == len(parts) - 1
        found.keys.setdefault(keys, _at(part))
        if last and node.type == "table_array_element":
            counts[keys] = counts.get(keys, -1) + 1
        if keys in counts:
            keys = (*keys, counts[keys])
            found.keys.setdefault(keys, _at(part))
        if last:
            found.values.setdefault(keys, _at(node))
    for child in node.children:
        if child.type == "pair":
            _pair(child, keys, found)


def _pair(node: Node, above: Keys, found: Places) -> None:
    # A comment at the line's end is a part of the pair as well.
    key, value = node.children[0], next(c for c in reversed(node.children) if c.type != "comment")
    keys, parts = above, _parts(key)
    if not 0 < len(parts) <= _DEEPEST - len(above):
        return
    for part in parts:
        keys = (*keys, _name(part))
        found.keys.setdefault(keys, _at(part))
    _value(value, keys, found)


def _value(node: Node, keys: Keys, found: Places) -> None:
    found.values[keys] = _at(node)
    if len(keys) >= _DEEPEST:
        return
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _pair(child, keys, found)
    elif node.type == "array":
        inner = (child for child in node.children if child.is_named and child.type != "comment")
        for index, child in enumerate(inner):
            _value(child, (*keys, index), found)


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
