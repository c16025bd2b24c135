"""Keeps the schemas beside a person's own files, whose first lines lead an editor to them."""

from coach import schemas
from coach.cli.shared import output
from coach.errors import CoachError


def keep_schemas() -> None:
    """Keep the schemas. They are only a help: where they cannot be kept, this is reported, no more."""
    try:
        schemas.keep()
    except (CoachError, OSError) as error:
        output.aside(f"Your editor cannot complete what you write: {error}")
