"""A form that is any model: what readers and rules need of it, made of its shape."""

import hashlib
import json

from pydantic import BaseModel

from extractor.schemas.form import Form, Schema
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.rule import Rule
from extractor.schemas.shape import Shape

FORM = "model"
"""The name of the one form of a schema that is a model."""


def schema_of_model(
    model: type[BaseModel], rules: tuple[Rule, ...] = (), name: str = "", title: str = "", version: str = ""
) -> Schema:
    """The schema of a pydantic model, with rules over it. SchemaError names the field that is not supported."""
    return schema_of_shape(shape_of_model(model, name), rules, title, version)


def schema_of_shape(shape: Shape, rules: tuple[Rule, ...] = (), title: str = "", version: str = "") -> Schema:
    """The schema of a model, with its one form. Its version is a hash of its JSON Schema where none is given."""
    written = json.dumps(shape.source, sort_keys=True, ensure_ascii=False).encode()
    form = Form(FORM, shape.model or BaseModel, (), (), rules, shape=shape)
    said = title or (shape.root.labels[0] if shape.root.labels else shape.name)
    stamp = version or hashlib.sha256(written).hexdigest()[:12]
    return Schema(shape.name, stamp, said, (form,), shape.language or "en")
