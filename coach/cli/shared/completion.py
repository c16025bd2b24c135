"""Names that the shell completes, and words that several commands share.

Reads the library's index, the names in the file of reminders and the folders of voices, and loads
neither pydantic nor an engine, so that completion comes at once.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from coach.errors import UsageError
from coach.language import rates
from coach.language.sanitize import for_completion
from coach.routine.model import Category

RATE: Final = f"Words a minute, {rates.SLOWEST} to {rates.FASTEST}."
"""The help of `--rate`, wherever a voice is asked to speak."""
_UNQUOTED: Final = re.compile(r"[\w.,:+@%/=-]+")
"""Text that every shell takes as one plain word; names that need quotes are not offered."""


def completions(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that begin so and need no quotes, for the shell."""
    return [name for name in names if name.startswith(incomplete) and _UNQUOTED.fullmatch(name)]


def _described(descriptions: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Return the names that begin so and need no quotes, each with its description, for the shell."""
    text_by_name = dict(descriptions)
    return [(name, for_completion(text_by_name[name])) for name in completions(text_by_name, incomplete)]


def routines(incomplete: str) -> list[tuple[str, str]]:
    """Return the routines whose id begins so, each with its name, for the shell."""
    from coach.routine.library.library import default

    return _described(((entry.id, entry.name) for entry in default().entries()), incomplete)


def files(incomplete: str) -> list[str]:
    """Return the ids of routines and exercises, broken ones too, that begin so, for the shell."""
    from coach.routine.kind import Kind
    from coach.routine.library.library import default

    library = default()
    return completions((*library.names(), *library.names(Kind.EXERCISE)), incomplete)


def reminders(incomplete: str) -> list[str]:
    """Return the reminders whose name begins so, for the shell."""
    from coach.reminder.file.store import names

    return completions(names(), incomplete)


def categories(incomplete: str) -> list[str]:
    """Return the categories that begin so, for the shell."""
    return completions((category.value for category in Category), incomplete)


def voices(incomplete: str) -> list[tuple[str, str]]:
    """Return the natural voices whose setting begins so, each with its name, for the shell.

    The system's own are not among them: to list those an engine must be started.
    """
    from coach.speech.voices.installed import natural_voices

    return _described(((voice.setting, voice.name) for voice in natural_voices()), incomplete)


def category(name: str | None) -> Category | None:
    """Return the category of that name. Raises `UsageError` with the nearest name where there is none."""
    if name is None:
        return None
    names = [c.value for c in Category]
    if name not in names:
        nearest = get_close_matches(name, names, 1)
        mend = f"Did you mean {nearest[0]}?" if nearest else f"There are {', '.join(names)}."
        raise UsageError(f"There is no category {name!r}. {mend}")
    return Category(name)
