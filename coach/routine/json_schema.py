"""JSON Schemas of exercises and routines, for editors and other programs.

Pure. Made from the tables that `coach check` reads with, so that the two cannot differ. A
schema says what one value may be and which keys there are; what only the whole file can
tell (two kinds of work in one dose, an exercise that is not there) is left to the check.
Nothing that the check takes is refused by the schema.
"""

from coach.files.json_schema import Schema, of_made


def json_schema(kind: str) -> Schema:
    """Return the schema of an `exercise` or of a `routine`."""
    from coach.files.tables import InOrder
    from coach.routine import schema

    table = schema.ExerciseTable if kind == "exercise" else schema.RoutineTable
    made = table.model_json_schema(schema_generator=InOrder)
    return of_made(made, f"{'An' if kind == 'exercise' else 'A'} {kind} of coach")
