"""Reading plain words, numbers and switches without pydantic.

From 0.29 on, typer has pydantic convert every value to its type, and imports it even
where nothing was typed: 95 ms before the first word of a session. Text, numbers and
switches do not need that. Typer converts every other type itself, and all types where this
version of typer has no such method to replace. The method is private to typer: tried with 0.29.2.
"""

from collections.abc import Callable
from typing import Final, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperOption

_Parameter = TyperOption | TyperArgument
_LONGEST_SHOWN: Final = 40
"""Characters of a wrong value that are repeated."""
_HOOK: Final = "get_runtime_param"
_NAMES: Final[dict[type[str | float], str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


class _PlainType:
    """Converts values to one plain type; typer calls `coerce`."""

    def __init__(self, kind: type[str | float], least: float | None, most: float | None) -> None:
        self._kind = kind
        self._least = least
        self._most = most

    def coerce(self, value: object, *, param: _Parameter, ctx: object) -> object:  # noqa: ARG002 - typer's call
        """Return the value in its type; several where several were typed."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if isinstance(value, list | tuple):
            return [self._convert(item, param.help or "") for item in value]
        return self._convert(value, param.help or "")

    def _convert(self, value: object, help_text: str = "") -> object:
        text = str(value)
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
        try:
            converted = value if isinstance(value, self._kind) else self._kind(text)
        except ValueError:
            raise typer.BadParameter(
                f"{shown!r} is not {_NAMES[self._kind]}.{self._range() or _range_in_help(help_text)}"
            ) from None
        if isinstance(converted, int | float):
            if self._least is not None and not converted >= self._least:
                raise typer.BadParameter(f"{shown} is less than {self._least:,}.{self._range()}")
            if self._most is not None and not converted <= self._most:
                raise typer.BadParameter(f"{shown} is more than {self._most:,}.{self._range()}")
        return converted

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


def _range_in_help(help_text: str) -> str:
    """Return the parameter's help where that has numbers, which are its range; else nothing."""
    return f" {help_text}" if any(map(str.isdigit, help_text)) else ""


def use_plain_types() -> None:
    """Convert plain types here, before typer does, for every option and argument from now on."""
    for kind in (TyperOption, TyperArgument):
        typer_method = getattr(kind, _HOOK, None)
        if typer_method is not None and typer_method.__module__ != __name__:
            setattr(kind, _HOOK, _plain_first(typer_method))


def _plain_first(typer_method: Callable[[_Parameter], object]) -> Callable[[_Parameter], object]:
    def plain_or_typer(param: _Parameter) -> object:
        descriptor = param.type_descriptor
        kind: object = descriptor.annotation
        if get_origin(kind) is list:
            [kind] = get_args(kind)
        is_switch = isinstance(param, TyperOption) and param.is_flag
        for plain_type in _NAMES:
            if kind is plain_type and (plain_type is not bool or is_switch):
                return _PlainType(plain_type, descriptor.parameter_info.min, descriptor.parameter_info.max)
        return typer_method(param)

    return plain_or_typer
