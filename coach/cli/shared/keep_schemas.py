"""What is kept beside a person's own files: the schemas, to which the first line of each leads an editor."""

from coach import schemas
from coach.cli.shared import output
from coach.errors import CoachError


def keep_schemas() -> None:
    """Keep the schemas. They are a help: where they cannot be kept, that is told and no more."""
    try:
        schemas.keep()
    except (CoachError, OSError) as error:
        output.aside(f"Your editor cannot complete what you write: {error}")
