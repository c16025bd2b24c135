"""Warnings about a person's own exercises that have the name of a built-in exercise."""

from coach.cli.shared import output
from coach.routine.kind import Kind
from coach.routine.library.library import Library


def warn(routine: str, library: Library) -> None:
    """Name each own exercise that hides the caution of a built-in exercise, or changes a built-in routine."""
    masked_files = {(masked.kind, masked.id): masked for masked in library.masked()}
    if not masked_files:
        return
    built_in = library.files_of(Kind.ROUTINE, routine)[0] is None
    for node in library.reached_from((Kind.ROUTINE, routine)):
        masked, name = masked_files.get(node), node[1]
        if masked is not None and masked.lost_cautions:
            output.aside(
                f"{masked.own} hides the built-in {name}, and its caution is not said "
                f"({', '.join(masked.lost_cautions)}). Copy its [caution] from {masked.built_in}."
            )
        elif masked is not None and built_in:
            output.aside(f"{masked.own} takes the place of the built-in {name} here.")
