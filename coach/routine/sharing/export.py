"""Put a routine and the person's own exercises that it needs into one text, for somebody else.

Touches disk: reads the library's files. `accept` brings such a text in.

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

_UNSEEN_MEND: Final = "Take it out, and write the word again: nobody could bring this in."
_MAX_PROBLEMS: Final = 20


def shared_text(library: Library, name: str) -> str:
    """Return the routine of that id in one text, with every own exercise that it leads to.

    The text has passed the same checks that it will pass where somebody brings it in.
    """
    parts: list[PackedPart] = []

    def named_by(node: Node) -> list[Node]:
        if node[0] != Kind.ROUTINE and not _is_own(library, *node):
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
        shared_document = parse(text.encode(), name)
        refuse_untrusted(shared_document)
        unpack(shared_document)
    except BadFile as error:
        reason = error.problems[0].message.rstrip(".")
        raise CoachError(
            f"{name} cannot be shared as it is: {reason}. Write its files more plainly."
        ) from error
    return text


def sharing_problems(file: File, document: Document) -> Iterator[Problem]:
    """Yield each problem that would keep others from bringing in a file of the person's own."""
    fault = fault_of_id(file.id)
    if fault is not None:
        message = f"no {file.kind} that is shared can be called {file.id[:WORD]!r}."
        yield Problem(Place(document.name, 1, 1), "file-name", message, f"Rename the file. {fault}")
    yield from islice(unseen_problems(document, _UNSEEN_MEND), _MAX_PROBLEMS)


def _is_own(library: Library, kind: Kind, name: str) -> bool:
    try:
        return library.files_of(kind, name)[0] is not None
    except UsageError:  # what a caution names instead need not be there
        return False


def _document(library: Library, kind: Kind, name: str) -> Document:
    """Read a file that is to be shared. Raises what would keep others from bringing it in."""
    own_file, built_in_file = library.files_of(kind, name)
    file = own_file or built_in_file
    assert file is not None
    document = read(Path(file.path))
    refuse(sharing_problems(file, document))
    return document
