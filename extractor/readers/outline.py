"""Where the tables of a form stand in a document: the rows of each table, matched to the labels of the form.

Both readers start from an outline: it says which printed row carries which label and leaves the reading of the
values to them.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.documents.model import Cell, Row
from extractor.schemas.form import BlockSpec, RowSpec, TableSpec

Anchor: TypeAlias = Literal["own", "above", "order", "apart", "none"]
"""How a printed row came to its label. own: the label stands in the row. above: on the line over it. order: the label
is torn off, the row fits by its position only. apart: its own label, but away from its neighbours. none: the rows of
this table have no label."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One printed row of a table, with the cells after its label in printed order, blanks included.

    ``name`` is the printed name of a repeated row; ``index`` counts repeated rows from 0. ``rivals`` are other
    printed rows that could carry the same label; ``doubt`` says why the row may not belong here.
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
    doubt: str = ""


@dataclass(frozen=True)
class OutlineTable:
    """A table as found: its rows, the cells of its column headings, and the document rows it covers.

    ``doubt`` says why the whole table may not be the one it is taken for; it is empty where there is none.
    """

    spec: TableSpec
    rows: tuple[OutlineRow, ...]
    headings: tuple[Cell, ...]
    first: int
    last: int
    doubt: str = ""


@dataclass(frozen=True)
class Outline:
    """All tables found for a form, and the labels of the form that were not found.

    ``rows`` are the document's rows as the search saw them: lines that print a label and numbers are split.
    """

    tables: tuple[OutlineTable, ...]
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
