"""Make a new file of a person's own: from a template that works as it is, or as a copy of another file.

Touches disk. Errors: `UsageError` for a name that is taken or cannot be a name; `BadFile` where the
file to copy is broken.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.files.document import BOM, parse, read_bytes
from coach.files.toml_text import as_bytes_like, with_table
from coach.routine.editing.own_files import create_file
from coach.routine.editing.steps import with_changed_value
from coach.routine.format.templates import UNUSED, file_name, schema_line, title_of
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import folder_of
from coach.routine.library.library import Library, default
from coach.routine.model import Category, Exercise

_SCHEMA_PREFIX: Final = b"#:schema "
_DEFAULT_CATEGORY: Final = Category.MOBILITY


@dataclass(frozen=True, slots=True)
class NewFileRequest:
    """The file that a person asks for. `original`: the id of the file of the same kind to copy, if any."""

    kind: Kind
    name: str
    category: Category | None
    original: str | None


def create(library: Library, request: NewFileRequest) -> tuple[str, Path]:
    """Make the file; return its id and where it is."""
    file_id = file_name(request.name)
    name, row = title_of(request.name), library.kinds[request.kind]
    if request.original is not None:
        text, category = _text_and_category(library, request, request.original, name)
    else:
        category = request.category or _DEFAULT_CATEGORY
        text = row.template(name, file_id, category).encode()
    folder = folder_of(row, {"category": category.value})
    path = create_file(library, request.kind, file_id, folder, text)
    default().remember(request.kind, file_id)
    return file_id, path


def _text_and_category(
    library: Library, request: NewFileRequest, original_id: str, name: str
) -> tuple[bytes, Category]:
    library.check(request.kind, original_id)
    files = library.files_of(request.kind, original_id)
    file = files[0] or files[1]
    assert file is not None
    text = with_changed_value(read_bytes(Path(file.path)), (), "name", name, file.shown)
    if request.category is not None:
        text = with_changed_value(text, (), "category", request.category.value, file.shown)
    body = text.removeprefix(BOM)
    if body.startswith(_SCHEMA_PREFIX):
        body = body.partition(b"\n")[2]
    original = library.read(request.kind, original_id)
    if isinstance(original, Exercise) and "silence" not in parse(body, file.shown).value:
        body = with_table(body.decode("utf-8"), UNUSED).encode()
    first_line = as_bytes_like(body, schema_line(request.kind))
    return first_line + body, request.category or original.category
