"""A routine given to somebody else in one file, with the exercises of one's own that it needs.

Touches disk: reads the library's files. What was given is taken in by `accept`.

Errors: `BadFile` where the routine or one of its exercises is broken; `UsageError` for a name
that is not there.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from coach.errors import BadFile, CoachError, Place, Problem, UsageError, refuse
from coach.files.document import LARGEST, Document, parse, read
from coach.files.ids import WORD
from coach.routine.format.reference_graph import reached
from coach.routine.format.shareable import fault_of_id, unseen_problems
from coach.routine.kind import Kind, Node
from coach.routine.library.files import File
from coach.routine.library.library import Library
from coach.routine.sharing.pack import PackedPart, pack, unpack
from coach.routine.sharing.screening import refuse_untrusted

_TAKE_OUT: Final = "Take it out, and write the word again: nobody could bring this in."
_MOST_TOLD: Final = 20


def shared(library: Library, name: str) -> str:
    """Return the routine of that id in one text, with every exercise of one's own that it leads to.

    What is returned was read as whoever gets it will.
    """
    parts: list[PackedPart] = []

    def named_by(node: Node) -> list[Node]:
        if node[0] != Kind.ROUTINE and not _own(library, *node):
            return []
        library.check(*node)
        document = _document(library, *node)
        parts.append(PackedPart(*node, document.text))
        return [reference.node for reference in library.kinds[node[0]].references(document)]

    reached([(Kind.ROUTINE, name)], named_by)
    text = pack(parts)
    if len(text.encode()) > LARGEST:
        raise CoachError(f"{name} has more than {LARGEST:,} bytes with its exercises. Share a shorter one.")
    try:
        whole = parse(text.encode(), name)
        refuse_untrusted(whole)
        unpack(whole)
    except BadFile as bad:
        why = bad.problems[0].message.rstrip(".")
        raise CoachError(f"{name} cannot be shared as it is: {why}. Write its files more plainly.") from bad
    return text


def unshareable(file: File, document: Document) -> Iterator[Problem]:
    """Yield what keeps a file of one's own from being brought in by anybody else."""
    fault = fault_of_id(file.id)
    if fault is not None:
        message = f"no {file.kind} that is shared can be called {file.id[:WORD]!r}."
        yield Problem(Place(document.name, 1, 1), "file-name", message, f"Rename the file. {fault}")
    yield from islice(unseen_problems(document, _TAKE_OUT), _MOST_TOLD)


def _own(library: Library, kind: Kind, name: str) -> bool:
    try:
        return library.files_of(kind, name)[0] is not None
    except UsageError:  # what a caution names instead need not be there
        return False


def _document(library: Library, kind: Kind, name: str) -> Document:
    """Read a file that is to be shared. Raises what keeps it from being brought in elsewhere."""
    own, built_in = library.files_of(kind, name)
    file = own or built_in
    assert file is not None
    document = read(Path(file.path))
    refuse(unshareable(file, document))
    return document
