"""An index, kept between runs, of what a list shows of each file, or of what is wrong with it.

Touches disk: reads the files that are new or changed, and keeps the index in the cache.
A row is plain JSON, so that while nothing has changed neither pydantic nor a TOML reader
is loaded. An index that is damaged, or was made by another version, is made again. If the
index cannot be written, the library does without.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import coach
from coach.errors import BadFile, CoachError, Place, Problem, Severity
from coach.files import atomic
from coach.files.document import Document
from coach.files.paths import made
from coach.routine.format import bounds
from coach.routine.format.further_problems import with_further_problems
from coach.routine.format.reference_graph import Reference
from coach.routine.kind import Kind, Node
from coach.routine.library.facts import Facts
from coach.routine.library.file_kinds import KINDS, FileKind, Kinds
from coach.routine.library.files import File
from coach.versions import mark_of, sources_in

FORMAT: Final = 4
_DECIDING_LIBRARIES: Final = ("tomli", "pydantic", "pydantic_core", "tree_sitter", "tree_sitter_toml")
"""The libraries that decide what a file says, what is wrong with it and where."""


RowReference = tuple[str, str, bool, int, int]
"""A reference to a file: its kind and its id, whether it is needed, and the line and column of its name."""


class Row(Facts, total=False):
    """What is known of one file.

    `refers` are the files that it names. A file that cannot be used has `problems`, and those of its
    references that can be read.
    """

    identity: list[int]
    problems: list[tuple[int, int, str, str, str]]
    refers: list[RowReference]


def rows(
    files: Iterable[File],
    cache: Path | None,
    *,
    kinds: Kinds = KINDS,
    last_good_file: Callable[[File, Row], File | None] = lambda *_: None,
    on_each: Callable[[], object] = lambda: None,
) -> dict[str, Row]:
    """Return a row for each file, and for the last good file that stands in for it, by its path.

    `on_each` is called after each file.
    """
    stored = {} if cache is None else _stored_rows(cache / "library.json")
    all_rows: dict[str, Row] = {}
    for file in files:
        row = all_rows[file.path] = _row(file, stored, kinds)
        stand_in = last_good_file(file, row)
        if stand_in is not None:
            all_rows[stand_in.path] = _row(stand_in, stored, kinds)
        on_each()
    # What could not be read is tried again each time: rights change, and the file does not.
    readable = {path: row for path, row in all_rows.items() if row["identity"]}
    if cache is not None and readable != stored:
        _store(cache, readable)
    return all_rows


def problems(file: File, row: Row) -> Iterator[Problem]:
    """Yield what is wrong in a file."""
    for line, column, rule, message, mend in row.get("problems", ()):
        yield Problem(Place(file.shown, line, column), rule, message, mend, Severity.ERROR)


def needs(row: Row) -> Iterator[Node]:
    """Yield the files without which a file cannot be used."""
    return ((Kind(kind), name) for kind, name, needed, _, _ in row.get("refers", ()) if needed)


def refers_to(row: Row) -> Iterator[Node]:
    """Yield the files that a file names."""
    return ((Kind(kind), name) for kind, name, _, _, _ in row.get("refers", ()))


def row_references(references: Iterable[Reference], document: Document) -> Iterator[RowReference]:
    """Yield the references of a document in the form in which rows keep them."""
    for reference in references:
        place = document.place(reference.path)
        yield reference.kind, reference.id, reference.needed, place.line, place.column


def _row(file: File, stored: dict[str, Row], kinds: Kinds) -> Row:
    row = stored.get(file.path)
    return _new_row(file, kinds[file.kind]) if row is None or row["identity"] != [*file.identity] else row


def _new_row(file: File, kind: FileKind[Any, Any]) -> Row:
    from coach.files.document import read

    identity, document = [*file.identity], None
    try:
        document = read(Path(file.path))
        facts = kind.facts(kind.parse(document, file.id))
        refers = list(row_references(kind.references(document), document))
        return cast("Row", {"identity": identity, **facts, "refers": refers})
    except BadFile as error:
        problems = with_further_problems(error, lambda mended: kind.parse(mended, file.id)).problems
        rows = [(p.place.line, p.place.column, p.rule, p.message, p.mend) for p in problems]
        references = () if document is None else row_references(kind.references_of_broken(document), document)
        return {"identity": identity, "problems": rows, "refers": list(islice(references, bounds.UNROLLED))}
    except CoachError as error:
        return {"identity": [], "problems": [(1, 1, "unreadable", str(error), "")]}


def _stored_rows(path: Path) -> dict[str, Row]:
    try:
        header, _, body = path.read_bytes().partition(b"\n")
        if header != _header(body):
            return {}
        stored: dict[str, Row] = json.loads(body)
    except (OSError, ValueError):
        return {}
    return stored


def _store(cache: Path, rows_by_path: dict[str, Row]) -> None:
    body = json.dumps(rows_by_path, separators=(",", ":")).encode()
    try:
        atomic.write(made(cache) / "library.json", _header(body) + b"\n" + body, private=True)
    except CoachError:
        return


def _header(body: bytes) -> bytes:
    """Return the first line of a current index: its format, its maker's marks, and a checksum of the body."""
    return json.dumps([FORMAT, _maker_marks(), zlib.crc32(body)]).encode()


def _maker_marks() -> list[Any]:
    """Return marks of all that decides what a row says: coach's own sources, and the libraries it uses.

    All sources of coach count, since the code that reads a file depends on many of them.
    """
    try:
        sources = list(sources_in(coach.__path__[0]))
    except OSError:
        return []
    return [zlib.crc32(repr(sources).encode()), mark_of(*_DECIDING_LIBRARIES)]
