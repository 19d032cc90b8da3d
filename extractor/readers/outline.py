"""Where the tables of a form stand in a document: the rows of each table, matched to the labels of the form.

Both readers start from an outline: it says which printed row carries which label and leaves the reading of the
values to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal, TypeAlias

from extractor.documents.model import Cell, Row
from extractor.evidence import Doubt
from extractor.evidence.kinds import BY_COLUMNS
from extractor.readers.problem import ReadingProblem
from extractor.schemas.form import BlockSpec, RowSpec, TableSpec

Anchor: TypeAlias = Literal["own", "above", "order", "apart", "none"]
"""How a printed row came to its label. own: the label stands in the row. above: on the line over it. order: the label
is torn off, the row fits by its position only. apart: its own label, but away from its neighbours. none: the rows of
this table have no label."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One printed row of a table, with the cells after its label in printed order, blanks included.

    ``name`` is the printed name of a repeated row; ``index`` counts repeated rows from 0. ``rivals`` are other
    printed rows that could carry the same label; ``doubts`` say why the row, or its name, may be another.
    """

    spec: RowSpec | None
    block: BlockSpec
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    anchor: Anchor
    score: float = 100.0
    index: int = 0
    name: str = ""
    rivals: int = 0
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class OutlineTable:
    """A table as found: its rows, the lines of its column headings, and the document rows it covers.

    ``words`` are all lines without values from its title on, known headings or not. ``doubts`` say why the whole table
    may not be the one it is taken for. ``top``: the document row its region begins at, with its title and headings.
    ``captions``: cells of that region, and of the lines just above it, that are neither headings nor beside values.
    """

    spec: TableSpec
    rows: tuple[OutlineRow, ...]
    heading_lines: tuple[tuple[Cell, ...], ...]
    first: int
    last: int
    doubts: tuple[Doubt, ...] = ()
    words: tuple[tuple[Cell, ...], ...] = ()
    top: int = -1
    captions: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Outline:
    """All tables found for a form, and the labels of the form that were not found.

    ``rows`` are the document's rows as the search saw them: lines that print a label and numbers are split.
    ``running``: the numbers of those that are running heads and feet or number columns, ``stray`` of those of words
    with a number of their own.
    """

    tables: tuple[OutlineTable, ...]
    missing: tuple[str, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
    rows: tuple[Row, ...] = ()
    running: frozenset[int] = frozenset()
    stray: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class OutlineBlock:
    """One block of a table as found: its rows, and the lines between it and the block before, of headings and all.

    ``captions`` are those that stand before it, the nearest last; ``again``: lines of words between its rows.
    """

    spec: BlockSpec
    rows: tuple[OutlineRow, ...]
    lines: tuple[tuple[Cell, ...], ...]
    words: tuple[tuple[Cell, ...], ...] = ()
    captions: tuple[Cell, ...] = ()
    again: tuple[tuple[Cell, ...], ...] = ()


def outline_blocks(table: OutlineTable) -> Iterator[OutlineBlock]:
    """The blocks of a table that have rows. A row that only heads the rows printed instead of it is left out."""
    previous = -1
    for spec in table.spec.blocks:
        rows = tuple(row for row in table.rows if row.block == spec and not _is_heading_of(row, table))
        if rows:
            starts = [min(cell.place.span[0] for cell in (*row.labels, *row.values)) for row in rows]
            last = max(starts)
            until: float = min(starts)
            if any(map(is_joined, rows)):
                last = max(cell.place.span[0] for row in rows for cell in row.values)
                until = inf if spec.layout == "single" else last
            span = (previous, until)
            above = tuple(cell for cell in table.captions if cell.place.span[0] < min(starts))
            lines, words = _between(table.heading_lines, span), _between(table.words, span)
            again = _between(table.words, (min(starts), max(starts)))
            yield OutlineBlock(spec, rows, lines, words, above, again)
            previous = last


def is_joined(row: OutlineRow) -> bool:
    """Whether a row was put together from columns, so that headings are printed between its label and its values."""
    return any(each.kind in BY_COLUMNS for cell in row.values for each in cell.doubts)


def _between(lines: tuple[tuple[Cell, ...], ...], span: tuple[int, float]) -> tuple[tuple[Cell, ...], ...]:
    kept = (tuple(cell for cell in line if span[0] < cell.place.span[0] < span[1]) for line in lines)
    return tuple(line for line in kept if line)


def _is_heading_of(row: OutlineRow, table: OutlineTable) -> bool:
    """Whether a row without values only heads the rows that are printed instead of it."""
    if row.spec is None or any(cell.text for cell in row.values):
        return False
    others = [other for other in table.rows if other.spec and other.spec.key in row.spec.instead_of]
    return any(cell.text for other in others for cell in other.values)
