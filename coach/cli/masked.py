"""What a listener is told of exercises of their own that have a built-in one's name."""

from coach.cli import output
from coach.routine.library import Library
from coach.routine.model import Routine
from coach.routine.shelf import Kind


def warn(routine: str, library: Library) -> None:
    """Name each exercise of one's own that hides a built-in one's caution, or changes a built-in routine."""
    hidden = {masked.id: masked for masked in library.masked() if masked.kind is Kind.EXERCISE}
    if not hidden:
        return
    built_in = library.found(Kind.ROUTINE, routine)[0] is None
    for name in _exercises(library.routine(routine), library):
        masked = hidden.get(name)
        if masked is not None and masked.lost:
            output.aside(
                f"{masked.own} hides the built-in {name}, and its caution is not said "
                f"({', '.join(masked.lost)}). Copy its [caution] from {masked.built_in}."
            )
        elif masked is not None and built_in:
            output.aside(f"{masked.own} takes the place of the built-in {name} here.")


def _exercises(routine: Routine, library: Library) -> list[str]:
    """Return the exercises of a routine, with their easier and harder ways, once each."""
    named = [step.exercise for step in routine.exercises()]
    ways = [way for name in named for way in (library.exercise(name).easier, library.exercise(name).harder)]
    return list(dict.fromkeys(named + [way.exercise for way in ways if way and way.exercise]))
