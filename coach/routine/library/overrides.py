"""What is changed and lost where a file of a person's own hides a built-in one.

Pure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from coach.errors import Place, Problem, Severity
from coach.routine.kind import Kind, Node

MEANT: Final = "masked-exercise"
"""The rule that a file silences where it is meant to change what the built-in routines do."""
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Masked:
    """A built-in file that one of the person's own hides.

    `lost`: what the built-in one says of caution and the own one does not ("tags", "avoid", "stop").
    `meant`: the own one says that it is to change what the built-in routines do.
    """

    kind: Kind
    id: str
    own: str
    built_in: str
    lost: tuple[str, ...] = ()
    meant: bool = False


def changes(masked: Iterable[Masked], changed_by: Callable[[Node], tuple[str, ...]]) -> Iterator[Problem]:
    """Yield a warning of each file that changes built-in routines, unless more is told of it.

    `changed_by` returns the built-in routines that a file is in.
    """
    for each in masked:
        if not each.lost and (routines := changed_by((each.kind, each.id))):
            yield _changing(each, routines)


def _changing(masked: Masked, routines: tuple[str, ...]) -> Problem:
    message = f"this {masked.kind} takes the place of the built-in {masked.id} in {_some(routines)}."
    mend = f"Give it another name where that is not meant; where it is, silence {MEANT}."
    return Problem(Place(masked.own, 1, 1), MEANT, message, mend, Severity.WARNING)


def _some(routines: tuple[str, ...]) -> str:
    more = len(routines) - _MOST_NAMED
    return ", ".join(routines[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def warning(masked: Masked) -> Problem:
    """Return the warning of a caution that is lost."""
    message = f"this exercise hides the built-in {masked.id}, and with it a caution that is said there"
    mend = (
        f"Copy its [caution] here, or give your exercise another name; the built-in one is {masked.built_in}."
    )
    place = Place(masked.own, 1, 1)
    return Problem(place, "masked-caution", f"{message} ({', '.join(masked.lost)}).", mend, Severity.WARNING)
