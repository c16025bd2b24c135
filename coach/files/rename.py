"""Another name for a key of a table, in the same place.

Pure. tomlkit (tried with 0.15.2) has no public way to keep the place, so this is the one module that
reaches for a private one of it; `tests/files/test_rename.py` fails where that no longer holds.
"""

from collections.abc import MutableMapping
from typing import Any


def rename(table: MutableMapping[str, Any], old: str, new: str) -> None:
    """Give a key of a table another name, in the same place, if the table has that key."""
    if old not in table:
        return
    if type(table) is dict:
        table[new] = table.pop(old)
        return
    from tomlkit.container import Container

    tomlkit_table: Any = table
    container = tomlkit_table if isinstance(table, Container) else tomlkit_table.value
    container._replace(old, new, _bare(table[old]))


def _bare(item: Any) -> Any:  # noqa: ANN401 - tomlkit's items have no common type
    """Return an item that writes its heading with the name that it has now, not the one that was read."""
    for table in getattr(item, "body", ()):
        table.display_name = None
    if hasattr(item, "display_name"):
        item.display_name = None
    return item
