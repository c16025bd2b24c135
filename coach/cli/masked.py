"""What a listener is told of a caution that an exercise of their own hides."""

from coach.cli import output
from coach.routine.library import Library
from coach.routine.model import Routine


def warn(routine: str, library: Library) -> None:
    """Name each exercise of one's own that hides a built-in one with a caution that is then not said."""
    lost = {masked.id: masked for masked in library.masked() if masked.lost}
    for name in _exercises(library.routine(routine), library) if lost else ():
        if name in lost:
            masked = lost[name]
            output.aside(
                f"{masked.own} hides the built-in {name}, and its caution is not said "
                f"({', '.join(masked.lost)}). Copy its [caution] from {masked.built_in}."
            )


def _exercises(routine: Routine, library: Library) -> list[str]:
    """Return the exercises of a routine, with their easier and harder ways, once each."""
    named = [step.exercise for step in routine.exercises()]
    ways = [way for name in named for way in (library.exercise(name).easier, library.exercise(name).harder)]
    return list(dict.fromkeys(named + [way.exercise for way in ways if way and way.exercise]))
