"""`coach devices`: where it can be heard."""

from typing import Annotated

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.config.settings import load
from coach.sound.device import devices as found
from coach.sound.setup_help import how_to

app = room()


@app.command()
def devices(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the loudspeakers and headphones; * marks the one that the system plays to."""
    wanted = load().settings.device
    there = found()
    if as_json:
        output.json_out([{"name": device.name, "default": device.default} for device in there])
    elif there:
        output.table((("*" if device.default else "", device.name) for device in there), ("", "DEVICE"))
    if not there:
        output.aside(f"There is no sound device. {how_to()}")
    if wanted:
        output.aside(f"Your settings play to {wanted!r}: the name, or a part that no other has.")
    elif there and not as_json:
        output.aside('Play to another with: coach config set device "NAME" (or a part no other has)')
