"""Commands that are imported only when they are asked for.

A command's file has one `app`, made by `room`. It has `@app.command()` where it is one command, and
`@app.callback(invoke_without_command=True)` and commands where it has commands of its own, such as
`config set`. Where those are many, each is in its own file, such as `remind add`, and the `app` has
`cls=LazyGroup` and a table `COMMANDS`. The group has a line of help for each command; the command's
file is imported when it runs, completes or shows its own help.
"""

import importlib
import re
from collections.abc import Mapping
from keyword import iskeyword
from types import MappingProxyType
from typing import Final

import typer
from typer.core import TyperCommand, TyperGroup

from coach.errors import UsageError

_NEGATIVE: Final = r"-(\d.*|\.\d+|inf|nan)"

SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")
"""The shells that typer can complete in."""


def room(*, completion: bool = False) -> typer.Typer:
    """Return a `Typer` for one command's file: plain help, without colour or frames."""
    return typer.Typer(
        add_completion=completion,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


class TakesNumbers(TyperCommand):
    """A command whose arguments may be negative numbers, which look like options."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - typer keeps its types private
        """Read the words. A number is not taken for an option, so that the command can say its range."""
        if any(re.fullmatch(_NEGATIVE, word) for word in args):
            ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


class LazyGroup(TyperGroup):
    """A group whose commands are placeholders for files of one package until one of them is used."""

    _room = ""
    _elsewhere: Mapping[str, str] = MappingProxyType({})

    def register(self, commands: Mapping[str, str], room: str, elsewhere: Mapping[str, str]) -> None:
        """List these commands, each with its line of help; `-` in a name is `_` in its file's.

        `room` is the package of the files. The file of a command whose name is a keyword of Python ends in
        `_`. `elsewhere` has the modules of commands that are in another package.
        """
        self._room, self._elsewhere = room, elsewhere
        for name, help_line in commands.items():
            self.add_command(TyperCommand(name, help=help_line))

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - typer keeps its types private
        """Read the words; a shell may be named after the two options that are about one."""
        if len(args) == 2 and args[0] in ("--show-completion", "--install-completion"):
            from typer.completion import install_callback, show_callback

            if args[1] not in SHELLS:
                raise UsageError(f"{args[1]!r} cannot complete. Name one of {', '.join(SHELLS)}.")
            callback = show_callback if args[0].startswith("--show") else install_callback
            callback(ctx, self.params[0], args[1])  # leaves
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - typer keeps its types private
        """Return the command itself in place of its placeholder."""
        name, _, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, None, rest
        file = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        module = importlib.import_module(self._elsewhere.get(name, f"{self._room}.{file}"))
        command = typer.main.get_command(module.app)
        if isinstance(command, LazyGroup):
            command.register(module.COMMANDS, module.ROOM, module.ELSEWHERE)
        command.name = name
        return name, command, rest
