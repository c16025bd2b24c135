"""The way to a value of a file: keys of tables and indices of arrays, from the top.

Pure; works on plain TOML.
"""

import copy
from collections.abc import Mapping
from typing import Any

Keys = tuple[str | int, ...]
"""Such as ("step", 0, "say"); an empty tuple is the whole file."""


def value_at(value: Any, keys: Keys) -> Any:  # noqa: ANN401 - plain TOML
    """Return the value at `keys`; `None` where there is none, since TOML has no such value."""
    for key in keys:
        match value:
            case dict() if key in value:
                value = value[key]
            case list() if isinstance(key, int) and 0 <= key < len(value):
                value = value[key]
            case _:
                return None
    return value


def with_value(value: Mapping[str, Any], keys: Keys, new: object) -> dict[str, Any]:
    """Return a copy of the value with another, or one more, at `keys`; the table around it must be there."""
    changed = copy.deepcopy(dict(value))
    value_at(changed, keys[:-1])[keys[-1]] = new
    return changed
