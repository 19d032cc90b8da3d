"""What a caller may give as a schema: a pydantic model, a JSON Schema, or what ``--schema`` takes."""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic import BaseModel, JsonValue

from extractor.errors import SchemaError

if TYPE_CHECKING:
    from extractor.schemas.form import Schema

GivenSchema: TypeAlias = "type[BaseModel] | Mapping[str, object] | Schema | str | os.PathLike[str]"
"""A pydantic model, a JSON Schema, a compiled schema, or the name or file of one, as ``--schema`` takes it."""

_KEPT = 128


def schema_of(given: GivenSchema) -> "Schema":
    """The schema. SchemaError names what is wrong with it."""
    from extractor.schemas.form import Schema

    if isinstance(given, Schema):
        return given
    if isinstance(given, type):
        if not issubclass(given, BaseModel) or given is BaseModel:
            raise SchemaError(f"{_said(given)} is no pydantic model; derive a class of your own from BaseModel")
        return _of_model(given)
    if isinstance(given, Mapping):
        return _of_json(given)
    if isinstance(given, BaseModel):
        raise SchemaError(f"a schema is the class, {type(given).__name__}, and not one of its records")
    if not isinstance(given, (str, os.PathLike)):
        raise SchemaError(
            f"a schema is a pydantic model, a JSON Schema or the name or file of one, and not {_said(given)}"
        )
    from extractor.schemas.registry import resolve_schema

    return resolve_schema(os.fspath(given))


def _said(given: object) -> str:
    """What was given, for a message: a class or an annotation by its name, anything else by its type."""
    if isinstance(given, type) or hasattr(given, "__origin__"):
        return (
            getattr(given, "__name__", "")
            if isinstance(given, type) and not hasattr(given, "__origin__")
            else str(given)
        )
    return type(given).__name__


@lru_cache(maxsize=_KEPT)
def _of_model(model: type[BaseModel]) -> "Schema":
    from extractor.schemas.model_shape import shape_of_model
    from extractor.schemas.open_form import schema_of_shape

    return schema_of_shape(shape_of_model(model))


def _of_json(given: Mapping[str, object]) -> "Schema":
    from extractor.schemas.json_schema import shape_of_schema
    from extractor.schemas.open_form import schema_of_shape

    title = given.get("title")
    return schema_of_shape(
        shape_of_schema(cast(Mapping[str, JsonValue], given), title if isinstance(title, str) and title else "record")
    )
