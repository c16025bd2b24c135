"""One value of a file in the library changed, if the whole still checks.

Touches disk. Errors: `UsageError` for what would be wrong or is not there;
`CoachError` where the file could not be written, or was changed by somebody else meanwhile.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import BadFile, CoachError, Problem, UsageError
from coach.files.document import BOM, parse, read_bytes
from coach.files.exclusive_edit import replace_unchanged
from coach.routine.editing.own_files import alone_with, in_the_way, own_path
from coach.routine.editing.steps import changed, readings, way_to
from coach.routine.kind import Kind
from coach.routine.library.last_good import own_good
from coach.routine.library.library import Library

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is asked for, in the words of the command line."""

    kind: Kind
    id: str
    step: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A file's bytes as they are and as they will be; `copied` where `path` is new."""

    kind: Kind
    id: str
    path: Path
    shown: str
    old: bytes
    new: bytes
    copied: bool


def planned(library: Library, wanted: Adjustment) -> ValueChange:
    """Return the change, which is known to check. Raises `UsageError` for one that would not."""
    own, built_in = library.files_of(wanted.kind, wanted.id)
    file = own or built_in
    assert file is not None
    old = read_bytes(Path(file.path))
    way = way_to(wanted.step, parse(old, file.shown).value)
    refused: BadFile | None = None
    for value in readings(wanted.value):
        new = changed(old, way, wanted.key, value, file.shown)
        try:
            library.check(wanted.kind, wanted.id, new)
        except BadFile as error:
            refused = refused or error
            continue
        path = Path(file.path) if own else own_path(file)
        return ValueChange(wanted.kind, wanted.id, path, file.shown, old, new, own is None)
    assert refused is not None
    raise _refusal(refused, _problems(library, wanted, old), wanted)


def _problems(library: Library, wanted: Adjustment, data: bytes) -> tuple[Problem, ...]:
    """Return what is wrong already."""
    try:
        library.check(wanted.kind, wanted.id, data)
    except BadFile as error:
        return error.problems
    return ()


def _refusal(refused: BadFile, before: tuple[Problem, ...], wanted: Adjustment) -> CoachError:
    """Return what is wrong, with its place in the file where that is there already."""
    known = {problem.message for problem in before}
    new = [" ".join((p.message, p.mend)).strip() for p in refused.problems if p.message not in known]
    told = [*new, *map(str, before)]
    return UsageError("\n".join((f"{wanted.id} was not changed: {told[0]}", *told[1:])))


def adjust(library: Library, wanted: Adjustment) -> ValueChange:
    """Write the change, wholly or not at all; return what it came to in the file as it was then."""
    change = planned(library, wanted)  # what is refused waits for nobody, and makes no folder
    if change.old == change.new:
        return change
    with alone_with(change.path):
        for _ in range(_TRIES):
            change = planned(library.anew(), wanted)
            if change.old == change.new:
                return change
            if replace_unchanged(change.path, None if change.copied else change.old, change.new):
                own_good().keep(change.kind, change.id, change.new.removeprefix(BOM))
                return change
    if change.copied:
        raise in_the_way(change.path)
    raise CoachError(f"{change.shown} was changed meanwhile and is as that left it. Try again.")
