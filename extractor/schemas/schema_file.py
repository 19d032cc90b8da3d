"""A place to the schema that stands there: a pack in Python or YAML, a pydantic model, or a JSON Schema."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import cast, get_args

from pydantic import BaseModel, JsonValue

from extractor.errors import SchemaError
from extractor.schemas import packs
from extractor.schemas.form import Schema
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.open_form import schema_of_model, schema_of_shape
from extractor.schemas.pack_yaml import read_pack
from extractor.schemas.python_source import module_of_file, module_of_name, refusal
from extractor.schemas.rule import Rule
from extractor.schemas.schema_place import PACK_FILE, SchemaPlace

RULES = "RULES"
"""What a module calls the rules about the model in it."""


def read_place(place: SchemaPlace) -> Schema:
    """The schema at a place, without the rules that are written down beside it. SchemaError says what is wrong."""
    path = place.path
    if path is None:
        return _of_module(module_of_name(place.module), place, place.module)
    if path.is_dir() and (path / PACK_FILE).is_file():
        return read_pack(path / PACK_FILE, path.name)
    if path.suffix == ".json":
        return _of_json(path)
    if path.suffix in (".yaml", ".yml"):
        return read_pack(path, path.parent.name if path.name == PACK_FILE else path.stem)
    if path.is_dir() and not (path / "__init__.py").is_file():
        raise SchemaError(f"the folder {path} holds no schema: a pack has {PACK_FILE}, or __init__.py with SCHEMA")
    return _of_module(module_of_file(path), place, path.name)


def place_files(place: SchemaPlace) -> Iterator[Path]:
    """The file or the folder that a schema is read from: of a module its file, of a pack of ours its folder."""
    if place.path is not None:
        yield place.path
        return
    file = module_of_name(place.module).__file__
    if file is not None:
        yield Path(file).parent if place.ours else Path(file)


def _of_module(module: ModuleType, place: SchemaPlace, shown: str) -> Schema:
    if place.wanted:
        found = getattr(module, place.wanted, None)
        if found is None:
            known = [name for name, each in vars(module).items() if _is_schema(each) and not name.startswith("_")]
            raise SchemaError(f"{shown} has no {place.wanted}{did_you_mean(place.wanted, known)}")
        if not _is_schema(found):
            raise SchemaError(f"{place.wanted} of {shown} is neither a pydantic model nor a Schema")
    else:
        found = getattr(module, "SCHEMA", None)
        if found is None and (place.ours or (place.path is not None and place.path.is_dir())):
            name = module.__name__.rpartition(".")[2] if module.__name__.startswith(packs.__name__) else shown
            raise SchemaError(f"schema pack {name!r} has no SCHEMA: define SCHEMA = Schema(...) in its __init__.py")
        if found is None:
            found = _only_model(module, shown)
        if not _is_schema(found):
            raise SchemaError(f"SCHEMA of {shown} is no Schema: define SCHEMA = Schema(...)")
    if isinstance(found, Schema):
        return found
    return _of_model(cast(type[BaseModel], found), module, shown)


def _of_model(model: type[BaseModel], module: ModuleType, shown: str) -> Schema:
    rules = getattr(module, RULES, ())
    if not isinstance(rules, (tuple, list)) or not all(isinstance(each, Rule) for each in rules):
        raise SchemaError(f"{RULES} of {shown} are not rules: RULES = (...) lists functions with @rule")
    try:
        return schema_of_model(model, tuple(rules))
    except SchemaError as error:
        where = line_of_field(error.field, _sources_of(model))
        raise SchemaError(f"{shown}{where}, {model.__name__}: {error}") from error
    except Exception as error:  # a model is other people's code, and may not be finished
        raise refusal(error, Path(shown)) from error


def _is_schema(found: object) -> bool:
    is_model = isinstance(found, type) and issubclass(found, BaseModel) and found is not BaseModel
    return is_model or isinstance(found, Schema)


def _only_model(module: ModuleType, shown: str) -> type[BaseModel]:
    """The one model of a module that is no part of another one."""
    own: dict[str, type[BaseModel]] = {
        name: each
        for name, each in vars(module).items()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__module__ == module.__name__
    }
    parts = {inner for each in own.values() for inner in _inner_models(each) if inner is not each}
    parts |= {above for each in own.values() for above in each.__mro__[1:] if above in own.values()}
    left = [name for name, each in own.items() if each not in parts]
    if len(left) == 1:
        return own[left[0]]
    if not own:
        raise SchemaError(f"{shown} has neither a SCHEMA nor a pydantic model: derive a class from BaseModel")
    found = ", ".join(f"{shown}:{name}" for name in left or own)
    raise SchemaError(f"{shown} has {len(left)} models that could be meant; name one of {found}")


def _inner_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    waiting: list[object] = [info.annotation for info in model.model_fields.values()]
    seen: set[int] = set()
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        waiting += get_args(found)
        if isinstance(found, type) and issubclass(found, BaseModel):
            yield found
            waiting += [info.annotation for info in found.model_fields.values()]


def _of_json(path: Path) -> Schema:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path.name} is not text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise SchemaError(f"{path.name}, line {error.lineno}: this is not JSON: {error.msg}") from error
    if not isinstance(found, Mapping):
        raise SchemaError(f"{path.name} holds no JSON Schema: it is an object with type and properties")
    try:
        return schema_of_shape(shape_of_schema(cast(Mapping[str, JsonValue], found), plain_name(path.stem)))
    except SchemaError as error:
        where = line_of_field(error.field, [(1, path.read_text("utf-8-sig").splitlines())])
        raise SchemaError(f"{path.name}{where}: {error}") from error


def line_of_field(path: str, sources: Sequence[tuple[int, Sequence[str]]]) -> str:
    """Which line of some sources describes the field at a path, as ", line 7"; nothing where none does, or several.
    Each source has the number of its first line."""
    names = [name for name in path.split(".") if name and "{" not in name]
    if not names or not names[-1].isidentifier():
        return ""
    described = re.compile(rf"""\s*(["']?){names[-1]}\1\s*:""")
    found = [at for first, lines in sources for at, line in enumerate(lines, first) if described.match(line)]
    return f", line {found[0]}" if len(found) == 1 else ""


def _sources_of(model: type[BaseModel]) -> list[tuple[int, Sequence[str]]]:
    """The lines of a model and of all that stand in it, each with the number of its first."""
    found: list[tuple[int, Sequence[str]]] = []
    for each in dict.fromkeys((model, *_inner_models(model))):
        try:
            lines, first = inspect.getsourcelines(each)
        except (OSError, TypeError):
            continue
        found.append((first, lines))
    return found


def plain_name(name: str) -> str:
    """A name that can stand in paths and settings, of what a file is called."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "schema"
