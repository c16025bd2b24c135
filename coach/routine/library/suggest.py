"""Which of several routines comes next: the one that was done longest ago.

Pure: the days of past sessions and the routines of the library come in as values.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from coach.language.grammar import counted


class Choice(Protocol):
    """**Protocol:** a routine as a list shows it, such as an entry of the library."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def least_recent(choices: Sequence[AnyChoice], last: Mapping[str, date]) -> AnyChoice:
    """Return the first routine that was never done, or else the one done longest ago, by its date in `last`.

    `choices` holds at least one; among equals the first is taken.
    """
    never_done = next((choice for choice in choices if choice.id not in last), None)
    return min(choices, key=lambda choice: last[choice.id]) if never_done is None else never_done


def reason_for(chosen: Choice, last: date | None, today: date) -> str:
    """Return a sentence that says why a routine was chosen. `last` is its last day; `None` for never."""
    if last is None:
        return f"{chosen.name}: you have not done it yet."
    days = (today - last).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{counted(days, 'day')} ago")
    return f"{chosen.name}: of these it is the longest since, {ago}."
