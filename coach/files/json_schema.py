"""JSON Schemas of files, for editors and other programs: draft 2020-12.

Pure. Made from the tables that a file is read with, so that the two cannot differ: nothing that
is read is refused by the schema.
"""

from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_LIST_KEYS: Final = ("minItems", "maxItems")
_PYDANTIC_KEYS: Final = ("title", "ge", "le")

Schema = dict[str, Any]


def tidy_schema(pydantic_schema: Schema, title: str) -> Schema:
    """Return the schema that pydantic made of a file's table, without what says nothing in TOML."""
    return {"$schema": DIALECT, "title": title, **_tidied(pydantic_schema)}


def _tidied(node: Any) -> Any:  # noqa: ANN401 - whatever JSON may be
    """Leave out what TOML has no word for (null), and what says nothing."""
    if isinstance(node, list):
        return [_tidied(part) for part in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        properties = {name: _tidied(part) for name, part in node["properties"].items()}
        node = {**node, "properties": properties}
    tidy_node = {
        key: value if key in ("properties", "default", "examples", "enum", "const") else _tidied(value)
        for key, value in node.items()
        if key not in _PYDANTIC_KEYS
        and not (key == "default" and (value in (None, [], "") or isinstance(value, dict)))
    }
    return _flattened(tidy_node)


def _flattened(schema: Schema) -> Schema:
    """Return the schema with its only alternative in it, or with all alternatives in one list."""
    if schema.get("type") == "string":
        return {key: value for key, value in schema.items() if key not in _LIST_KEYS}
    if "anyOf" not in schema or "required" in schema["anyOf"][0]:
        return schema
    alternatives = [
        inner
        for alternative in schema["anyOf"]
        for inner in _alternatives(alternative)
        if inner != {"type": "null"}
    ]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", *_LIST_KEYS)}
    return {**alternatives[0], **rest} if len(alternatives) == 1 else {"anyOf": alternatives, **rest}


def _alternatives(schema: Schema) -> list[Schema]:
    alternatives: list[Schema] = schema.get("anyOf", [schema])
    return alternatives
