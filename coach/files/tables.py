"""What the tables of every kind of file share, and the kinds of value that are the same in all.

Only this module and the schemas of the files import pydantic.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from coach.files.ids import ID_PATTERN, WORD


class Table(BaseModel):
    """The base of all tables: no unknown key is allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=WORD)]
Flag = Annotated[bool, Field(strict=True)]


class InOrder(GenerateJsonSchema):
    """Makes a JSON Schema whose examples keep their order."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's call
        """Leave it as it is."""
        return value
