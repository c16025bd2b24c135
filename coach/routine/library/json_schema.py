"""JSON Schemas of exercises and routines, for editors and other programs.

Pure. The schemas are made from the tables that `coach check` reads with, so that the two cannot
differ. A schema says which keys there are and what each value may be. What concerns more than one
value (two kinds of work in one dose, an exercise that is not there) is left to the check.
The schema refuses nothing that the check accepts.
"""

from coach.files.json_schema import Schema, tidy_schema
from coach.language.grammar import an
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS


def json_schema(kind: str) -> Schema:
    """Return the schema of a kind of file, such as an `exercise`."""
    from coach.files.tables import InOrder

    schema = KINDS[Kind(kind)].table().model_json_schema(schema_generator=InOrder)
    title = an(kind)
    return tidy_schema(schema, f"{title[:1].upper()}{title[1:]} of coach")
