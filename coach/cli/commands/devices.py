"""`coach devices`: lists where a session can be heard."""

from typing import Annotated

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.config.settings import load
from coach.sound.device import devices as known_devices
from coach.sound.setup_help import how_to

app = room()


@app.command()
def devices(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the loudspeakers and headphones; * marks the one that the system plays to."""
    chosen_name = load().settings.device
    available = known_devices()
    if as_json:
        output.json_out([{"name": device.name, "default": device.default} for device in available])
    elif available:
        output.table((("*" if device.default else "", device.name) for device in available), ("", "DEVICE"))
    if not available:
        output.aside(f"There is no sound device. {how_to()}")
    if chosen_name:
        output.aside(f"Your settings play to {chosen_name!r}: the name, or a part that no other has.")
    elif available and not as_json:
        output.aside('Play to another with: coach config set device "NAME" (or a part no other has)')
