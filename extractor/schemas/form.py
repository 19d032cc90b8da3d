"""What a schema looks like to readers and rules: plain data, compiled once from the pydantic models.

A form has tables; a table has blocks; a block has columns and rows that carry the labels printed on the form.
Every crossing of a row and a column is one field, named by its path (``table3.new_received.natural``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import BaseModel

from extractor.schemas.notation import PLAIN, Notation
from extractor.schemas.phrases import Phrases, Section, phrases_in
from extractor.schemas.rule import Rule
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode

# Whoever reads a form takes them from here.
from extractor.schemas.state import Kind as Kind
from extractor.schemas.state import State as State
from extractor.schemas.state import Value as Value

NO_UNITS: Mapping[str, Decimal] = {}
INDEX = "{n}"
"""Stands for the row number in the paths of a repeated row."""
ROW_NUMBER = re.compile(r"\.\d+(?=\.|$)")
"""The row number in the path of a field of a repeated row."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: the official text first, then the other texts it is seen under."""

    texts: tuple[str, ...]

    @property
    def printed(self) -> str:
        """The official text."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column. ``key`` is empty where a row has a single value; ``groups`` are its headings, outermost first.

    ``signed``: numbers below zero may stand in it. ``notation``: how they are written.
    """

    key: str
    label: Label
    kind: Kind = "count"
    groups: tuple[Label, ...] = ()
    units: Mapping[str, Decimal] = field(default_factory=dict)
    signed: bool = False
    notation: Notation = PLAIN


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row: its label, the labels that stand above it in the form, and a path for each column of its block.

    ``instead_of`` names the rows that are not printed where this one is; ``optional`` rows may be missing.
    """

    key: str
    label: Label
    paths: tuple[str, ...]
    parents: tuple[Label, ...] = ()
    optional: bool = False
    instead_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Rows under one set of columns.

    layout ``rows``: one labelled row for each RowSpec. ``single``: one unlabelled row of values under the column
    headings. ``repeat``: any number of rows, each with a name of its own (``name_path``, ``repeat_paths``: paths
    holding ``{n}``), then the labelled ``rows``.
    """

    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    layout: Literal["rows", "single", "repeat"] = "rows"
    title: Label | None = None
    name_path: str = ""
    repeat_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table of the form under its printed title. ``titled``: it can be told from others only by that title."""

    key: str
    title: Label
    blocks: tuple[BlockSpec, ...]
    titled: bool = False

    @property
    def bracketed(self) -> bool:
        """Whether a number in brackets is a number in a column of it."""
        return any(column.notation.bracketed_negative for block in self.blocks for column in block.columns)


@dataclass(frozen=True, slots=True)
class ClaimSpec:
    """A value stated in running text.

    Patterns are tried in order on the text of the document; the first that matches anywhere decides. Each has a
    group ``value``. ``identity`` claims (who, which year) are required and looked for in front of the first table; the
    others are checked, never required. ``agreeing``: what the whole document states may not differ from it.
    ``lesser``: places that count only where all of them name the same. ``notation``: how a number is written.
    """

    path: str
    kind: Kind
    patterns: tuple[re.Pattern[str], ...]
    label: str
    identity: bool = False
    agreeing: tuple[re.Pattern[str], ...] = ()
    lesser: tuple[re.Pattern[str], ...] = ()
    notation: Notation = PLAIN


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``labels``: what stands above and beside it on the form, outermost first, for people to read.

    ``identity``: it says who or which year. ``weight``: how much it takes to call it wrong.
    """

    path: str
    kind: Kind
    labels: tuple[str, ...]
    units: Mapping[str, Decimal] = field(default_factory=dict)
    notation: Notation = PLAIN
    identity: bool = False
    weight: int = 1

    @property
    def label(self) -> str:
        """The labels in one line."""
        return " · ".join(self.labels)


@dataclass(frozen=True)
class Form:
    """One printed version of a report, with its record type and its rules.

    ``weights``: of the fields that do not weigh 1, by path (:mod:`extractor.schemas.reliability`). ``shape``: of a form
    that is any model, without tables and claims of its own.
    """

    name: str
    record: type[BaseModel]
    tables: tuple[TableSpec, ...]
    claims: tuple[ClaimSpec, ...]
    rules: tuple[Rule, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    shape: Shape | None = None

    def __hash__(self) -> int:
        """By name: what was compiled from a form is kept by it."""
        return hash(self.name)

    @property
    def root(self) -> type[BaseModel] | Shape:
        """What rules walk: the record type, or the shape of a form that is any model."""
        return self.shape or self.record

    @cached_property
    def bracketed(self) -> bool:
        """Whether a number in brackets is a number in any of its tables."""
        return any(table.bracketed for table in self.tables)

    @cached_property
    def fields(self) -> Mapping[str, FieldSpec]:
        """Every field by path; repeated rows stand once, with ``{n}`` in the path."""
        found: dict[str, FieldSpec] = {}
        for claim in self.claims:
            found[claim.path] = FieldSpec(
                claim.path, claim.kind, (claim.label,), notation=claim.notation, identity=claim.identity
            )
        for table in self.tables:
            for block in table.blocks:
                found.update((spec.path, spec) for spec in _block_fields(table, block))
        if self.shape is not None:
            found.update((spec.path, spec) for spec in _shape_fields(self.shape.root, ()))
        return {**found, **{path: replace(found[path], weight=weight) for path, weight in self.weights.items()}}

    def field(self, path: str) -> FieldSpec:
        """The field at ``path``; row numbers of repeated rows are understood. KeyError if there is none."""
        spec = self.fields.get(path)
        if spec is None and self.shape is not None:
            return self.fields[self.shape.general(path)]
        return spec if spec is not None else self.fields[ROW_NUMBER.sub(f".{INDEX}", path)]

    def label_of(self, path: str) -> str:
        """The labels of a field in one line, with the row number where rows repeat."""
        spec = self.field(path)
        number = re.search(r"\.(\d+)(?=\.|$)", path)
        return spec.label if number is None else spec.label.replace(INDEX, str(int(number[1]) + 1))


@dataclass(frozen=True)
class Schema:
    """A family of reports: its forms, the language of its labels, and how its characters fold.

    ``variants`` maps characters that are the same sign in another script (开 for 開), for label matching only;
    ``words`` are connecting words of rules that the language's own table lacks (:mod:`extractor.schemas.phrases`).
    ``declared``: the YAML of the rules that are written down for it, which can be kept beside results.
    """

    name: str
    version: str
    title: str
    forms: tuple[Form, ...]
    language: str = "en"
    variants: Mapping[str, str] = field(default_factory=dict)
    words: Section = field(default_factory=dict)
    declared: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By name and version: what was compiled from a schema is kept by it."""
        return hash((self.name, self.version))

    @property
    def phrases(self) -> Phrases:
        """The connecting words of its rules, in its language. SchemaError for words that no rule uses."""
        return phrases_in(self.language).with_words(self.words)

    def form(self, name: str) -> Form:
        """The form called ``name``; KeyError if there is none."""
        for form in self.forms:
            if form.name == name:
                return form
        raise KeyError(name)


def _block_fields(table: TableSpec, block: BlockSpec) -> list[FieldSpec]:
    found: list[FieldSpec] = []
    above = (table.title.printed,)
    for row in block.rows:
        beside = () if block.layout == "single" else (*(p.printed for p in row.parents), row.label.printed)
        found += [
            _field(path, column, (*above, *beside)) for path, column in zip(row.paths, block.columns, strict=True)
        ]
    if block.layout == "repeat":
        beside = (f"#{INDEX}",)
        found.append(FieldSpec(block.name_path, "text", (*above, *beside)))
        found += [
            _field(path, column, (*above, *beside))
            for path, column in zip(block.repeat_paths, block.columns, strict=True)
        ]
    return found


def _shape_fields(node: ShapeNode, above: tuple[str, ...]) -> Iterator[FieldSpec]:
    """The leaves below a node of a shape, each under what is printed over it; items of lists by their number."""
    if isinstance(node, ShapeLeaf):
        labels = (*above, *node.labels[:1])
        notation = PLAIN if node.notation is None else node.notation
        yield FieldSpec(node.path, node.kind, labels, node.units, notation, node.identity)
    elif isinstance(node, ShapeList):
        label = node.labels[:1] if node.path else ()
        yield from _shape_fields(node.item, (*above, *label, f"#{INDEX}"))
    elif isinstance(node, ShapeGroup):
        inside = node.path.endswith(INDEX) or not node.path
        for inner in node.members.values():
            yield from _shape_fields(inner, above if inside else (*above, *node.labels[:1]))


def _field(path: str, column: ColumnSpec, labels: tuple[str, ...]) -> FieldSpec:
    headings = (*(group.printed for group in column.groups), column.label.printed)
    return FieldSpec(path, column.kind, (*labels, *headings), column.units, column.notation)
