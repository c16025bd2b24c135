"""Formats that never were, older than the first, and a routine in one of them and in the one of now."""

from typing import Final

from coach.files.rename import rename
from coach.routine.format.versions import Table
from coach.routine.kind import Kind

ROUTINE: Final = """\
# My routine.
format = {format}   # that of then
{title} = "Desk reset"   # as I call it
category = "posture"
level = "{gentle}"   # not much
minutes = 5

# First this.
[[{step}]]
exercise = "row"   # mine

[[{step}]]   # and then
say = "Sit."
"""
OLD: Final = ROUTINE.format(format=0, title="title", gentle="easy", step="item")
NEW: Final = ROUTINE.format(format=1, title="name", gentle="gentle", step="step")


def older(kind: Kind, table: Table) -> None:
    """Make format 1 of a format that never was, with what files of this kind may come to need."""
    if kind == Kind.ROUTINE:
        rename(table, "title", "name")
        rename(table, "item", "step")
        if table.get("level") == "easy":
            table["level"] = "gentle"
    else:
        rename(table["dose"], "times", "reps")
        rename(table, "words", "say")


def picky(kind: Kind, table: Table) -> None:
    """Do as `older` does, but rewrite what is called odd otherwise than it is read."""
    older(kind, table)
    if table["name"] == "Odd" and type(table) is not dict:
        table["name"] = "Even"


def oldest(kind: Kind, table: Table) -> None:
    table.pop("colour", None)


ODD: Final = OLD.replace("Desk reset", "Odd")
THEN: Final = {0: older, -1: oldest}
