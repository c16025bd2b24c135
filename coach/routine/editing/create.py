"""A file of a person's own begun: from what works as it is, or from another file of the library.

Touches disk. Errors: `UsageError` for a name that is taken or cannot be one; `BadFile` where the
file to begin from is broken.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.files.document import BOM, parse, read_bytes
from coach.files.toml_text import as_bytes_like, with_table
from coach.routine.editing.own_files import new
from coach.routine.editing.steps import changed
from coach.routine.format.templates import UNUSED, file_name, schema_line, title_of
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import folder_of
from coach.routine.library.library import Library, default
from coach.routine.model import Category, Exercise

_SCHEMA: Final = b"#:schema "
_USUAL: Final = Category.MOBILITY


@dataclass(frozen=True, slots=True)
class Begun:
    """What is asked for. `begun_from`: the id of another of its kind."""

    kind: Kind
    name: str
    category: Category | None
    begun_from: str | None


def begin(library: Library, wanted: Begun) -> tuple[str, Path]:
    """Make the file; return its id and where it is."""
    known_as = file_name(wanted.name)
    name, row = title_of(wanted.name), library.kinds[wanted.kind]
    if wanted.begun_from is not None:
        text, category = _copied(library, wanted, wanted.begun_from, name)
    else:
        category = wanted.category or _USUAL
        text = row.template(name, known_as, category).encode()
    folder = folder_of(row, {"category": category.value})
    path = new(library, wanted.kind, known_as, folder, text)
    default().remember(wanted.kind, known_as)
    return known_as, path


def _copied(library: Library, wanted: Begun, other: str, name: str) -> tuple[bytes, Category]:
    library.check(wanted.kind, other)
    files = library.files_of(wanted.kind, other)
    file = files[0] or files[1]
    assert file is not None
    text = changed(read_bytes(Path(file.path)), (), "name", name, file.shown)
    if wanted.category is not None:
        text = changed(text, (), "category", wanted.category.value, file.shown)
    bare = text.removeprefix(BOM)
    if bare.startswith(_SCHEMA):
        bare = bare.partition(b"\n")[2]
    of_kind = library.read(wanted.kind, other)
    if isinstance(of_kind, Exercise) and "silence" not in parse(bare, file.shown).value:
        bare = with_table(bare.decode("utf-8"), UNUSED).encode()
    line = as_bytes_like(bare, schema_line(wanted.kind))
    return line + bare, wanted.category or of_kind.category
