"""A report on its way to a trap: what is to be printed, and what a careful reader may take from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.render.document import Order
from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.printed import (
    PrintedBlock,
    PrintedRow,
    PrintedValue,
    print_tables,
)
from extractor.evaluate.render.table_change import Expect, Tables, map_values
from extractor.evaluate.render.words import fill
from extractor.schemas.form import INDEX, State, Value

Proof: TypeAlias = Literal["sure", "valueless", "unsettled"]
"""What a page proves of a field: what it holds; no value; nothing, not even that it is blank."""

How: TypeAlias = Literal[
    "",
    "struck",
    "raised",
    "hidden",
    "barred",
    "picture",
    "field",
    "outline",
    "generated",
    "turned",
    "minus_drawn",
    "minus_styled",
    "minus_space",
    "recoded",
    "ruby",
    "math",
    "cascade_hidden",
    "cascade_shown",
    "covered",
    "choice",
    "squeezed",
    "printed_over",
]


class TrapWords(BaseModel):
    """What traps need to know of a family of reports.

    ``figures``: ``recipe:size`` that are drawn from, by kind of trap, ``*`` for all others. ``labels``: other labels by
    the use that is made of them and the label they replace. ``lists``: lines and labels by their use. ``paths``:
    patterns of fields by use. ``passages``: several lines at a time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: dict[str, tuple[str, ...]]
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    paths: dict[str, tuple[str, ...]] = {}
    passages: dict[str, tuple[tuple[str, ...], ...]] = {}


class MarkedPiece(NamedTuple):
    """Characters of a cell and how they are shown; ``other`` is what is stored with them, where that differs."""

    text: str
    how: How = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class MarkedValue(PrintedValue):
    """A cell of figures with the pieces it is printed in, if it is not plain, and what it proves.

    ``also``: other values that are as right as its own.
    """

    pieces: tuple[MarkedPiece, ...] = ()
    also: tuple[Value | None, ...] = ()
    proof: Proof = "sure"


class DraftPlace(NamedTuple):
    """Where a row, a column or a cell stands in printed tables."""

    table: int
    block: int
    row: int = -1
    column: int = -1


@dataclass
class Draft:
    """Everything about one document before it is written; a trap changes it.

    ``over``, ``under``: lines above and below a table, by its key. ``grids``: what happens to tables that are laid
    out. ``told``: claims of the running text; a claim that is None is not to be had. ``also``, ``proof``: the same as
    of cells, for claims. ``paper``: faults of whole pages, by name. ``names``: what rows of their own name are called,
    where that is not what stands in their label cell. ``lines``: what happens to the finished lines of a text.
    ``lost``: identities of cells that the writing cut. ``other``: lines of another kind of document,
    printed instead of the report.
    """

    order: Order
    trap: TrapWords
    tables: Tables
    titles: list[str]
    before: list[str]
    after: list[str]
    told: dict[str, Value | None]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    over: dict[str, list[str]] = field(default_factory=dict)
    under: dict[str, list[str]] = field(default_factory=dict)
    also: dict[str, tuple[Value | None, ...]] = field(default_factory=dict)
    proof: dict[str, Proof] = field(default_factory=dict)
    grids: list[Callable[[Grid, Random], Grid]] = field(default_factory=list)
    lines: list[Callable[[list[str], Random], list[str]]] = field(default_factory=list)
    paper: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    expect: tuple[Expect, ...] = ("accept",)
    other: tuple[str, ...] = ()

    @property
    def style(self) -> str:
        """The style it will be written in."""
        return self.order.style

    def block(self, place: DraftPlace) -> PrintedBlock:
        """The block of a place."""
        return self.tables[place.table].blocks[place.block]

    def put_block(self, place: DraftPlace, block: PrintedBlock) -> None:
        """Another block at a place."""
        table = self.tables[place.table]
        blocks = (*table.blocks[: place.block], block, *table.blocks[place.block + 1 :])
        self.tables = (*self.tables[: place.table], replace(table, blocks=blocks), *self.tables[place.table + 1 :])

    def row(self, place: DraftPlace) -> PrintedRow:
        """The row of a place."""
        return self.block(place).rows[place.row]

    def put_row(self, place: DraftPlace, *rows: PrintedRow) -> None:
        """Other rows at the place of one."""
        block = self.block(place)
        self.put_block(place, replace(block, rows=(*block.rows[: place.row], *rows, *block.rows[place.row + 1 :])))

    def cell(self, place: DraftPlace) -> MarkedValue:
        """The cell of a place."""
        return marked(self.row(place).values[place.column])

    def put_cell(self, place: DraftPlace, value: PrintedValue) -> None:
        """Another cell at a place."""
        row = self.row(place)
        values = (*row.values[: place.column], value, *row.values[place.column + 1 :])
        self.put_row(place, replace(row, values=values))

    def blocks(self) -> Iterator[DraftPlace]:
        """Every block."""
        for t, table in enumerate(self.tables):
            for b in range(len(table.blocks)):
                yield DraftPlace(t, b)

    def rows(self) -> Iterator[DraftPlace]:
        """Every row with a label."""
        for place in self.blocks():
            for r, row in enumerate(self.block(place).rows):
                if row.labels:
                    yield place._replace(row=r)

    def columns(self) -> Iterator[DraftPlace]:
        """Every column."""
        for place in self.blocks():
            for c in range(len(self.block(place).columns)):
                yield place._replace(column=c)

    def cells(self, use: str = "") -> list[DraftPlace]:
        """Every cell that belongs to a field, of those that the words name for a use, where they name any."""
        patterns = self.trap.paths.get(use, ("*",))
        return [
            DraftPlace(place.table, place.block, r, c)
            for place in self.blocks()
            for r, row in enumerate(self.block(place).rows)
            for c, value in enumerate(row.values)
            if value.path and any(fnmatchcase(value.path, pattern) for pattern in patterns)
        ]

    def numbers(self, use: str = "", least: int = 10) -> list[DraftPlace]:
        """Cells with a whole number that is not below ``least``."""
        return [p for p in self.cells(use) if isinstance(v := self.cell(p).value, int) and v >= least]


def marked(value: PrintedValue) -> MarkedValue:
    """A cell that can carry marks."""
    if isinstance(value, MarkedValue):
        return value
    return MarkedValue(value.path, value.text, value.value, value.state, value.ghost)


def spare(text: str) -> MarkedValue:
    """A cell that belongs to no field."""
    return MarkedValue("", text, None, "read")


def begin(order: Order, trap: TrapWords) -> Draft:
    """The report as it would be printed without any trap."""
    rng = Random(f"{order.name}/{order.seed}/words")
    tables = map_values(print_tables(order.form, order.figures, order.words), marked)
    titles = rng.choice(order.words.titles)
    told: dict[str, Value | None] = {
        key: v for key in ("agency", "year") if (v := order.figures.get(key)) and f"{{{key}}}" in "".join(titles)
    }
    before, after = fill(order.words.before, order.figures), fill(order.words.after, order.figures)
    told.update({**before.claims, **after.claims})
    return Draft(
        order,
        trap,
        tables,
        [line.format_map(order.figures) for line in titles],
        list(before.lines),
        list(after.lines),
        told,
        list(order.words.above_page) if order.style == "html" else [],
        list(order.words.below_page) if order.style == "html" else [],
    )


class PageTruth(NamedTuple):
    """What a careful reader finds in a finished draft, by path."""

    values: dict[str, Value | None]
    states: dict[str, State]
    also: dict[str, tuple[Value | None, ...]]
    proof: dict[str, Proof]


def read_draft(draft: Draft) -> PageTruth:
    """What the finished draft says: its claims, and its cells as they stand now."""
    told = {path: value for path, value in draft.told.items() if value is not None}
    truth = PageTruth(dict(told), dict.fromkeys(told, "read"), dict(draft.also), dict(draft.proof))
    for table in draft.tables:
        names: dict[str, int] = {}
        for row in (row for block in table.blocks for row in block.rows):
            at = 0
            if row.name_path:
                # A row that goes on elsewhere, as in a table in parts, is the row of its name.
                at = names.setdefault(row.labels[0], len(names))
                name = draft.names.get(row.labels[0], row.labels[0].replace("\n", " "))
                truth.values[numbered(row.name_path, at)] = name
                truth.states[numbered(row.name_path, at)] = "read"
            for value in map(marked, row.values):
                if value.path:
                    _note(truth, numbered(value.path, at), value)
                    if id(value) in draft.lost:
                        truth.proof[numbered(value.path, at)] = "unsettled"
    return truth


def _note(truth: PageTruth, path: str, value: MarkedValue) -> None:
    truth.values[path], truth.states[path] = value.value, value.state
    if value.also:
        truth.also[path] = value.also
    if value.proof != "sure":
        truth.proof[path] = value.proof


def numbered(path: str, row: int) -> str:
    """A path of a repeated row."""
    return path.replace(INDEX, str(row))
