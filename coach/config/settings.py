"""The settings in force, and where each comes from.

Reads the built-in `config.toml`, the person's own, the environment and the flags
that were typed; each of them wins over the one before. Writes the person's own only in
`set_value`. What a value may be is in `spec`; the defaults and their meaning are in
`config.toml`.

Errors: `BadFile` with every problem of the person's file; `UsageError` naming the
variable or the flag.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from coach.config.spec import SPEC as SPEC
from coach.config.spec import TABLES as TABLES
from coach.errors import Place, Problem, UsageError, refuse
from coach.files.document import Document, parse, read, shown, there
from coach.files.exclusive_edit import edit
from coach.files.paths import config_dir, data_root
from coach.language.letters import without_soft_hyphens
from coach.time.clock_times import Hours
from coach.time.units import Seconds

if TYPE_CHECKING:
    from coach.files.edit import Edit


@dataclass(frozen=True, slots=True)
class Reminders:
    """What the table `[reminders]` says: how a reminder comes, and the rules that hold one back.

    `quiet` are the hours in which none comes, by the clock where the person is.
    """

    speak: Literal["ask", "yes", "no"]
    quiet: Hours | None
    snooze: Seconds
    terminal: str
    chime: bool
    session: bool
    microphone: bool
    full_screen: bool
    do_not_disturb: bool
    away: bool
    done: bool
    move: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What `config.toml` says about each; "" means that nothing was chosen."""

    voice: str
    rate: int
    detail: Literal["full", "short", "quiet"]
    level: Literal["", "gentle", "moderate", "strong"]
    device: str
    volume: int
    quiet_before: Seconds
    ask: bool
    emergency: str
    plain: bool
    reminders: Reminders

    def written(self, key: str) -> object:
        """Return the value of one setting of `SPEC` as a file has it."""
        return SPEC[key].write(attrgetter(key)(self))


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and for each of `SPEC` the file, variable or flag that it comes from."""

    settings: Settings
    origins: Mapping[str, str]


_HEADER: Final = """\
# Your own settings. A line here wins over the one that comes with coach;
# `coach config` shows every setting that there is, and what is in force.

"""

_Row = tuple[str, object, str]
"""A key, its value, and where it comes from."""


def own_file() -> Path:
    """Return where the person's own settings are, or would be."""
    return config_dir() / "config.toml"


def load(flags: Mapping[str, object] = MappingProxyType({})) -> Loaded:
    """Read all settings: built-in file, the person's own file, variables and flags; the last one wins.

    A flag that is `None` was not typed; a variable that is empty is not set.
    """
    rows = _file_rows(data_root() / "config.toml", whole=True)
    own_path = own_file()
    if there(own_path):
        rows += _file_rows(own_path, whole=False)
    variables = {key: f"COACH_{key.upper().replace('.', '_')}" for key in SPEC}
    rows += _read_rows([(key, os.environ.get(name) or None, name) for key, name in variables.items()])
    rows += _read_rows([(key, value, f"--{key.replace('_', '-')}") for key, value in flags.items()])
    return Loaded(_settings(rows), MappingProxyType({key: origin for key, _, origin in rows}))


def refuse_wrong(path: Path, *, whole: bool = False) -> None:
    """Raise `BadFile` with all that is wrong in a file of settings; a `whole` one must have them all."""
    _file_rows(path, whole=whole)


def defaults() -> Settings:
    """Return the settings of the built-in file alone, without the person's own."""
    return _settings(_file_rows(data_root() / "config.toml", whole=True))


def set_value(key: str, text: str) -> Path:
    """Write one setting to the person's own file, keeping all else in it; return the file.

    The other settings in it need not be right, so that a wrong one can be mended.
    """
    from coach.files.edit import edited_bytes

    if key not in SPEC:
        raise UsageError(f"There is no setting {key!r}. {_nearest(key)}")
    text = without_soft_hyphens(text)
    [(_, value, _)] = _read_rows([(key, text, key)])
    value = SPEC[key].write(value)
    path = own_file()

    def edited_file(old_bytes: bytes) -> bytes:
        old_values = parse(old_bytes, shown(path)).value
        mend = f"Change {key} there by hand."
        return edited_bytes(
            old_bytes,
            str(path),
            _setting_edit(old_values, key, value),
            _with_setting(old_values, key, value),
            mend=mend,
        )

    edit(path, edited_file)
    return path


def _settings(rows: list[_Row]) -> Settings:
    """Return the settings; of two rows of one key the later one holds."""
    values: dict[str, Any] = {}
    for key, value, _ in rows:
        values = _with_setting(values, key, value)
    return Settings(**{**values, "reminders": Reminders(**values["reminders"])})


def _with_setting(values: Mapping[str, Any], key: str, value: object) -> dict[str, Any]:
    """Return the values with one more, in its table if it is of one."""
    table, _, inner_key = key.rpartition(".")
    if not table:
        return {**values, key: value}
    table_values = values.get(table, {})
    return {**values, table: {**(table_values if isinstance(table_values, dict) else {}), inner_key: value}}


def _setting_edit(old_values: Mapping[str, object], key: str, value: object) -> "Edit":
    """Return the edit that writes one setting, and its table where the file has none."""
    from coach.files.edit import as_value, assignment
    from coach.files.toml_text import with_table

    table, _, inner_key = key.rpartition(".")
    assign = assignment((table,) if table else (), inner_key, value)

    def edit(text: str) -> str | None:
        if table and table not in old_values:
            new: str | None = with_table(text, f"[{table}]\n{inner_key} = {as_value(value)}\n")
        else:
            new = assign(text)
        return new if new is None or text else _HEADER + new

    return edit


def _file_rows(path: Path, *, whole: bool) -> list[_Row]:
    """Read a file's settings; a `whole` one must have them all."""
    document = read(path)
    rows: list[_Row] = []
    problems: list[Problem] = []
    for keys, value in _keys_and_values(document):
        key = ".".join(keys)
        if key in TABLES:
            mend = f"Write [{key}], with its keys on the lines below."
            problems.append(Problem(document.place(keys), "bad-setting", f"{key} is not a table.", mend))
            continue
        if key not in SPEC or len(keys) != key.count(".") + 1:
            message = f"there is no setting {key!r}."
            problems.append(Problem(document.key_place(keys), "unknown-setting", message, _nearest(key)))
            continue
        try:
            rows.append((key, SPEC[key].read(value), str(path)))
        except ValueError:
            message = f"{key} cannot be {_shown_value(value)}."
            problems.append(Problem(document.place(keys), "bad-setting", message, SPEC[key].mend))
    if whole and (
        missing := SPEC.keys()
        - {key for key, _, _ in rows}
        - {".".join(keys) for keys, _ in _keys_and_values(document)}
    ):
        message = f"the default of {', '.join(sorted(missing))} is missing."
        problems.append(Problem(Place(document.name, 1, 1), "missing-setting", message, "Put the line back."))
    refuse(problems)
    return rows


def _keys_and_values(document: Document) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield the keys and the value of each setting in a file."""
    for key, value in document.value.items():
        if key in TABLES and isinstance(value, dict):
            yield from (((key, inner_key), inner_value) for inner_key, inner_value in value.items())
        else:
            yield (key,), value


def _read_rows(rows: list[_Row]) -> list[_Row]:
    """Read the values of rows, and leave out those that are `None`. `UsageError` with all that are wrong."""
    good_rows: list[_Row] = []
    messages: list[str] = []
    for key, value, origin in rows:
        if value is None:
            continue
        try:
            good_rows.append((key, SPEC[key].read(value), origin))
        except ValueError:
            messages.append(f"{origin} cannot be {_shown_value(value)}. {SPEC[key].mend}")
    if messages:
        raise UsageError("\n".join(messages))
    return good_rows


def _shown_value(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    names = {**{key.rpartition(".")[2]: key for key in SPEC}, **{key: key for key in SPEC}}
    matches = get_close_matches(key, names, 1)
    return f"Did you mean {names[matches[0]]}?" if matches else f"There are {', '.join(SPEC)}."
