"""`coach remind remove`: take a reminder away."""

import shlex
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room

app = room()


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="The reminder's name.", autocompletion=completion.reminders)],
) -> None:
    """Take a reminder away. The rest of your reminders.toml stays as it is."""
    from coach.reminder.file.store import remove

    table = remove(name)
    output.line(f"Removed: {name}.")
    command = shlex.join(["coach", "remind", "add", *_options(table), "--name", name])
    output.line(f"To have it again: {command}")


def _options(table: Mapping[str, object]) -> Iterator[str]:
    """Yield the arguments that would add such a reminder."""
    for key, value in table.items():
        if key == "routine":
            yield str(value)
        elif isinstance(value, bool):
            yield f"--{'' if value else 'no-'}{key}"
        elif key == "at" and isinstance(value, list):
            yield from (word for item in value for word in ("--at", _option_text(item)))
        else:
            yield from (f"--{key}", _option_text(value))


def _option_text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.hour}:{value.minute:02}" if isinstance(value, time) else str(value)
