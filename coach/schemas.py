"""The JSON Schemas of every kind of file, and where an editor finds them.

Reads the built-in `config.toml`; writes in `keep` alone. Each is made from what reads such a file,
so that what an editor offers, and marks as wrong, is what coach takes.
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
from coach.routine.library.file_kinds import KINDS as OF_ROUTINES

KINDS: Final = (*map(str, OF_ROUTINES), "reminders", "config")


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
    """Write each schema among the person's own files, where it is not there as it is now."""
    kept = []
    for kind in KINDS:
        path = folder() / f"{kind}.schema.json"
        _put(path, text(kind).encode())
        kept.append(path)
    return tuple(kept)


def _put(path: Path, new: bytes) -> None:
    if not path.is_file() or path.read_bytes() != new:
        edit(path, lambda _: new)


def line(kind: str, file: Path) -> str:
    """Return the first line of a file that tells an editor of its schema (Taplo, Even Better TOML).

    The way is told from the file's own folder, so that it holds in every home.
    """
    way = os.path.relpath(folder() / f"{kind}.schema.json", file.parent).replace(os.sep, "/")
    return f"#:schema {way}"


def _reminders() -> dict[str, Any]:
    from coach.files.tables import InOrder
    from coach.reminder.file.tables import RemindersTable

    made = RemindersTable.model_json_schema(schema_generator=InOrder)
    return tidy_schema(made, "The reminders of coach")


def _config() -> dict[str, Any]:
    """Return the settings' schema: what each may be, and what the built-in file says of it."""
    document = read(data_root() / "config.toml")
    top = _of_settings(document, "")
    for name in TABLES:
        top[name] = {
            "description": _said(document.text, f"[{name}]"),
            "type": "object",
            "properties": _of_settings(document, name),
            "additionalProperties": False,
        }
    return {
        "$schema": DIALECT,
        "title": "The settings of coach",
        "description": "Your own config.toml: the lines that differ from the built-in one.",
        "type": "object",
        "properties": top,
        "additionalProperties": False,
    }


def _of_settings(document: Document, table: str) -> dict[str, Any]:
    """Return what each setting of a table may be; an empty `table` is the top."""
    value = document.value[table] if table else document.value
    text = document.text.partition(f"\n[{table}]\n")[2] if table else document.text
    keys = {key.rpartition(".")[2]: key for key in SPEC if key.rpartition(".")[0] == table}
    return {
        name: {**SPEC[key].shape, "description": _said(text, f"{name} ="), "default": value[name]}
        for name, key in keys.items()
    }


def _said(text: str, line: str) -> str:
    """Return the comment that stands above a line."""
    above = f"\n{text}".partition(f"\n{line}")[0].rstrip("\n").rpartition("\n\n")[2]
    return " ".join(part.removeprefix("#").strip() for part in above.splitlines())
