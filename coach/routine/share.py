"""A routine given to somebody else in one file, with the exercises of one's own that it needs.

Touches disk: reads the library's files. What was given is taken in by `receive`.

Errors: `BadFile` where the routine or one of its exercises is broken; `UsageError` for a name
that is not there.
"""

from pathlib import Path

from coach.errors import CoachError, UsageError
from coach.routine.library import Library
from coach.routine.pack import Part, pack
from coach.routine.references import named_by
from coach.routine.shelf import Kind
from coach.source import LARGEST, read


def shared(library: Library, name: str) -> str:
    """Return the routine of that id in one text, with every exercise of one's own that it leads to."""
    library.refuse_bad(Kind.ROUTINE, name)
    parts = [_part(library, Kind.ROUTINE, name)]
    waiting = [step.exercise for step in library.routine(name).exercises()]
    seen: set[str] = set()
    while waiting:
        exercise = waiting.pop(0)
        if exercise in seen or not _own(library, exercise):
            continue
        seen.add(exercise)
        library.refuse_bad(Kind.EXERCISE, exercise)
        parts.append(_part(library, Kind.EXERCISE, exercise))
        waiting += named_by(library.exercise(exercise))
    text = pack(parts)
    if len(text.encode()) > LARGEST:
        raise CoachError(f"{name} has more than {LARGEST:,} bytes with its exercises. Share a shorter one.")
    return text


def _own(library: Library, exercise: str) -> bool:
    try:
        return library.found(Kind.EXERCISE, exercise)[0] is not None
    except UsageError:  # what a caution names instead need not be there
        return False


def _part(library: Library, kind: Kind, name: str) -> Part:
    own, built_in = library.found(kind, name)
    file = own or built_in
    assert file is not None
    return Part(kind, name, read(Path(file.path)).text)
