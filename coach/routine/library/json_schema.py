"""JSON Schemas of exercises and routines, for editors and other programs.

Pure. Made from the tables that `coach check` reads with, so that the two cannot differ. A
schema says what one value may be and which keys there are; what only the whole file can
tell (two kinds of work in one dose, an exercise that is not there) is left to the check.
Nothing that the check takes is refused by the schema.
"""

from coach.files.json_schema import Schema, tidy_schema
from coach.language.grammar import an
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS


def json_schema(kind: str) -> Schema:
    """Return the schema of a kind of file, such as an `exercise`."""
    from coach.files.tables import InOrder

    made = KINDS[Kind(kind)].table().model_json_schema(schema_generator=InOrder)
    words = an(kind)
    return tidy_schema(made, f"{words[:1].upper()}{words[1:]} of coach")
