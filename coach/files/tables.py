"""What the tables of every kind of file share, and the kinds of value that are the same in all.

With the schemas of the files alone imports pydantic.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from coach.files.ids import ID_PATTERN, WORD


class Table(BaseModel):
    """What all tables share: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=WORD)]
Flag = Annotated[bool, Field(strict=True)]


class InOrder(GenerateJsonSchema):
    """Makes a JSON Schema whose examples keep their order."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's call
        """Leave it as it is."""
        return value
