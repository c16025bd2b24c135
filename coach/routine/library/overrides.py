"""What changes and what is lost where a person's own file hides a built-in one.

Pure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from coach.errors import Place, Problem, Severity
from coach.routine.kind import Kind, Node

MASKED_RULE: Final = "masked-exercise"
"""The rule about own exercises that hide built-in ones. A file silences it to say that this is intended."""
_MAX_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Masked:
    """A built-in file that a file of the person's own hides.

    `lost_cautions`: the keys of [caution] that only the built-in file has ("tags", "avoid", "stop").
    `intended`: the own file says that it is to change what the built-in routines do.
    """

    kind: Kind
    id: str
    own: str
    built_in: str
    lost_cautions: tuple[str, ...] = ()
    intended: bool = False


def change_warnings(
    masked: Iterable[Masked], changed_by: Callable[[Node], tuple[str, ...]]
) -> Iterator[Problem]:
    """Yield a warning for each file that changes built-in routines, unless it has the one for a lost caution.

    `changed_by` returns the ids of the built-in routines that a file changes.
    """
    for masked_file in masked:
        if not masked_file.lost_cautions and (routines := changed_by((masked_file.kind, masked_file.id))):
            yield _change_warning(masked_file, routines)


def _change_warning(masked: Masked, routines: tuple[str, ...]) -> Problem:
    message = f"this {masked.kind} takes the place of the built-in {masked.id} in {_first_names(routines)}."
    mend = f"Give it another name where that is not meant; where it is, silence {MASKED_RULE}."
    return Problem(Place(masked.own, 1, 1), MASKED_RULE, message, mend, Severity.WARNING)


def _first_names(routines: tuple[str, ...]) -> str:
    more = len(routines) - _MAX_NAMES
    return ", ".join(routines[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")


def lost_caution_warning(masked: Masked) -> Problem:
    """Return the warning for a caution that is lost."""
    message = f"this exercise hides the built-in {masked.id}, and with it a caution that is said there"
    mend = (
        f"Copy its [caution] here, or give your exercise another name; the built-in one is {masked.built_in}."
    )
    place = Place(masked.own, 1, 1)
    return Problem(
        place, "masked-caution", f"{message} ({', '.join(masked.lost_cautions)}).", mend, Severity.WARNING
    )
