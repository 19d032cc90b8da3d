"""Finding schemas: the packs that ship with the package and the user's own."""

import importlib
import pkgutil

from extractor.errors import SchemaError
from extractor.schemas import packs
from extractor.schemas.form import Schema
from extractor.schemas.rehearsal import rehearse

_TRIED: dict[str, Schema] = {}


def schema_names() -> tuple[str, ...]:
    """Names of all schemas, sorted."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(packs.__path__) if info.ispkg))


def load_schema(name: str) -> Schema:
    """The schema called ``name``. SchemaError lists the names there are."""
    if name not in schema_names():
        raise SchemaError(f"there is no schema called {name!r}; there are: {', '.join(schema_names())}")
    schema = importlib.import_module(f"{packs.__name__}.{name}").SCHEMA
    if not isinstance(schema, Schema):
        raise SchemaError(f"schema pack {name!r} has no SCHEMA: define SCHEMA = Schema(...) in its __init__.py")
    return _rehearsed(schema)


def _rehearsed(schema: Schema) -> Schema:
    """The schema, its rules tried once in this process."""
    if _TRIED.get(schema.name) is not schema:
        for form in schema.forms:
            rehearse(form)
        _TRIED[schema.name] = schema
    return schema


def load_schemas() -> tuple[Schema, ...]:
    """All schemas, by name."""
    return tuple(load_schema(name) for name in schema_names())
