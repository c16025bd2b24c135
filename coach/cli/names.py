"""Names that the shell completes and that a command checks: routines and categories.

Reads the library's index alone, so that completion comes at once.
"""

from difflib import get_close_matches

from coach.errors import UsageError
from coach.routine.model import Category
from coach.text import for_terminal


def routines(incomplete: str) -> list[tuple[str, str]]:
    """Return the routines whose id begins so, each with its name, for the shell."""
    from coach.routine.library import default

    return [(e.id, for_terminal(e.name)) for e in default().entries() if e.id.startswith(incomplete)]


def files(incomplete: str) -> list[str]:
    """Return the ids of routines and exercises, broken ones too, that begin so, for the shell."""
    from coach.routine.library import default

    library = default()
    return [name for name in (*library.names(), *library.exercises()) if name.startswith(incomplete)]


def reminders(incomplete: str) -> list[str]:
    """Return the reminders whose name begins so, for the shell."""
    from coach.reminder.file import names

    return [name for name in names() if name.startswith(incomplete)]


def categories(incomplete: str) -> list[str]:
    """Return the categories that begin so, for the shell."""
    return [category.value for category in Category if category.value.startswith(incomplete)]


def voices(incomplete: str) -> list[tuple[str, str]]:
    """Return the natural voices whose setting begins so, each with its name, for the shell.

    The system's own are not among them: to list those an engine must be started.
    """
    from coach.speech.known import natural

    found = [(voice.setting, voice.name) for voice in natural()]
    return [(setting, for_terminal(name)) for setting, name in found if setting.startswith(incomplete)]


def category(name: str | None) -> Category | None:
    """Return the category of that name. Raises `UsageError` with the nearest for one that is not."""
    if name is None:
        return None
    known = [c.value for c in Category]
    if name not in known:
        near = get_close_matches(name, known, 1)
        mend = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
        raise UsageError(f"There is no category {name!r}. {mend}")
    return Category(name)
