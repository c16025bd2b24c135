"""The person's reminders in their one file: read, added to and taken from.

Touches disk. What the file says is in force as long as it is right; while it is broken, its last
version that was used and right is. The file is changed by adding and removing alone, and all else in
it stays as it was to the last character.

Errors: `BadFile` with every problem, where a broken file would be changed; `UsageError` for a name
that is not there; `CoachError` from the disk.
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
from coach.reminder.file.check import NAME, strangers_of
from coach.reminder.file.parse import parse_reminders
from coach.reminder.file.template import header
from coach.reminder.model import MOST, Reminder

Stamp = tuple[int, int, int, int]
"""What tells one state of a file from another: when it was written, how long it is, which it is, and
when anything of it was changed, such as who may read it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The reminders in force. `problems` are warnings, with which they are in force all the same.

    `broken` says why the file as it is now is not what is in force: the last good one is, if any.
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


def good_file() -> Path:
    """Return where the last good version of them is, or would be."""
    return data_dir() / "good" / NAME


def stamp() -> Stamp | None:
    """Return what changes whenever the file does; `None` where there is none, or it cannot be seen."""
    try:
        found = own_file().stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def load() -> Loaded:
    """Return the reminders in force. One that is right becomes the version that stands in for worse ones."""
    path = own_file()
    if not there(path):
        return Loaded()
    try:
        document = read(path)
        found = parse_reminders(document)
    except CoachError as error:
        return Loaded(_last_good(), (), error)
    keep(good_file(), document.text.encode())
    return Loaded(found, tuple(strangers_of(found, document)))


def names() -> tuple[str, ...]:
    """Return the names of the reminders that the file has, right or not; none where it cannot be read."""
    try:
        found = read(own_file()).value.get("reminder")
    except CoachError:
        return ()
    return tuple(found) if isinstance(found, dict) else ()


def has_good() -> bool:
    """Return whether there is a good version, to stand in for a broken one."""
    return last_good(good_file()) is not None


def begin() -> bool:
    """Make the file, with how a reminder is written in it; false where there is something in its place."""
    path = own_file()
    return not there(path) and atomic.create(made(path.parent) / path.name, header().encode())


def take_back() -> bool:
    """Remove the file that `begin` made, if nobody wrote in it since; return whether it is gone."""
    path = own_file()
    with folder_lock(path):
        unwritten = bytes_of(path) == header().encode()
        if unwritten:
            path.unlink()
    return unwritten


def reminder_of(name: str, table: Mapping[str, object]) -> Reminder:
    """Return the reminder that such a table means. Raises `UsageError` with all that is wrong with it."""
    try:
        [reminder] = parse_reminders(parse(_lines(name, table).encode(), NAME))
    except BadFile as error:
        said = (
            f"{problem.message[:1].upper()}{problem.message[1:]} {problem.mend}" for problem in error.problems
        )
        raise UsageError("\n".join(map(str.strip, said))) from error
    return reminder


def add(name: str, table: Mapping[str, object]) -> Path:
    """Write one more reminder at the file's end; return the file. `table`: its keys, as they are written."""
    _add(lambda _: name, table)
    return own_file()


def add_named_after(usual: str, table: Mapping[str, object]) -> str:
    """Write one more reminder under the usual name, or the first of it with a number; return that name."""
    return _add(lambda there: _free_name(usual, there), table)


def _add(name_among: Callable[[frozenset[str]], str], table: Mapping[str, object]) -> str:
    path, name = own_file(), name_among(frozenset())
    table = value_without_soft_hyphens(dict(table))
    reminder_of(name, table)

    def longer(old: bytes) -> bytes:
        nonlocal name
        before = parse(old, shown(path))
        names = frozenset(reminder.name for reminder in parse_reminders(before))
        name = name_among(names)
        if name in names:
            raise UsageError(f"There is a reminder {name} already. Give this one another name.")
        if len(names) == MOST:
            raise UsageError(f"You have {MOST:,} reminders, and there can be no more. Remove one first.")
        meant = {"reminder": {**before.value.get("reminder", {}), name: dict(table)}}
        return _edited(old, lambda text: with_table(text or header(), _lines(name, table)), meant)

    _keep_good(_change(longer))
    return name


def remove(name: str) -> Mapping[str, object]:
    """Take a reminder out of the file; return what it said there. The others need not be right."""
    gone: object = None

    def shorter(old: bytes) -> bytes:
        nonlocal gone
        before = parse(old, shown(own_file()))
        tables = before.value.get("reminder")
        if not isinstance(tables, dict) or name not in tables:
            raise missing(name, tuple(tables) if isinstance(tables, dict) else ())
        gone = tables[name]
        rest = {other: table for other, table in tables.items() if other != name}
        return _edited(old, removal(("reminder", name)), {**before.value, "reminder": rest})

    _keep_good(_change(shorter))
    return gone if isinstance(gone, dict) else {}


def missing(name: str, there: Sequence[str]) -> UsageError:
    """Return the error of a reminder that is not there, with the nearest that is."""
    near = [each for each in there if name and each.startswith(name)] or get_close_matches(name, there, 1)
    if not there:
        return UsageError(f"There is no reminder {name!r}: there are none. `coach remind add` makes one.")
    mend = f"Did you mean {near[0]}?" if near else "`coach remind list` shows them all."
    return UsageError(f"There is no reminder {name!r}. {mend}")


def free_name(wanted: str) -> str:
    """Return the name, or the first of it with a number that no reminder has now."""
    return _free_name(wanted, frozenset(names()))


def _free_name(wanted: str, there: frozenset[str]) -> str:
    numbers = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in there else next(name for name in numbers if name not in there)


def _last_good() -> tuple[Reminder, ...]:
    data = last_good(good_file())
    try:
        return () if data is None else parse_reminders(parse(data, shown(good_file())))
    except CoachError:
        return ()


def _lines(name: str, table: Mapping[str, object]) -> str:
    """Return a reminder as it stands in the file."""
    rows = (f"{key} = {as_value(value)}\n" for key, value in table.items())
    return f"[reminder.{as_key(name)}]\n{''.join(rows)}"


def _change(change: Callable[[bytes], bytes]) -> bytes:
    """Change the file. What stands in its place and cannot be read, such as a link to nothing, is left."""
    path = own_file()
    if there(path):
        read_bytes(path)
    return edit(path, change)


def _edited(old: bytes, edit: Edit, meant: Mapping[str, Any]) -> bytes:
    """Return the file's new bytes. That it has no reminder is said by no table of them, or an empty one."""
    return edited_bytes(
        old,
        shown(own_file()),
        edit,
        meant,
        mend="Run: coach remind edit",
        normal=lambda value: {"reminder": {}, **value},
    )


def _keep_good(new: bytes) -> None:
    with suppress(BadFile):  # else what was taken out would come back with a mistake in the file
        parse_reminders(parse(new, NAME))
        keep(good_file(), new.removeprefix(BOM))
