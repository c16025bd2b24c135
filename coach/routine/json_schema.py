"""JSON Schemas of the files, for editors and other programs: draft 2020-12.

Pure. Made from the tables that `coach check` reads with, so that the two cannot differ. A
schema says what one value may be and which keys there are; what only the whole file can
tell (two kinds of work in one dose, an exercise that is not there) is left to the check.
Nothing that the check takes is refused by the schema.
"""

from typing import Any, Final

from coach.grammar import an
from coach.routine.file_kinds import KINDS
from coach.routine.kind import Kind

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_OF_LISTS: Final = ("minItems", "maxItems")
_OF_PYDANTIC: Final = ("title", "ge", "le")

Schema = dict[str, Any]


def json_schema(kind: str) -> Schema:
    """Return the schema of a kind of file, such as an `exercise`."""
    from coach.routine.kinds import InOrder

    made = KINDS[Kind(kind)].table().model_json_schema(schema_generator=InOrder)
    words = an(kind)
    return of_made(made, f"{words[:1].upper()}{words[1:]} of coach")


def of_made(made: Schema, title: str) -> Schema:
    """Return the schema that pydantic made of a file's table, without what says nothing in TOML."""
    return {"$schema": DIALECT, "title": title, **_tidy(made)}


def _tidy(made: Any) -> Any:  # noqa: ANN401 - whatever JSON may be
    """Leave out what TOML has no word for (null), and what says nothing."""
    if isinstance(made, list):
        return [_tidy(part) for part in made]
    if not isinstance(made, dict):
        return made
    if "properties" in made:
        tidied = {name: _tidy(part) for name, part in made["properties"].items()}
        made = {**made, "properties": tidied}
    kept = {
        key: value if key in ("properties", "default", "examples", "enum", "const") else _tidy(value)
        for key, value in made.items()
        if key not in _OF_PYDANTIC
        and not (key == "default" and (value in (None, [], "") or isinstance(value, dict)))
    }
    return _flat(kept)


def _flat(made: Schema) -> Schema:
    """Give the one way of several that can be written, or all in one list."""
    if made.get("type") == "string":
        return {key: value for key, value in made.items() if key not in _OF_LISTS}
    if "anyOf" not in made or "required" in made["anyOf"][0]:
        return made
    ways = [inner for way in made["anyOf"] for inner in _ways(way) if inner != {"type": "null"}]
    rest = {key: value for key, value in made.items() if key not in ("anyOf", *_OF_LISTS)}
    return {**ways[0], **rest} if len(ways) == 1 else {"anyOf": ways, **rest}


def _ways(way: Schema) -> list[Schema]:
    inner: list[Schema] = way.get("anyOf", [way])
    return inner
