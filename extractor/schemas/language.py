"""How a schema is written: pydantic models whose fields carry the labels printed on the form.

::

    class Applicants(Cells):
        natural: Annotated[Count, ColumnLabel("自然人")] = None
        total: Annotated[Count, ColumnLabel("总计")] = None

    class Requests(Table):
        received: Annotated[Applicants, RowLabel("一、本年新收")] = Applicants()

    class Report(Record):
        requests: Annotated[Requests, TableLabel("三、申请情况")] = Requests()

    FORM = compile_form("2021", Report)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from extractor.errors import SchemaError
from extractor.schemas.form import (
    INDEX,
    BlockSpec,
    ClaimSpec,
    ColumnSpec,
    Form,
    Kind,
    Label,
    RowSpec,
    TableSpec,
)
from extractor.schemas.notation import PLAIN, Notation
from extractor.schemas.reliability import weighed
from extractor.schemas.rule import Rule

COMMA = Notation(decimal=",")
"""How statements are written in a form whose columns all have a decimal comma, where they do not say it themselves."""

Count: TypeAlias = int | None
Amount: TypeAlias = Decimal | None
Text: TypeAlias = str | None
Mark = TypeVar("Mark")

UNWEIGHED: Mapping[str, int] = {}


class Cells(BaseModel):
    """The values of one row, one field a column."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(BaseModel):
    """The rows of one table."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Claims(BaseModel):
    """Values stated in running text."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(BaseModel):
    """A whole report. A field called ``form`` names the form and is filled in from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnLabel:
    """The heading of a column, its other spellings, the headings above it, and the units printed with its values.

    ``units`` maps a printed unit to its factor into the field's own unit: ``{"元": Decimal(1)}``; ``signed``: numbers
    below zero may stand in it; ``notation``: how they are written, where that is not as usual (signs of currency, minus
    as brackets, decimal comma). SchemaError for negative numbers in brackets in a column that has none.
    """

    def __init__(
        self,
        *texts: str,
        under: tuple[str, ...] = (),
        units: Mapping[str, Decimal] | None = None,
        signed: bool = False,
        notation: Notation = PLAIN,
    ) -> None:
        if notation.bracketed_negative and not signed:
            raise SchemaError(
                f"{texts[0]}: brackets stand for numbers below zero, which may not stand there: add signed=True"
            )
        self.label = Label(texts)
        self.signed = signed
        self.notation = notation
        self.under = tuple(Label((text,)) for text in under)
        self.units = dict(units or {})


class RowLabel:
    """The label of a row, its other spellings and what stands above it.

    ``block`` is the printed title of the rows that belong together; ``column`` the heading of the only value of a
    row that is a plain number; ``instead_of`` the rows that are not printed where this one is.
    """

    def __init__(
        self,
        *texts: str,
        under: tuple[str, ...] = (),
        block: str = "",
        column: ColumnLabel | None = None,
        instead_of: tuple[str, ...] = (),
        optional: bool = False,
    ) -> None:
        self.label = Label(texts)
        self.parents = tuple(Label((text,)) for text in under)
        self.block = Label((block,)) if block else None
        self.column = column
        self.instead_of = frozenset(instead_of)
        self.optional = optional


class RowList:
    """Any number of rows, each with a name of its own, which goes to the field called ``name``."""

    def __init__(self, name: str) -> None:
        self.name = name


class GroupLabel:
    """Values that stand side by side in one unlabelled row, under this heading."""

    def __init__(self, *texts: str, under: tuple[str, ...] = ()) -> None:
        self.label = Label(texts)
        self.under = tuple(Label((text,)) for text in under)


class TableLabel:
    """The printed title of a table and its other spellings. ``titled``: only the title tells it from another."""

    def __init__(self, *texts: str, titled: bool = False) -> None:
        self.label = Label(texts)
        self.titled = titled


class Claim:
    """Patterns that state the value in running text, each with a group ``value``; ``label`` names it to people.

    ``identity``: it says who or which year, and is looked for in front of the first table only. ``agreeing``: patterns
    of the same value anywhere in the document (a period), which may not differ from it. ``lesser``: patterns of places
    that name a body without being a title (a contact line, a signature), which count only where all name the same.
    ``notation``: how the number is written; where it is not said, the decimal mark is that of the form's columns.
    """

    def __init__(
        self,
        label: str,
        *patterns: str,
        identity: bool = False,
        agreeing: tuple[str, ...] = (),
        lesser: tuple[str, ...] = (),
        notation: Notation | None = None,
    ) -> None:
        self.label = label
        self.patterns, self.agreeing, self.lesser = map(_compiled, (patterns, agreeing, lesser))
        self.identity = identity
        self.notation = notation


@dataclass
class _Draft:
    """A block while its rows are collected."""

    title: Label | None
    columns: tuple[ColumnSpec, ...]
    rows: list[RowSpec] = field(default_factory=list)
    name_path: str = ""
    repeat_paths: tuple[str, ...] = ()


def compile_form(
    name: str, record: type[Record], rules: tuple[Rule, ...] = (), weights: Mapping[str, int] = UNWEIGHED
) -> Form:
    """Turn a record type into the plain data that readers and rules work on. SchemaError names what is wrong.

    ``weights`` of fields that are known to be more reliable than others, by paths with gaps: ``table.<row>.total``.
    """
    tables: list[TableSpec] = []
    claims: list[ClaimSpec] = []
    for key, info in record.model_fields.items():
        table, claim = _mark(info, TableLabel), _mark(info, Claim)
        inner = info.annotation
        if table is not None:
            tables.append(TableSpec(key, table.label, _blocks(key, _model(inner, key)), table.titled))
        elif claim is not None:
            claims.append(_claim(key, claim, info))
        elif isinstance(inner, type) and issubclass(inner, Claims):
            claims += [_claim(f"{key}.{k}", _need(i, Claim, f"{key}.{k}"), i) for k, i in inner.model_fields.items()]
        elif key != "form":
            raise SchemaError(f"field {key!r} of {record.__name__} has no label: add TableLabel(...) or Claim(...)")
    marks = {column.notation.decimal for table in tables for block in table.blocks for column in block.columns}
    if marks == {","}:
        claims = [replace(claim, notation=COMMA) if claim.notation == PLAIN else claim for claim in claims]
    return weighed(Form(name, record, tuple(tables), tuple(claims), rules), weights)


def _blocks(table: str, model: type[BaseModel]) -> tuple[BlockSpec, ...]:
    if any(_mark(info, GroupLabel) for info in model.model_fields.values()):
        return (_single(table, model),)
    drafts: list[_Draft] = []
    for key, info in model.model_fields.items():
        path = f"{table}.{key}"
        repeated = _mark(info, RowList)
        if repeated is not None:
            drafts.append(_repeated(path, repeated, _model(get_args(info.annotation)[0], path)))
        else:
            _add_row(drafts, path, _need(info, RowLabel, path), info)
    return tuple(_finish(draft) for draft in drafts)


def _add_row(drafts: list[_Draft], path: str, mark: RowLabel, info: FieldInfo) -> None:
    if mark.column is not None:
        columns: tuple[ColumnSpec, ...] = (_column("", mark.column, _kind(info, path)),)
        paths: tuple[str, ...] = (path,)
    else:
        columns = tuple(_columns(_model(info.annotation, path), path))
        paths = tuple(f"{path}.{column.key}" for column in columns)
    if not drafts or drafts[-1].columns != columns or (mark.block is not None and mark.block != drafts[-1].title):
        drafts.append(_Draft(mark.block, columns))
    key = path.rpartition(".")[2]
    drafts[-1].rows.append(RowSpec(key, mark.label, paths, mark.parents, mark.optional, mark.instead_of))


def _repeated(path: str, mark: RowList, model: type[BaseModel]) -> _Draft:
    columns = tuple(_columns(model, path, skip=mark.name))
    paths = tuple(f"{path}.{INDEX}.{column.key}" for column in columns)
    return _Draft(None, columns, name_path=f"{path}.{INDEX}.{mark.name}", repeat_paths=paths)


def _finish(draft: _Draft) -> BlockSpec:
    layout = "repeat" if draft.name_path else "rows"
    rows = tuple(draft.rows)
    return BlockSpec(
        draft.columns,
        rows,
        "repeat" if layout == "repeat" else "rows",
        draft.title,
        draft.name_path,
        draft.repeat_paths,
    )


def _single(table: str, model: type[BaseModel]) -> BlockSpec:
    columns: list[ColumnSpec] = []
    paths: list[str] = []
    for key, info in model.model_fields.items():
        path = f"{table}.{key}"
        mark = _need(info, GroupLabel, path)
        for column in _columns(_model(info.annotation, path), path):
            groups = (*mark.under, mark.label, *column.groups)
            columns.append(replace(column, key=f"{key}.{column.key}", groups=groups))
            paths.append(f"{path}.{column.key}")
    row = RowSpec("", Label(("",)), tuple(paths))
    return BlockSpec(tuple(columns), (row,), "single")


def _columns(model: type[BaseModel], path: str, skip: str = "") -> Iterator[ColumnSpec]:
    for key, info in model.model_fields.items():
        if key != skip:
            mark = _need(info, ColumnLabel, f"{path}.{key}")
            yield _column(key, mark, _kind(info, f"{path}.{key}"))


def _column(key: str, mark: ColumnLabel, kind: Kind) -> ColumnSpec:
    return ColumnSpec(key, mark.label, kind, mark.under, mark.units, mark.signed, mark.notation)


def _claim(path: str, mark: Claim, info: FieldInfo) -> ClaimSpec:
    for pattern in (*mark.patterns, *mark.agreeing, *mark.lesser):
        if "value" not in pattern.groupindex:
            raise SchemaError(f"a pattern of {path} has no group called value: {pattern.pattern}")
    spec = ClaimSpec(path, _kind(info, path), mark.patterns, mark.label, mark.identity, mark.agreeing, mark.lesser)
    return spec if mark.notation is None else replace(spec, notation=mark.notation)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns)


def _mark(info: FieldInfo, mark: type[Mark]) -> Mark | None:
    return next((item for item in info.metadata if isinstance(item, mark)), None)


def _need(info: FieldInfo, mark: type[Mark], path: str) -> Mark:
    found = _mark(info, mark)
    if found is None:
        raise SchemaError(f"field {path} has no {mark.__name__}: say what is printed on the form")
    return found


def _model(annotation: object, path: str) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    raise SchemaError(f"field {path} must be a model with one field a column, not {annotation!r}")


def _kind(info: FieldInfo, path: str) -> Kind:
    kinds: dict[type, Kind] = {int: "count", Decimal: "amount", str: "text"}
    for option in get_args(info.annotation) or (info.annotation,):
        if option in kinds:
            return kinds[option]
    raise SchemaError(f"field {path} must be Count, Amount or Text, not {info.annotation!r}")
