"""What a listener is told of exercises of their own that have a built-in one's name."""

from coach.cli.shared import output
from coach.routine.kind import Kind
from coach.routine.library.library import Library


def warn(routine: str, library: Library) -> None:
    """Name each exercise of one's own that hides a built-in one's caution, or changes a built-in routine."""
    hidden = {(masked.kind, masked.id): masked for masked in library.masked()}
    if not hidden:
        return
    built_in = library.files_of(Kind.ROUTINE, routine)[0] is None
    for node in library.reached_from((Kind.ROUTINE, routine)):
        masked, name = hidden.get(node), node[1]
        if masked is not None and masked.lost_cautions:
            output.aside(
                f"{masked.own} hides the built-in {name}, and its caution is not said "
                f"({', '.join(masked.lost_cautions)}). Copy its [caution] from {masked.built_in}."
            )
        elif masked is not None and built_in:
            output.aside(f"{masked.own} takes the place of the built-in {name} here.")
