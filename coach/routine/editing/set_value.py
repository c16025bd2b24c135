"""Change one value of a file in the library, if the whole file is still good with it.

Touches disk. Errors: `UsageError` for a value that would be wrong, or a place that is not there;
`CoachError` where the file could not be written, or was changed by somebody else meanwhile.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import BadFile, CoachError, Problem, UsageError
from coach.files.document import BOM, parse, read_bytes
from coach.files.exclusive_edit import replace_unchanged
from coach.routine.editing.own_files import alone_with, blocked_path_error, own_path
from coach.routine.editing.steps import keys_of_step, possible_values, with_changed_value
from coach.routine.kind import Kind
from coach.routine.library.last_good import own_last_good
from coach.routine.library.library import Library

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The change that a person asks for, in the words of the command line."""

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


def planned_change(library: Library, adjustment: Adjustment) -> ValueChange:
    """Return the change, after which the file is good. Raises `UsageError` where it would not be."""
    own_file, built_in_file = library.files_of(adjustment.kind, adjustment.id)
    file = own_file or built_in_file
    assert file is not None
    old = read_bytes(Path(file.path))
    keys = keys_of_step(adjustment.step, parse(old, file.shown).value)
    first_error: BadFile | None = None
    for value in possible_values(adjustment.value):
        new = with_changed_value(old, keys, adjustment.key, value, file.shown)
        try:
            library.check(adjustment.kind, adjustment.id, new)
        except BadFile as error:
            first_error = first_error or error
            continue
        path = Path(file.path) if own_file else own_path(file)
        return ValueChange(adjustment.kind, adjustment.id, path, file.shown, old, new, own_file is None)
    assert first_error is not None
    raise _refusal(first_error, _problems(library, adjustment, old), adjustment)


def _problems(library: Library, adjustment: Adjustment, data: bytes) -> tuple[Problem, ...]:
    """Return what is wrong in the file before the change."""
    try:
        library.check(adjustment.kind, adjustment.id, data)
    except BadFile as error:
        return error.problems
    return ()


def _refusal(error: BadFile, old_problems: tuple[Problem, ...], adjustment: Adjustment) -> CoachError:
    """Return the error that says what is wrong; what was wrong before has its place in the file."""
    old_messages = {problem.message for problem in old_problems}
    new_messages = [
        " ".join((p.message, p.mend)).strip() for p in error.problems if p.message not in old_messages
    ]
    lines = [*new_messages, *map(str, old_problems)]
    return UsageError("\n".join((f"{adjustment.id} was not changed: {lines[0]}", *lines[1:])))


def adjust(library: Library, adjustment: Adjustment) -> ValueChange:
    """Write the change, wholly or not at all; return the change to the file as it was at that moment."""
    change = planned_change(
        library, adjustment
    )  # first without the lock: a refusal waits for nobody, and makes no folder
    if change.old == change.new:
        return change
    with alone_with(change.path):
        for _ in range(_TRIES):
            change = planned_change(library.refreshed(), adjustment)
            if change.old == change.new:
                return change
            if replace_unchanged(change.path, None if change.copied else change.old, change.new):
                own_last_good().keep(change.kind, change.id, change.new.removeprefix(BOM))
                return change
    if change.copied:
        raise blocked_path_error(change.path)
    raise CoachError(f"{change.shown} was changed meanwhile and is as that left it. Try again.")
