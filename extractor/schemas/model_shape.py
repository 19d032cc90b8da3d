"""A pydantic model to a :class:`~extractor.schemas.shape.Shape`, by way of its JSON Schema.

What a model says beyond that (aliases, exact decimals) is kept as our marks, so the JSON Schema says all there is and
can be stored beside results.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticUserError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from extractor.errors import SchemaError
from extractor.schemas.json_schema import ALIASES, MARKS, shape_of_schema
from extractor.schemas.reference_list import known_names
from extractor.schemas.shape import Shape


class FieldMark:
    """What is known of a field beyond its type: ``Annotated[Decimal, FieldMark(labels=("Total due",))]``.

    ``labels``: what is printed beside or above it; ``notation``, ``units``, ``nil_marks``: how its values are written;
    ``reference``: names that are known, or the place of a csv file of them, to one of which a text has to belong;
    ``words``: what the values of an enumeration are printed as; ``signs``: labels that stand over the values of two
    fields, each with the sign (- or +) of the numbers that are this one's; ``proof``: strict, standard or optional.
    """

    def __init__(self, **marks: object) -> None:
        self.marks = {name: mark for name, mark in marks.items() if mark is not None}
        if "reference" in self.marks:
            self.marks["reference"] = known_names(self.marks["reference"])

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Put the marks into the JSON Schema of the field."""
        schema: JsonSchemaValue = handler(core)
        before = schema.get(MARKS, {})
        return {**schema, MARKS: {**before, **self.marks}}


def shape_of_model(model: type[BaseModel], name: str = "") -> Shape:
    """The shape of a pydantic model. SchemaError names the field whose type is not supported."""
    try:
        schema = model.model_json_schema(by_alias=False, schema_generator=_Generator)
    except (PydanticInvalidForJsonSchema, PydanticUserError) as error:
        raise SchemaError(f"{model.__name__} has a field of a type that is not supported: {error.message}") from error
    return shape_of_schema(schema, name or model.__name__, model)


class _Generator(GenerateJsonSchema):
    """The JSON Schema of a model by the names of its fields, with aliases as marks."""

    def model_field_schema(self, schema: core_schema.ModelField) -> JsonSchemaValue:
        """The schema of one field, with the aliases under which its value may be given."""
        made = super().model_field_schema(schema)
        aliases = [*_names(schema.get("validation_alias")), *_names(schema.get("serialization_alias"))]
        if not aliases:
            return made
        marks = made.get(MARKS, {})
        return {**made, MARKS: {**marks, ALIASES: list(dict.fromkeys(aliases))}}

    def complex_schema(self, schema: core_schema.ComplexSchema) -> JsonSchemaValue:
        """No document prints a complex number that anybody would read as one."""
        return self.handle_invalid_for_json_schema(schema, "a complex number")

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """An exact number is one number, not a number or a text."""
        made = self.float_schema(core_schema.float_schema())
        limits = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
        found: Mapping[str, Any] = schema
        return {**made, **{word: float(found[name]) for name, word in limits.items() if found.get(name) is not None}}


def _names(alias: object) -> list[str]:
    """The names in an alias: a text, or lists of the steps that lead to the value."""
    if isinstance(alias, str):
        return [alias]
    if isinstance(alias, list):
        if alias and all(isinstance(each, (str, int)) for each in alias):
            return [str(each) for each in alias[-1:] if isinstance(each, str)]
        return [name for each in alias for name in _names(each)]
    return []
