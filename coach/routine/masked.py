"""What is lost where a file of a person's own hides a built-in one.

Pure.
"""

from dataclasses import dataclass

from coach.errors import Place, Problem, Severity
from coach.routine.shelf import Kind


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


def warning(masked: Masked) -> Problem:
    """Return the warning of a caution that is lost."""
    message = f"this exercise hides the built-in {masked.id}, and with it a caution that is said there"
    mend = (
        f"Copy its [caution] here, or give your exercise another name; the built-in one is {masked.built_in}."
    )
    place = Place(masked.own, 1, 1)
    return Problem(place, "masked-caution", f"{message} ({', '.join(masked.lost)}).", mend, Severity.WARNING)
