"""The settings in force, and where each comes from.

Reads the built-in `config.toml`, the person's own, the environment and the flags
that were typed, each winning over the one before; writes the person's own only in
`set_value`. `SPEC` is the one table of what a value may be; the defaults and their
meaning are in `config.toml`.

Errors: `BadFile` with every problem of the person's file; `UsageError` naming the
variable or the flag.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from coach.atomic import write
from coach.errors import CoachError, Place, Problem, UsageError, refuse
from coach.paths import config_dir, data_root, made
from coach.source import parse, read, shown
from coach.units import DURATION, Seconds, parse_seconds


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


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and for each the file, variable or flag that it comes from."""

    settings: Settings
    origins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """What a setting may be. `read` gives its value or raises `ValueError`; `mend` says what to write.

    `shape` is JSON Schema for what a file should say; `read` takes a variable's text as well.
    """

    read: Callable[[object], object]
    mend: str
    shape: Mapping[str, object]


def _whole(least: int, most: int) -> Key:
    def read(value: object) -> int:
        number = int(value, 10) if isinstance(value, str) and value.isascii() else value
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise ValueError
        return number

    shape = {"type": "integer", "minimum": least, "maximum": most}
    return Key(read, f"Write a whole number from {least} to {most}.", shape)


def _one_of(*words: str) -> Key:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    quoted = [f'"{word}"' for word in words]
    return Key(read, f"Write {', '.join(quoted[:-1])} or {quoted[-1]}.", {"enum": list(words)})


def _words(least: int, most: int, mend: str) -> Key:
    def read(value: object) -> str:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not least <= len(text.strip()) <= most or not text.isprintable():
            raise ValueError
        return text.strip()

    return Key(read, mend, {"type": "string", "minLength": least, "maxLength": most})


def _yes_or_no() -> Key:
    known = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
        ("false", "no", "off", "0"), False
    )

    def read(value: object) -> bool:
        found = value if isinstance(value, bool) else known.get(str(value).lower())
        if found is None:
            raise ValueError
        return found

    return Key(read, "Write true or false.", {"type": "boolean"})


def _seconds(most: float) -> Key:
    def read(value: object) -> Seconds:
        found = parse_seconds(value)
        if found > most:
            raise ValueError
        return found

    number, text = {"type": "number", "minimum": 0, "maximum": most}, {"type": "string", "pattern": DURATION}
    return Key(read, f"Write a number of seconds from 0 to {most:g}.", {"anyOf": [number, text]})


SPEC: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "voice": _words(1, 300, 'Write "auto", or a name that `coach voices` lists.'),
        "rate": _whole(110, 220),
        "detail": _one_of("full", "short", "quiet"),
        "level": _one_of("", "gentle", "moderate", "strong"),
        "device": _words(0, 300, 'Write "", or a name that `coach devices` lists.'),
        "volume": _whole(0, 100),
        "quiet_before": _seconds(10),
        "ask": _yes_or_no(),
        "emergency": _words(1, 40, 'Write the number to call, in quotes, such as "112".'),
        "plain": _yes_or_no(),
    }
)


_HEADER: Final = b"""\
# Your own settings. A line here wins over the one that comes with coach;
# `coach config` shows every setting that there is, and what is in force.

"""

_Row = tuple[str, object, str]
"""A key, its value, and where it comes from."""


def own_file() -> Path:
    """Return where the person's own settings are, or would be."""
    return config_dir() / "config.toml"


def load(flags: Mapping[str, object] = MappingProxyType({})) -> Loaded:
    """Lay the flags over the variables over the person's file over the built-in one.

    A flag that is `None` was not typed; a variable that is empty is not set.
    """
    rows = _of_file(data_root() / "config.toml", whole=True)
    own = own_file()
    if own.exists():
        rows += _of_file(own, whole=False)
    variables = {key: f"COACH_{key.upper()}" for key in SPEC}
    rows += _typed([(key, os.environ.get(name) or None, name) for key, name in variables.items()])
    rows += _typed([(key, value, f"--{key.replace('_', '-')}") for key, value in flags.items()])
    values: dict[str, Any] = {key: value for key, value, _ in rows}
    return Loaded(Settings(**values), MappingProxyType({key: origin for key, _, origin in rows}))


def set_value(key: str, text: str) -> Path:
    """Write one setting to the person's own file, keeping all else in it; return the file.

    The other settings in it need not be right, so that a wrong one can be mended.
    """
    if key not in SPEC:
        raise UsageError(f"There is no setting {key!r}. {_nearest(key)}")
    [(_, value, _)] = _typed([(key, text, key)])
    path = own_file()
    old = path.read_bytes() if path.exists() else b""
    before = parse(old, shown(path)).value
    new = _edited(old, key, value)
    if new is None or parse(new, shown(path)).value != {**before, key: value}:
        raise CoachError(f"{path} could not be changed safely and is as it was. Change {key} there by hand.")
    write(made(path.parent) / path.name, new)
    return path


def _edited(old: bytes, key: str, value: object) -> bytes | None:
    """Return the file with one value changed, or `None` where tomlkit cannot read it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(old.decode("utf-8-sig"))
    except TOMLKitError:
        return None
    document[key] = value
    return (b"" if old else _HEADER) + tomlkit.dumps(document).encode()


def _of_file(path: Path, *, whole: bool) -> list[_Row]:
    """Read a file's settings; a `whole` one must have them all."""
    document = read(path)
    rows: list[_Row] = []
    problems: list[Problem] = []
    for key, value in document.value.items():
        if key not in SPEC:
            message = f"there is no setting {key!r}."
            problems.append(Problem(document.key_place((key,)), "unknown-setting", message, _nearest(key)))
            continue
        try:
            rows.append((key, SPEC[key].read(value), str(path)))
        except ValueError:
            message = f"{key} cannot be {_shown(value)}."
            problems.append(Problem(document.place((key,)), "bad-setting", message, SPEC[key].mend))
    if whole and (lacking := SPEC.keys() - document.value.keys()):
        message = f"the default of {', '.join(sorted(lacking))} is missing."
        problems.append(Problem(Place(document.name, 1, 1), "missing-setting", message, "Put the line back."))
    refuse(problems)
    return rows


def _typed(rows: list[_Row]) -> list[_Row]:
    """Read what came from outside a file, without what is `None`; name all that is wrong."""
    good: list[_Row] = []
    wrong: list[str] = []
    for key, value, origin in rows:
        if value is None:
            continue
        try:
            good.append((key, SPEC[key].read(value), origin))
        except ValueError:
            wrong.append(f"{origin} cannot be {_shown(value)}. {SPEC[key].mend}")
    if wrong:
        raise UsageError("\n".join(wrong))
    return good


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, SPEC, 1)
    return f"Did you mean {near[0]}?" if near else f"There are {', '.join(SPEC)}."
