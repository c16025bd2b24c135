"""Reading plain words, numbers and switches without pydantic.

From 0.29 on, typer has pydantic turn every value into its type, and imports it even
where nothing was typed: 95 ms before the first word of a session. Text, numbers and
switches need none of it. Every other type goes typer's own way, and so does all of
it with a typer that has no such place to stand in. The place is typer's own affair: tried with
0.29.2.
"""

from collections.abc import Callable
from typing import Final, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperOption

_Parameter = TyperOption | TyperArgument
_SHOWN: Final = 40
"""Characters of a wrong value that are repeated."""
_PLACE: Final = "get_runtime_param"
_NAMES: Final[dict[type[str | float], str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


class _Plain:
    """What typer asks for a value in its type, by `coerce`."""

    def __init__(self, kind: type[str | float], least: float | None, most: float | None) -> None:
        self._kind = kind
        self._least = least
        self._most = most

    def coerce(self, value: object, *, param: _Parameter, ctx: object) -> object:  # noqa: ARG002 - typer's call
        """Return the value in its type; several where several were typed."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if isinstance(value, list | tuple):
            return [self._read(each, param.help or "") for each in value]
        return self._read(value, param.help or "")

    def _read(self, value: object, about: str = "") -> object:
        text = str(value)
        given = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
        try:
            read = value if isinstance(value, self._kind) else self._kind(text)
        except ValueError:
            raise typer.BadParameter(
                f"{given!r} is not {_NAMES[self._kind]}.{self._range() or _told(about)}"
            ) from None
        if isinstance(read, int | float):
            if self._least is not None and not read >= self._least:
                raise typer.BadParameter(f"{given} is less than {self._least:,}.{self._range()}")
            if self._most is not None and not read <= self._most:
                raise typer.BadParameter(f"{given} is more than {self._most:,}.{self._range()}")
        return read

    def _range(self) -> str:
        """Return what may be given, as a sentence after another; empty where any number may be."""
        match self._least, self._most:
            case None, None:
                return ""
            case least, None:
                return f" Give {_NAMES[self._kind]} of at least {least:,}."
            case None, most:
                return f" Give {_NAMES[self._kind]} of at most {most:,}."
            case least, most:
                return f" Give {_NAMES[self._kind]} from {least:,} to {most:,}."


def _told(about: str) -> str:
    """Return what a parameter says of itself, where that names its range and nothing else does."""
    return f" {about}" if any(map(str.isdigit, about)) else ""


def lighten() -> None:
    """Put the plain way before typer's, for every option and argument from now on."""
    for kind in (TyperOption, TyperArgument):
        usual = getattr(kind, _PLACE, None)
        if usual is not None and usual.__module__ != __name__:
            setattr(kind, _PLACE, _before(usual))


def _before(usual: Callable[[_Parameter], object]) -> Callable[[_Parameter], object]:
    def plain_or_usual(param: _Parameter) -> object:
        about = param.type_descriptor
        kind: object = about.annotation
        if get_origin(kind) is list:
            [kind] = get_args(kind)
        switch = isinstance(param, TyperOption) and param.is_flag
        for plain in _NAMES:
            if kind is plain and (plain is not bool or switch):
                return _Plain(plain, about.parameter_info.min, about.parameter_info.max)
        return usual(param)

    return plain_or_usual
