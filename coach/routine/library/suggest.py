"""Which of several routines comes next: the one that was done longest ago.

Pure: what was done lately and what is in the library come in as values.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from coach.language.grammar import counted


class Choice(Protocol):
    """**Protocol:** a routine as a list shows it; the library's entries are such."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def least_recent(choices: Sequence[AnyChoice], last: Mapping[str, date]) -> AnyChoice:
    """Return the routine that was never done, or else longest ago: `last` has days, or moments.

    `choices` holds one at least; among equals the first in the list is taken.
    """
    never = next((choice for choice in choices if choice.id not in last), None)
    return min(choices, key=lambda choice: last[choice.id]) if never is None else never


def why(chosen: Choice, last: date | None, today: date) -> str:
    """Say why it was chosen: it was done on the day `last`, or never."""
    if last is None:
        return f"{chosen.name}: you have not done it yet."
    days = (today - last).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{counted(days, 'day')} ago")
    return f"{chosen.name}: of these it is the longest since, {ago}."
