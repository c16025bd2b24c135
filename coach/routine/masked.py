"""What is changed and lost where a file of a person's own hides a built-in one.

Pure.
"""

from dataclasses import dataclass
from typing import Final

from coach.errors import Place, Problem, Severity
from coach.routine.shelf import Kind

_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Masked:
    """A built-in file that one of the person's own hides.

    `lost`: what the built-in one says of caution and the own one does not ("tags", "avoid", "stop").
    """

    kind: Kind
    id: str
    own: str
    built_in: str
    lost: tuple[str, ...] = ()


def changing(masked: Masked, routines: tuple[str, ...]) -> Problem:
    """Return the warning of an exercise that stands in for a built-in one in these built-in routines."""
    message = f"this exercise takes the place of the built-in {masked.id} in {_some(routines)}."
    mend = "Give it another name where that is not meant; where it is, silence masked-exercise."
    return Problem(Place(masked.own, 1, 1), "masked-exercise", message, mend, Severity.WARNING)


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
