"""Columns of one's own: a small file that says which, in which order, and what they are called."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from extractor.errors import ConfigurationError, SchemaError
from extractor.schemas.form import INDEX, Kind
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.yaml_source import Located, read_yaml

Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | int | Decimal | bool"

TYPES: Mapping[str, Kind] = {
    "text": "text",
    "integer": "count",
    "decimal": "amount",
    "date": "date",
    "boolean": "boolean",
}
"""What a column may be said to hold, and the kind it is then of."""
_PARTS = ("columns", "tables", "schema")


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """What a column is to be called, empty for its own name; ``kind``: what it is to hold, None for its own."""

    name: str = ""
    kind: Kind | None = None


@dataclass(frozen=True)
class ColumnChoice:
    """The columns that are wanted, by path with ``{n}`` for whichever item of a list, in their order, and names of
    tables by the path of their list. ``schema``: of which, empty where the file does not say.
    """

    file: str
    columns: Mapping[str, ColumnWish]
    tables: Mapping[str, str] = field(default_factory=dict)
    schema: str = ""


def read_column_choice(path: Path) -> ColumnChoice:
    """The choice in a file of TOML or YAML: under ``columns`` lines PATH = NAME, or PATH = {name, type}, or a list of
    paths; under ``tables`` lines PATH = NAME. ConfigurationError says what is wrong with it.
    """
    known = _mapping(_read(path), f"{path}: it", _PARTS)
    if "columns" not in known:
        raise ConfigurationError(f"{path}: it names no columns; write lines PATH = NAME under columns")
    columns = known["columns"]
    if isinstance(columns, Mapping):
        wanted = [(normal_path(name), _wish(each, f"{path}: {name}")) for name, each in columns.items()]
    else:
        wanted = [(normal_path(_text(each, f"{path}: a path")), ColumnWish()) for each in _items(columns)]
    wishes = dict(wanted)
    twice = next((name for name, wish in wanted if wishes[name] is not wish), None)
    if twice is not None:
        raise ConfigurationError(f"{path}: {twice} is named twice")
    tables = _mapping(known.get("tables", {}), f"{path}: tables")
    names = {
        normal_path(name).removesuffix(f".{INDEX}"): _text(each, f"{path}: {name}") for name, each in tables.items()
    }
    return ColumnChoice(
        str(path), wishes, names, _text(known["schema"], f"{path}: schema") if "schema" in known else ""
    )


def normal_path(path: str) -> str:
    """A path as it was written, with ``{n}`` where ``[n]`` or ``*`` stands for whichever item of a list."""
    return ".".join(
        INDEX if part in ("*", "[n]", "{key}") else part
        for part in path.replace("[n]", ".[n]").replace("..", ".").split(".")
    )


def _read(path: Path) -> Plain:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as a file of columns: {error}") from error
    if path.suffix.lower() in (".yaml", ".yml"):
        try:
            return _unlocated(read_yaml(text, str(path), "it names columns under columns:"))
        except SchemaError as error:
            raise ConfigurationError(str(error)) from error
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: this is not TOML: {error}") from error


def _unlocated(found: Located) -> Plain:
    value = found.value
    if isinstance(value, Mapping):
        return {name: _unlocated(each) for name, each in value.items()}
    return [_unlocated(each) for each in value] if isinstance(value, tuple) else value  # type: ignore[return-value]  # no other sequence


def _wish(value: Plain, what: str) -> ColumnWish:
    if isinstance(value, str):
        return ColumnWish(_text(value, what))
    known = _mapping(value, what, ("name", "type"))
    kind = _text(known["type"], f"{what}: type") if "type" in known else ""
    if kind and kind not in TYPES:
        raise ConfigurationError(f"{what}: type is {', '.join(TYPES)}, not {kind}{did_you_mean(kind, list(TYPES))}")
    return ColumnWish(_text(known["name"], f"{what}: name") if "name" in known else "", TYPES.get(kind))


def _mapping(value: Plain, what: str, known: Sequence[str] = ()) -> Mapping[str, Plain]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{what} is written as lines KEY = VALUE")
    for name in value:
        if known and name not in known:
            raise ConfigurationError(f"{what} has no {name!r}{did_you_mean(name, known)}; it has {', '.join(known)}")
    return value


def _items(value: Plain) -> Sequence[Plain]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def _text(value: Plain, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{what} is a text")
    return value.strip()
