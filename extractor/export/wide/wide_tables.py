"""Which tables and columns the records of a few schemas come to: known from the schemas alone, before any result is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from extractor.errors import ConfigurationError
from extractor.export.decision_table import DecisionRow
from extractor.export.wide.column_choice import ColumnChoice
from extractor.schemas.form import INDEX, Form, Kind, Schema
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.state import NUMBERS

KEY = "{key}"
"""Stands for a key that the document gives, in the paths of lists that are told by keys."""
PLACEHOLDERS = (INDEX, KEY)
TOLD = "@"
"""Begins the source of a column that shows no field: no name of a field begins with it."""
KEYS: Mapping[str, Kind] = {"document": "text", "sha256": "text", "part": "text"}
"""What tells the document of a row, in every table."""
HEADS: Mapping[str, Kind] = {**KEYS, "form": "text", "status": "text", "flagged": "count"}
"""What is said of a document beside its values; ``flagged``: how many of them wait for a person."""
STATES: Mapping[str, Kind] = {**KEYS, "field": "text", "state": "text", "standing": "text", "value": "text"}
"""Fields of which the column does not say all: without a value, flagged, or with one that the column cannot hold."""
NO_RECORD: Mapping[str, Kind] = {**KEYS, "path": "text", "status": "text", "error": "text"}
"""Documents that have no record."""

_IN_NO_FILE = '/\\:*?"<>|'

ListPath: TypeAlias = str
"""The path of a list of the schema, empty for the record itself."""


@dataclass(frozen=True, slots=True)
class WideColumn:
    """One column. ``source``: the path of the schema that it shows, or with @ before it something that is told of every
    document or item (``@sha256``, ``@lines_number``). ``kind``: what it holds.
    """

    name: str
    source: str
    kind: Kind

    @property
    def told(self) -> bool:
        """Whether it shows no field."""
        return self.source.startswith(TOLD)


def told_columns(kinds: Mapping[str, Kind]) -> list[WideColumn]:
    """Columns that show no field."""
    return [WideColumn(name, TOLD + name, kind) for name, kind in kinds.items()]


@dataclass(frozen=True, slots=True)
class WideTable:
    """One table. ``place``: its number among all. ``file_name``: its name with no sign that no file may have."""

    name: str
    place: int
    columns: tuple[WideColumn, ...]
    file_name: str


@dataclass(frozen=True)
class WideLayout:
    """All tables. ``records``: by schema and list; ``states``, ``decisions`` and ``no_record`` are there for all."""

    tables: tuple[WideTable, ...]
    records: Mapping[tuple[str, ListPath], WideTable] = field(default_factory=dict)

    @classmethod
    def of(cls, schemas: Sequence[Schema], choice: ColumnChoice | None = None) -> "WideLayout":
        """The tables of these schemas. ConfigurationError for a column or a table that was chosen and is not there."""
        made = _Making()
        records: dict[tuple[str, ListPath], WideTable] = {}
        for schema in schemas:
            columns = _columns_of(schema)
            wanted = columns if choice is None else _chosen(columns, choice)
            for place, found in wanted.items():
                name = _table_name(schema.name, place, several=len(schemas) > 1)
                name = name if choice is None else choice.tables.get(place, name)
                records[schema.name, place] = made.table(name, found)
        if not records:
            made.table("documents", told_columns(HEADS))
        made.table("states", told_columns(STATES))
        made.table("no_record", told_columns(NO_RECORD))
        made.table("decisions", told_columns(dict.fromkeys(DecisionRow._fields, "text")))
        return cls(tuple(made.tables), records)

    def named(self, name: str) -> WideTable:
        """One of the tables that are there for all schemas."""
        return self.tables[{"states": -3, "no_record": -2, "decisions": -1}[name]]


class _Making:
    """Tables so far: none has the name of another, and no column in one."""

    def __init__(self) -> None:
        self.tables: list[WideTable] = []
        self._files: set[str] = set()

    def table(self, name: str, columns: Sequence[WideColumn]) -> WideTable:
        """One table more. What is told of every document gives way to fields that are called the same."""
        fields = {each.name.casefold() for each in columns if not each.told}
        taken: set[str] = set()
        named = []
        for each in columns:
            gives_way = each.told and each.name.casefold() in fields
            wish = f"document_{each.name}" if gives_way else each.name
            named.append(WideColumn(free_name(wish, taken), each.source, each.kind))
        others = {each.name.casefold() for each in self.tables}
        file_name = free_name(_without(_IN_NO_FILE, name), self._files)
        made = WideTable(free_name(name, others), len(self.tables), tuple(named), file_name)
        self.tables.append(made)
        return made


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is ``taken`` in whatever case; taken from then on."""
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free.casefold())
    return free


def _without(signs: str, name: str) -> str:
    return "".join("_" if sign in signs or not sign.isprintable() else sign for sign in name)


def parted(path: str) -> tuple[ListPath, str]:
    """The list that a path of a schema stands in and its place there: ``lines`` and ``amount`` for
    ``lines.{n}.amount``; empty the one for what stands in no list, the other for a list of plain values.
    """
    parts = path.split(".")
    last = max((number for number, part in enumerate(parts) if part in PLACEHOLDERS), default=-1)
    return ".".join(parts[: max(last, 0)]), ".".join(parts[last + 1 :])


def number_names(path: str) -> Iterator[tuple[str, Kind]]:
    """The columns that tell the items of the lists around a path of a schema, outer ones first: ``orders_number`` and
    ``lines_number`` for ``orders.{n}.lines.{n}.amount``, ``accounts_key`` for what is told by keys.
    """
    parts = path.split(".")
    for part, follows in pairwise(parts):
        if follows in PLACEHOLDERS:
            yield (f"{part}_key", "text") if follows == KEY else (f"{part}_number", "count")


def _columns_of(schema: Schema) -> dict[ListPath, list[WideColumn]]:
    """The columns of every table of a schema, over all its forms."""
    kinds: dict[str, Kind] = {}
    for form in schema.forms:
        for path, spec in form.fields.items():
            kinds[path] = _both(kinds.get(path, spec.kind), spec.kind)
    tables: dict[ListPath, list[WideColumn]] = {"": told_columns(HEADS)}
    for path, kind in kinds.items():
        place, inside = parted(path)
        if place not in tables:
            tables[place] = told_columns({**KEYS, **dict(number_names(path))})
        tables[place].append(WideColumn(inside or "value", path, kind))
    return tables


def _both(one: Kind, other: Kind) -> Kind:
    """What holds the values of both kinds."""
    if one == other:
        return one
    return "amount" if one in NUMBERS and other in NUMBERS else "text"


def _chosen(columns: Mapping[ListPath, list[WideColumn]], choice: ColumnChoice) -> dict[ListPath, list[WideColumn]]:
    """Only the columns that were chosen, in that order; what tells the items of a list stays before them."""
    known = {_plain(each.source): (place, each) for place, found in list(columns.items())[::-1] for each in found}
    known |= {each.name: ("", each) for each in columns[""] if each.told and each.name not in known}
    tables: dict[ListPath, list[WideColumn]] = {}
    for path, wish in choice.columns.items():
        if path not in known:
            near = did_you_mean(path, sorted(known))
            raise ConfigurationError(f"{choice.file}: no column is called {path!r}{near}")
        place, column = known[path]
        if column.told and wish.kind is not None:
            raise ConfigurationError(f"{choice.file}: {path} shows no field, and has the type that it has")
        if place not in tables:
            tables[place] = [_renamed(each, choice) for each in columns[place] if place and each.told]
        if not (place and column.told):
            tables[place].append(WideColumn(wish.name or column.name, column.source, wish.kind or column.kind))
    plain = {_plain(place): place for place in tables}
    for place in choice.tables:
        if place not in plain:
            raise ConfigurationError(f"{choice.file}: no table is called {place!r}{did_you_mean(place, sorted(plain))}")
    return tables


def _renamed(column: WideColumn, choice: ColumnChoice) -> WideColumn:
    wish = choice.columns.get(column.source) or choice.columns.get(column.name)
    return column if wish is None else WideColumn(wish.name or column.name, column.source, column.kind)


def _plain(path: str) -> str:
    return path.replace(KEY, INDEX)


def _table_name(schema: str, place: ListPath, several: bool) -> str:
    inner = ".".join(part for part in place.split(".") if part not in PLACEHOLDERS)
    if several:
        return f"{schema}.{inner}" if inner else schema
    return inner or "documents"


def general_path(form: Form, path: str) -> str | None:
    """The path of the schema behind a path of a record; None where it is none of a value."""
    if path in form.fields:
        return path
    if form.shape is not None:
        try:
            found = form.shape.general(path)
        except KeyError:
            return None
        return found if found in form.fields else None
    found = ".".join(INDEX if part.isdecimal() else part for part in path.split("."))
    return found if found in form.fields else None
