"""The JSON Schemas of every kind of file, and where an editor finds them.

Reads the built-in `config.toml`; writes in `keep` alone. Each is made from the code that
reads such a file, so that an editor offers, and marks as wrong, the same as coach does.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from coach.config.settings import SPEC, TABLES
from coach.files.document import Document, read
from coach.files.exclusive_edit import edit
from coach.files.json_schema import DIALECT, tidy_schema
from coach.files.paths import data_root, own_routines
from coach.routine.format.templates import SCHEMAS
from coach.routine.library import json_schema
from coach.routine.library.file_kinds import KINDS as ROUTINE_KINDS

KINDS: Final = (*map(str, ROUTINE_KINDS), "reminders", "config")


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of one of `KINDS`."""
    if kind == "config":
        return _config()
    return _reminders() if kind == "reminders" else json_schema.json_schema(kind)


def text(kind: str) -> str:
    """Return a schema as JSON for people to read and for editors."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def folder() -> Path:
    """Return where this person's editor finds the schemas: among their own routines."""
    return own_routines() / SCHEMAS


def keep() -> tuple[Path, ...]:
    """Write each schema among the person's own files, where it is missing or has changed."""
    paths = []
    for kind in KINDS:
        path = folder() / f"{kind}.schema.json"
        _write_if_changed(path, text(kind).encode())
        paths.append(path)
    return tuple(paths)


def _write_if_changed(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        edit(path, lambda _: data)


def line(kind: str, file: Path) -> str:
    """Return the first line of a file that tells an editor of its schema (Taplo, Even Better TOML).

    The path is relative to the file's own folder, so that it is right in every home.
    """
    relative_path = os.path.relpath(folder() / f"{kind}.schema.json", file.parent).replace(os.sep, "/")
    return f"#:schema {relative_path}"


def _reminders() -> dict[str, Any]:
    from coach.files.tables import InOrder
    from coach.reminder.file.tables import RemindersTable

    pydantic_schema = RemindersTable.model_json_schema(schema_generator=InOrder)
    return tidy_schema(pydantic_schema, "The reminders of coach")


def _config() -> dict[str, Any]:
    """Return the settings' schema: the values of each, and the built-in file's comment on it."""
    document = read(data_root() / "config.toml")
    properties = _setting_schemas(document, "")
    for name in TABLES:
        properties[name] = {
            "description": _comment_above(document.text, f"[{name}]"),
            "type": "object",
            "properties": _setting_schemas(document, name),
            "additionalProperties": False,
        }
    return {
        "$schema": DIALECT,
        "title": "The settings of coach",
        "description": "Your own config.toml: the lines that differ from the built-in one.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _setting_schemas(document: Document, table: str) -> dict[str, Any]:
    """Return the schema of each setting of a table; an empty `table` is the top of the file."""
    value = document.value[table] if table else document.value
    text = document.text.partition(f"\n[{table}]\n")[2] if table else document.text
    keys = {key.rpartition(".")[2]: key for key in SPEC if key.rpartition(".")[0] == table}
    return {
        name: {**SPEC[key].shape, "description": _comment_above(text, f"{name} ="), "default": value[name]}
        for name, key in keys.items()
    }


def _comment_above(text: str, line: str) -> str:
    """Return the comment above a line."""
    comment = f"\n{text}".partition(f"\n{line}")[0].rstrip("\n").rpartition("\n\n")[2]
    return " ".join(part.removeprefix("#").strip() for part in comment.splitlines())
