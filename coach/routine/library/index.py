"""What a list shows of each file, or what is wrong with it, kept between runs.

Touches disk: reads the files that are new or changed, and keeps the index in the cache.
A row is plain JSON, so that while nothing has changed neither pydantic nor a TOML reader
is loaded. An index that is damaged, or was made by another version, is made anew; one
that cannot be written is done without.
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
from coach.routine.format.further_problems import with_further
from coach.routine.format.reference_graph import Reference
from coach.routine.kind import Kind, Node
from coach.routine.library.facts import Facts
from coach.routine.library.file_kinds import KINDS, FileKind, Kinds
from coach.routine.library.files import File
from coach.versions import mark_of, sources_in

FORMAT: Final = 4
_DECIDE: Final = ("tomli", "pydantic", "pydantic_core", "tree_sitter", "tree_sitter_toml")
"""The libraries that decide what a file says, what is wrong with it and where."""


Named = tuple[str, str, bool, int, int]
"""A file that is named: its kind and its id, whether it is needed, and the line and column of its name."""


class Row(Facts, total=False):
    """One file, with what is known of it.

    `refers` are the files that it names. A file that cannot be used has `problems`, and what it names as
    far as that can be read.
    """

    identity: list[int]
    problems: list[tuple[int, int, str, str, str]]
    refers: list[Named]


def rows(
    files: Iterable[File],
    cache: Path | None,
    *,
    kinds: Kinds = KINDS,
    last_good_file: Callable[[File, Row], File | None] = lambda *_: None,
    on_each: Callable[[], object] = lambda: None,
) -> dict[str, Row]:
    """Return a row for each file, and for the one that stands in for it, by its path.

    `on_each` is called as each file is done.
    """
    kept = {} if cache is None else _kept(cache / "library.json")
    found: dict[str, Row] = {}
    for file in files:
        row = found[file.path] = _known(file, kept, kinds)
        other = last_good_file(file, row)
        if other is not None:
            found[other.path] = _known(other, kept, kinds)
        on_each()
    # What could not be read is tried again each time: rights change, and the file does not.
    good = {path: row for path, row in found.items() if row["identity"]}
    if cache is not None and good != kept:
        _keep(cache, good)
    return found


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


def named(references: Iterable[Reference], document: Document) -> Iterator[Named]:
    """Yield what a document refers to as rows have it."""
    for reference in references:
        place = document.place(reference.path)
        yield reference.kind, reference.id, reference.needed, place.line, place.column


def _known(file: File, kept: dict[str, Row], kinds: Kinds) -> Row:
    row = kept.get(file.path)
    return _fresh(file, kinds[file.kind]) if row is None or row["identity"] != [*file.identity] else row


def _fresh(file: File, kind: FileKind[Any, Any]) -> Row:
    from coach.files.document import read

    identity, document = [*file.identity], None
    try:
        document = read(Path(file.path))
        facts = kind.facts(kind.parse(document, file.id))
        refers = list(named(kind.references(document), document))
        return cast("Row", {"identity": identity, **facts, "refers": refers})
    except BadFile as bad:
        problems = with_further(bad, lambda mended: kind.parse(mended, file.id)).problems
        rows = [(p.place.line, p.place.column, p.rule, p.message, p.mend) for p in problems]
        known = () if document is None else named(kind.references_of_broken(document), document)
        return {"identity": identity, "problems": rows, "refers": list(islice(known, bounds.UNROLLED))}
    except CoachError as error:
        return {"identity": [], "problems": [(1, 1, "unreadable", str(error), "")]}


def _kept(path: Path) -> dict[str, Row]:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != _head(body):
            return {}
        kept: dict[str, Row] = json.loads(body)
    except (OSError, ValueError):
        return {}
    return kept


def _keep(cache: Path, kept: dict[str, Row]) -> None:
    body = json.dumps(kept, separators=(",", ":")).encode()
    try:
        atomic.write(made(cache) / "library.json", _head(body) + b"\n" + body, private=True)
    except CoachError:
        return


def _head(body: bytes) -> bytes:
    """Return what an index of now begins with: its format, who made it, and a sum that shows damage."""
    return json.dumps([FORMAT, _maker(), zlib.crc32(body)]).encode()


def _maker() -> list[Any]:
    """Tell what decided from all that might: other sources, an edited checkout, other libraries.

    Any file of coach may, wherever it lies: what reads a file stands on much.
    """
    try:
        sources = list(sources_in(coach.__path__[0]))
    except OSError:
        return []
    return [zlib.crc32(repr(sources).encode()), mark_of(*_DECIDE)]
