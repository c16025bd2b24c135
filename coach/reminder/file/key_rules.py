"""Which keys of a reminder go together, and which exclude each other.

Pure; looks at plain values as the file has them, whatever their kinds, so that these problems are
found beside all others.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, TypeVar

from coach.files.ids import ID, WORD
from coach.files.keys import Keys
from coach.files.problems import Clash
from coach.language.grammar import counted
from coach.time.clock_times import read_date, read_hours

T = TypeVar("T")

_MOST_SHOWN: Final = 40
_EXACTLY_ONE: Final = (
    (
        ("routine", "category"),
        "neither a routine nor a category is named.",
        'Add a line such as routine = "desk-reset".',
    ),
    (("at", "every"), "nothing says when it comes.", 'Add a line such as at = "10:30", or every = "2 h".'),
)
"""Two keys of which exactly one must be given, the message where neither is, and the mend."""


def in_file(value: Mapping[str, object], most: int) -> Iterator[Clash]:
    """Yield what keeps the file from being one of reminders, each under its name."""
    tables = value.get("reminder", {})
    if not isinstance(tables, dict):
        yield Clash(
            ("reminder",),
            "not-reminders",
            "reminder is not a table of them.",
            "Write a heading such as [reminder.desk-reset] above the keys of each.",
        )
    elif len(tables) > most:
        message = f"this file has {counted(len(tables), 'reminder')}."
        yield Clash(("reminder",), "too-many", message, f"Keep it to {most:,}.")


def in_reminder(name: str, table: Mapping[str, object], known_keys: Collection[str]) -> Iterator[Clash]:
    """Yield what does not go together in one reminder. `known_keys` are all keys that exist."""
    keys = ("reminder", name)
    if len(name) > WORD or not ID.fullmatch(name):
        mend = f"Use small letters, figures and hyphens, such as {_likely_name(name)}."
        yield Clash(keys, "bad-name", f"no reminder can be called {name[:_MOST_SHOWN]!r}.", mend)
    misspelt = any(key not in known_keys for key in table)  # to mend that may be enough
    for alternatives, if_missing, mend in _EXACTLY_ONE:
        if all(key in table for key in alternatives):
            message = f"{' and '.join(alternatives)} exclude each other."
            yield Clash((*keys, alternatives[1]), "together", message, "Leave one of the two out.")
        elif not misspelt and not any(key in table for key in alternatives):
            yield Clash(keys, "missing-key", if_missing, mend)
    yield from _in_times(keys, table)


def _in_times(keys: Keys, table: Mapping[str, object]) -> Iterator[Clash]:
    if "between" in table and "every" not in table:
        mend = 'Add a line such as every = "2 h", or leave it out.'
        yield Clash((*keys, "between"), "together", "between goes with every.", mend)
    hours = _read(read_hours, table.get("between"))
    if hours is not None and hours[1] < hours[0]:
        mend = "Write the earlier time first; for hours past midnight, make two reminders."
        yield Clash((*keys, "between"), "together", "these hours pass midnight.", mend)
    first, last = (_read(read_date, table.get(key)) for key in ("from", "until"))
    if first is not None and last is not None and last < first:
        mend = "Write a later day, or leave one of the two out."
        yield Clash((*keys, "until"), "together", f"until is before {first}, the first day.", mend)


def _read(read: Callable[[object], T], value: object) -> T | None:
    """Return what a value means; `None` where it means nothing, which is reported elsewhere."""
    try:
        return None if value is None else read(value)
    except ValueError:
        return None


def _likely_name(name: str) -> str:
    """Return the name that was probably meant, in the right form; an example where there is no guess."""
    likely = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    return likely if name.isascii() and 0 < len(likely) <= WORD else "desk-reset"
