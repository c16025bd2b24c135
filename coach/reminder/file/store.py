"""The person's reminders in their one file: read, added and removed.

Touches disk. What the file says is in force as long as it is right; while it is broken, its last
good version is in force. The file is only changed by adding and removing, and all else in
it stays as it was to the last character.

Errors: `BadFile` with every problem, where a broken file would be changed; `UsageError` for a name
that does not exist; `CoachError` from the disk.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any

from coach.errors import BadFile, CoachError, Problem, UsageError
from coach.files import atomic
from coach.files.document import BOM, parse, read, read_bytes, shown, there, value_without_soft_hyphens
from coach.files.edit import Edit, as_key, as_value, edited_bytes, removal
from coach.files.exclusive_edit import bytes_of, edit, folder_lock
from coach.files.last_good import keep, last_good
from coach.files.paths import config_dir, data_dir, made
from coach.files.toml_text import with_table
from coach.reminder.file.check import NAME, unknown_routine_warnings
from coach.reminder.file.parse import parse_reminders
from coach.reminder.file.template import header
from coach.reminder.model import MOST_REMINDERS, Reminder

Stamp = tuple[int, int, int, int]
"""What tells one state of a file from another: when it was written, how long it is, which it is, and
when anything of it was changed, such as who may read it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The reminders in force. `problems` are warnings, which do not stop them.

    `broken` says why the file cannot be used as it is now: then its last good version is in force, if any.
    """

    reminders: tuple[Reminder, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: CoachError | None = None

    @property
    def trouble(self) -> str:
        """What is wrong with the file, in one line; empty where nothing is."""
        if self.broken is None:
            return ""
        meanwhile = "Your last good reminders are in force" if self.reminders else "No reminder comes"
        return f"{self.broken.in_a_line()} {meanwhile} until you mend it: coach remind edit"


def own_file() -> Path:
    """Return where the person's reminders are, or would be."""
    return config_dir() / NAME


def last_good_file() -> Path:
    """Return where the last good version of that file is, or would be."""
    return data_dir() / "good" / NAME


def stamp() -> Stamp | None:
    """Return a value that changes whenever the file does; `None` where there is no file to be seen."""
    try:
        status = own_file().stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns


def load() -> Loaded:
    """Return the reminders in force. A file that is right becomes the last good version."""
    path = own_file()
    if not there(path):
        return Loaded()
    try:
        document = read(path)
        reminders = parse_reminders(document)
    except CoachError as error:
        return Loaded(_last_good_reminders(), (), error)
    keep(last_good_file(), document.text.encode())
    return Loaded(reminders, tuple(unknown_routine_warnings(reminders, document)))


def names() -> tuple[str, ...]:
    """Return the names of the file's reminders, right or not; none where it cannot be read."""
    try:
        tables = read(own_file()).value.get("reminder")
    except CoachError:
        return ()
    return tuple(tables) if isinstance(tables, dict) else ()


def has_last_good() -> bool:
    """Return whether there is a last good version, to use while the file is broken."""
    return last_good(last_good_file()) is not None


def create_file() -> bool:
    """Create the file, with an explanation of its format; false where something is in its place."""
    path = own_file()
    return not there(path) and atomic.create(made(path.parent) / path.name, header().encode())


def remove_if_unwritten() -> bool:
    """Remove the file that `create_file` made, if nobody has written in it; return whether it is removed."""
    path = own_file()
    with folder_lock(path):
        unwritten = bytes_of(path) == header().encode()
        if unwritten:
            path.unlink()
    return unwritten


def reminder_of(name: str, table: Mapping[str, object]) -> Reminder:
    """Return the reminder that a table means. Raises `UsageError` with all that is wrong with it."""
    try:
        [reminder] = parse_reminders(parse(_table_text(name, table).encode(), NAME))
    except BadFile as error:
        sentences = (
            f"{problem.message[:1].upper()}{problem.message[1:]} {problem.mend}" for problem in error.problems
        )
        raise UsageError("\n".join(map(str.strip, sentences))) from error
    return reminder


def add(name: str, table: Mapping[str, object]) -> Path:
    """Add a reminder at the file's end; return the file. `table` has its keys, as they are written."""
    _add(lambda _: name, table)
    return own_file()


def add_named_after(usual: str, table: Mapping[str, object]) -> str:
    """Add a reminder under the usual name, or the first free one with a number; return that name."""
    return _add(lambda existing: _free_name(usual, existing), table)


def _add(choose_name: Callable[[frozenset[str]], str], table: Mapping[str, object]) -> str:
    path, name = own_file(), choose_name(frozenset())
    table = value_without_soft_hyphens(dict(table))
    reminder_of(name, table)

    def with_reminder(old: bytes) -> bytes:
        nonlocal name
        document = parse(old, shown(path))
        existing = frozenset(reminder.name for reminder in parse_reminders(document))
        name = choose_name(existing)
        if name in existing:
            raise UsageError(f"There is a reminder {name} already. Give this one another name.")
        if len(existing) == MOST_REMINDERS:
            raise UsageError(
                f"You have {MOST_REMINDERS:,} reminders, and there can be no more. Remove one first."
            )
        value = {"reminder": {**document.value.get("reminder", {}), name: dict(table)}}
        return _edited_bytes(old, lambda text: with_table(text or header(), _table_text(name, table)), value)

    _keep_as_last_good(_change(with_reminder))
    return name


def remove(name: str) -> Mapping[str, object]:
    """Remove a reminder from the file; return its table. The others need not be right."""
    removed_table: object = None

    def without_reminder(old: bytes) -> bytes:
        nonlocal removed_table
        document = parse(old, shown(own_file()))
        tables = document.value.get("reminder")
        if not isinstance(tables, dict) or name not in tables:
            raise missing(name, tuple(tables) if isinstance(tables, dict) else ())
        removed_table = tables[name]
        rest = {other: table for other, table in tables.items() if other != name}
        return _edited_bytes(old, removal(("reminder", name)), {**document.value, "reminder": rest})

    _keep_as_last_good(_change(without_reminder))
    return removed_table if isinstance(removed_table, dict) else {}


def missing(name: str, existing: Sequence[str]) -> UsageError:
    """Return the error for a reminder that does not exist, with the nearest that does."""
    closest = [other for other in existing if name and other.startswith(name)] or get_close_matches(
        name, existing, 1
    )
    if not existing:
        return UsageError(f"There is no reminder {name!r}: there are none. `coach remind add` makes one.")
    mend = f"Did you mean {closest[0]}?" if closest else "`coach remind list` shows them all."
    return UsageError(f"There is no reminder {name!r}. {mend}")


def free_name(base: str) -> str:
    """Return the name, or the first one with a number that no reminder has now."""
    return _free_name(base, frozenset(names()))


def _free_name(base: str, existing: frozenset[str]) -> str:
    numbers = (f"{base}-{number}" for number in count(2))
    return base if base not in existing else next(name for name in numbers if name not in existing)


def _last_good_reminders() -> tuple[Reminder, ...]:
    data = last_good(last_good_file())
    try:
        return () if data is None else parse_reminders(parse(data, shown(last_good_file())))
    except CoachError:
        return ()


def _table_text(name: str, table: Mapping[str, object]) -> str:
    """Return a reminder as the file has it."""
    lines = (f"{key} = {as_value(value)}\n" for key, value in table.items())
    return f"[reminder.{as_key(name)}]\n{''.join(lines)}"


def _change(change: Callable[[bytes], bytes]) -> bytes:
    """Change the file. Something in its place that cannot be read, such as a link to nothing, is left."""
    path = own_file()
    if there(path):
        read_bytes(path)
    return edit(path, change)


def _edited_bytes(old: bytes, edit: Edit, new_value: Mapping[str, Any]) -> bytes:
    """Return the file's new bytes. No table of reminders means the same as an empty one."""
    return edited_bytes(
        old,
        shown(own_file()),
        edit,
        new_value,
        mend="Run: coach remind edit",
        normal=lambda value: {"reminder": {}, **value},
    )


def _keep_as_last_good(data: bytes) -> None:
    with suppress(BadFile):  # otherwise a removed reminder would return with the next mistake
        parse_reminders(parse(data, NAME))
        keep(last_good_file(), data.removeprefix(BOM))
