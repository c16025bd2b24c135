"""The JSON Schemas of every kind of file, and where an editor finds them.

Touches disk in `keep` alone. Each is made from what reads such a file, so that what an
editor offers, and marks as wrong, is what coach takes.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from coach import atomic
from coach.config import SPEC
from coach.paths import data_root, made, own_routines
from coach.routine import json_schema
from coach.routine.new import SCHEMAS
from coach.source import read

KINDS: Final = ("exercise", "routine", "config")


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of one of `KINDS`."""
    return _config() if kind == "config" else json_schema.json_schema(kind)


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
        path, new = folder() / f"{kind}.schema.json", text(kind).encode()
        if not path.is_file() or path.read_bytes() != new:
            atomic.write(made(path.parent) / path.name, new)
        kept.append(path)
    return tuple(kept)


def line(kind: str, file: Path) -> str:
    """Return the first line of a file that tells an editor of its schema (Taplo, Even Better TOML).

    The way is told from the file's own folder, so that it holds in every home.
    """
    way = os.path.relpath(folder() / f"{kind}.schema.json", file.parent).replace(os.sep, "/")
    return f"#:schema {way}"


def _config() -> dict[str, Any]:
    """Return the settings' schema: what each may be, and what the built-in file says of it."""
    document = read(data_root() / "config.toml")
    settings = {
        key: {**SPEC[key].shape, "description": _said(document.text, key), "default": default}
        for key, default in document.value.items()
    }
    return {
        "$schema": json_schema.DIALECT,
        "title": "The settings of coach",
        "description": "Your own config.toml: the lines that differ from the built-in one.",
        "type": "object",
        "properties": settings,
        "additionalProperties": False,
    }


def _said(text: str, key: str) -> str:
    """Return the comment that stands above a setting."""
    above = text.partition(f"\n{key} =")[0].rpartition("\n\n")[2]
    return " ".join(line.removeprefix("#").strip() for line in above.splitlines())
