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
_MOST_KEYS: Final = 16
"""Keys that lead to the deepest place that is kept; no known key is deeper."""
_MOST_DOTS: Final = 100


@dataclass(slots=True)
class Places:
    """The row and the byte column of each key and value of a text, both from nought, by their keys."""

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
    positions = Places(data.split(b"\n"))
    entry_counts: dict[Keys, int] = {}
    for node in Parser(_TOML).parse(data).root_node.children:
        if node.type in _TABLES:
            _add_table(node, positions, entry_counts)
        elif node.type == "pair":
            _add_pair(node, (), positions)
    return positions


@dataclass(frozen=True, slots=True)
class Header:
    """A heading such as `[say]`: where it begins, where each part of its name does, and its end.

    All count the characters of the text, from nought. `last` is where its table ends: after the
    last value below it, and a comment on that line. `names` are the heading's own words; `keys` lead
    to its table, so that they have the index of an entry of a list, too.
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
    headings: list[Header] = []
    entry_counts: dict[Keys, int] = {}
    bytes_passed, chars_passed = 0, 0

    def char_offset(byte: int) -> int:
        nonlocal bytes_passed, chars_passed
        chars_passed += len(data[bytes_passed:byte].decode("utf-8"))
        bytes_passed = byte
        return chars_passed

    for node in nodes:
        key_node = next((child for child in node.children if child.type in _KEYS), None)
        bracket = next((child for child in node.children if child.type in ("]", "]]")), None)
        if key_node is None or bracket is None:
            continue
        part_nodes = _part_nodes(key_node)
        start = char_offset(node.start_byte)
        part_offsets = tuple(char_offset(part.start_byte) for part in part_nodes)
        names, of_list = tuple(_key_name(part) for part in part_nodes), node.type == "table_array_element"
        end = char_offset(bracket.end_byte)
        pairs = [child for child in node.children if child.type == "pair"]
        last = char_offset(pairs[-1].end_byte) if pairs else end
        keys = _header_keys(names, entry_counts, new=of_list)
        headings.append(Header(names, keys, start, part_offsets, end, of_list, last))
    return tuple(headings)


def top_end(text: str) -> int:
    """Return where the last value above every heading ends, in characters from nought."""
    data = text.encode("utf-8")
    pairs = [node for node in Parser(_TOML).parse(data).root_node.children if node.type == "pair"]
    return len(data[: pairs[-1].end_byte].decode("utf-8")) if pairs else 0


def _header_keys(names: tuple[str, ...], entry_counts: dict[Keys, int], *, new: bool) -> Keys:
    """Return the keys that lead to a heading's table; a `new` one is one more entry of its list."""
    keys: Keys = ()
    for depth, name in enumerate(names, 1):
        keys = (*keys, name)
        if new and depth == len(names):
            entry_counts[keys] = entry_counts.get(keys, -1) + 1
        if keys in entry_counts:
            keys = (*keys, entry_counts[keys])
    return keys


def _add_table(node: Node, positions: Places, entry_counts: dict[Keys, int]) -> None:
    key_node = next((child for child in node.children if child.type in _KEYS), None)
    if key_node is None:
        return
    keys: Keys = ()
    part_nodes = _part_nodes(key_node)
    if not 0 < len(part_nodes) <= _MOST_KEYS:
        return
    for index, part in enumerate(part_nodes):
        keys = (*keys, _key_name(part))
        last = index == len(part_nodes) - 1
        positions.keys.setdefault(keys, _start_of(part))
        if last and node.type == "table_array_element":
            entry_counts[keys] = entry_counts.get(keys, -1) + 1
        if keys in entry_counts:
            keys = (*keys, entry_counts[keys])
            positions.keys.setdefault(keys, _start_of(part))
        if last:
            positions.values.setdefault(keys, _start_of(node))
    for child in node.children:
        if child.type == "pair":
            _add_pair(child, keys, positions)


def _add_pair(node: Node, outer_keys: Keys, positions: Places) -> None:
    # A comment at the line's end is a part of the pair as well.
    key, value = node.children[0], next(c for c in reversed(node.children) if c.type != "comment")
    keys, part_nodes = outer_keys, _part_nodes(key)
    if not 0 < len(part_nodes) <= _MOST_KEYS - len(outer_keys):
        return
    for part in part_nodes:
        keys = (*keys, _key_name(part))
        positions.keys.setdefault(keys, _start_of(part))
    _add_value(value, keys, positions)


def _add_value(node: Node, keys: Keys, positions: Places) -> None:
    positions.values[keys] = _start_of(node)
    if len(keys) >= _MOST_KEYS:
        return
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _add_pair(child, keys, positions)
    elif node.type == "array":
        entries = (child for child in node.children if child.is_named and child.type != "comment")
        for index, child in enumerate(entries):
            _add_value(child, (*keys, index), positions)


def _start_of(node: Node) -> tuple[int, int]:
    return node.start_point[0], node.start_point[1]


def _part_nodes(key: Node) -> list[Node]:
    """Return the parts of a key; none where there are more than anybody means."""
    if key.type != "dotted_key":
        return [key]
    if (key.text or b"").count(b".") > _MOST_DOTS:
        return []
    return [part for child in key.children if child.type in _KEYS for part in _part_nodes(child)]


def _key_name(key: Node) -> str:
    text = (key.text or b"").decode("utf-8", "replace")
    return next(iter(tomli.loads(f"{text} = 0"))) if key.type == "quoted_key" else text
