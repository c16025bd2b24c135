"""`coach config`: every setting in force and where it comes from; `config set` changes one."""

import json
from typing import Annotated

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import TakesNumbers, room
from coach.config.settings import SPEC, Loaded, load, own_file, set_value
from coach.errors import CoachError
from coach.files.paths import own_routines

app = room()


@app.callback(invoke_without_command=True)
def config(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show every setting in force and where it comes from, or change one."""
    if context.invoked_subcommand is None:
        _show(load(), as_json=as_json)


@app.command("set", cls=TakesNumbers)
def change(
    key: Annotated[str, typer.Argument(help="A setting's name.", autocompletion=lambda: list(SPEC))],
    value: Annotated[str, typer.Argument(help="What it is to be.")],
) -> None:
    """Write one setting to your own config.toml; the rest of that file stays as it is."""
    path = set_value(key, value)
    try:
        loaded = load()
    except CoachError as error:  # another setting was wrong before
        output.line(f"Written to {path}: {key} = {value}")
        output.aside(f"What is wrong beside it keeps the settings from being used:\n{error}")
        return
    output.line(f"{key} = {_value_text(loaded.settings.written(key))}")
    if loaded.origins[key] != str(path):
        output.line(f"Written to {path}, but {loaded.origins[key]} wins over it for now.")


def _show(loaded: Loaded, *, as_json: bool) -> None:
    values = {key: loaded.settings.written(key) for key in SPEC}
    if as_json:
        output.json_out({key: {"value": value, "from": loaded.origins[key]} for key, value in values.items()})
        return
    output.table((key, "=", _value_text(value), loaded.origins[key]) for key, value in values.items())
    output.line()
    for label, path in (("settings", own_file()), ("routines", own_routines())):
        output.line(f"Your own {label}: {path}{'' if path.exists() else ' (not there yet)'}")
    output.line("Change one with: coach config set KEY VALUE")


def _value_text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
