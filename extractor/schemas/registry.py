"""Finding schemas: the packs that ship with the package and the user's own."""

import hashlib
import importlib
import os
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from extractor.errors import SchemaError
from extractor.schemas import packs
from extractor.schemas.form import Schema
from extractor.schemas.rehearsal import rehearse

RULES_FOLDER = "EXTRACTOR_RULES"
"""The variable that names a folder with rules of one's own, a file for each schema."""

RULES_OF_PACK = "rules.yaml"
"""The file of a pack with rules that are not written in Python."""


class _Loaded(NamedTuple):
    pack: Schema
    stamp: str
    schema: Schema


_LOADED: dict[str, _Loaded] = {}


def schema_names() -> tuple[str, ...]:
    """Names of all schemas, sorted."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(packs.__path__) if info.ispkg))


def load_schema(name: str) -> Schema:
    """The schema called ``name``, with the rules written down for it. SchemaError lists the names there are.

    Rules stand in the pack, in its ``rules.yaml``, and in the folder that EXTRACTOR_RULES names, in ``NAME.yaml``. They
    become part of the schema's version, so documents are read again when they change. Rules are tried once a process.
    """
    if name not in _LOADED and name not in schema_names():
        raise SchemaError(f"there is no schema called {name!r}; there are: {', '.join(schema_names())}")
    module = importlib.import_module(f"{packs.__name__}.{name}")
    if not isinstance(getattr(module, "SCHEMA", None), Schema):
        raise SchemaError(f"schema pack {name!r} has no SCHEMA: define SCHEMA = Schema(...) in its __init__.py")
    written = {file: file.read_bytes() for file in rule_files(name)}
    schema: Schema = module.SCHEMA
    stamp = hashlib.sha256(b"".join(written.values())).hexdigest()[:8] if written else ""
    known = _LOADED.get(name)
    if known is None or known.pack is not schema or known.stamp != stamp:
        known = _LOADED[name] = _Loaded(schema, stamp, _complete(schema, tuple(written), stamp))
    return known.schema


def rule_files(name: str) -> tuple[Path, ...]:
    """The files with rules for a schema, those there are. SchemaError where EXTRACTOR_RULES names no folder."""
    return tuple(file for file in _places_of_rules(name) if file.is_file())


def _places_of_rules(name: str) -> Iterator[Path]:
    module = importlib.import_module(f"{packs.__name__}.{name}")
    if module.__file__ is not None:
        yield Path(module.__file__).with_name(RULES_OF_PACK)
    if os.environ.get(RULES_FOLDER):
        folder = Path(os.environ[RULES_FOLDER]).expanduser()
        if not folder.is_dir():
            raise SchemaError(f"{RULES_FOLDER} names {folder}, which is no folder")
        yield folder / f"{name}.yaml"


def _complete(schema: Schema, files: Sequence[Path], stamp: str) -> Schema:
    """The schema with the rules and the weights of these files, every rule rehearsed."""
    if files:
        from extractor.schemas.declared import add_rules, read_rules
        from extractor.schemas.declared_weights import add_weights, read_weights

        for file in files:
            schema = add_weights(add_rules(schema, read_rules(file)), read_weights(file))
        schema = replace(schema, version=f"{schema.version}+{stamp}")
    for form in schema.forms:
        rehearse(form)
    return schema


def load_schemas() -> tuple[Schema, ...]:
    """All schemas, by name."""
    return tuple(load_schema(name) for name in schema_names())
