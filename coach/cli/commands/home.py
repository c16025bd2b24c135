"""`coach` alone: the kinds of therapy there are, and where to begin."""

from collections import Counter

from coach.cli.shared import output
from coach.language.grammar import counted
from coach.routine.library.library import default
from coach.routine.model import Category


def home() -> None:
    """Print the categories with their number of routines, and the most useful commands."""
    library = default()
    routine_counts = Counter(str(entry.category) for entry in library.entries())
    output.line("A spoken exercise coach for people with upper back pain.")
    output.line()
    output.table(
        (f"  {category.value}", counted(routine_counts[category.value], "routine")) for category in Category
    )
    output.line()
    output.table(
        (
            ("  coach start desk-reset", "five minutes, spoken: nothing to read"),
            ("  coach list --category massage", "the routines of one kind"),
            ("  coach show desk-reset", "what a routine asks of you"),
        )
    )
    for problem in library.problems():
        output.aside(str(problem))
