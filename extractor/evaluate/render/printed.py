"""What is to be printed: the tables of a form with their labels and figures, before any style lays them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from extractor.evaluate.render.words import Words
from extractor.schemas.form import INDEX, BlockSpec, ColumnSpec, Form, RowSpec, State, TableSpec, Value

MARK: Final = "/"
BLANK: Final = ""

Figures: TypeAlias = Mapping[str, Value | None]
"""Values by path. ``BLANK`` stands for a cell printed empty, ``MARK`` for a nil mark; a row of which no path is
there, or only None, is not printed at all."""


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """One cell of figures: its characters, what they mean, and the field they belong to.

    In a repeated row the path holds ``{n}``: which row it is shows only when all damage is done. ``ghost``:
    characters before the cell's own that no reader of the page sees. A cell whose state is absent is not there.
    """

    path: str
    text: str
    value: Value | None
    state: State
    ghost: str = ""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """The labels of one row, outermost first, and its values.

    ``name_path`` is the path of a repeated row's own name. ``heading``: the column headings stand here again.
    """

    labels: tuple[str, ...]
    values: tuple[PrintedValue, ...]
    name_path: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One column: its heading and what stands above it."""

    groups: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """Rows under their headings. ``corner`` stands over the labels. ``labelled``: whether rows have labels."""

    title: str
    corner: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[PrintedRow, ...]
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table under its title."""

    key: str
    title: str
    blocks: tuple[PrintedBlock, ...]


def print_tables(form: Form, figures: Figures, words: Words) -> tuple[PrintedTable, ...]:
    """The tables of a form filled with figures; tables without any row are left out."""
    tables = (_table(table, figures, words) for table in form.tables)
    return tuple(table for table in tables if any(block.rows for block in table.blocks))


def _table(table: TableSpec, figures: Figures, words: Words) -> PrintedTable:
    blocks = (_block(table.key, block, figures, words) for block in table.blocks)
    return PrintedTable(table.key, table.title.printed, tuple(block for block in blocks if block.rows))


def _block(table: str, block: BlockSpec, figures: Figures, words: Words) -> PrintedBlock:
    over = tuple(text for text in (words.over.get(table, ""),) if text and len(block.columns) > 1)
    rows = [*_repeated(block, figures), *_labelled(block, figures)]
    return PrintedBlock(
        title=block.title.printed if block.title else "",
        corner=words.corner.get(table, ""),
        columns=tuple(_column(column, over) for column in block.columns),
        rows=tuple(rows),
        labelled=block.layout != "single",
    )


def _column(column: ColumnSpec, over: tuple[str, ...]) -> PrintedColumn:
    return PrintedColumn((*over, *(group.printed for group in column.groups)), column.label.printed)


def _labelled(block: BlockSpec, figures: Figures) -> list[PrintedRow]:
    found = []
    for row in block.rows:
        if any(figures.get(path) is not None for path in row.paths):
            labels = () if block.layout == "single" else _labels(row)
            found.append(PrintedRow(labels, tuple(print_value(path, figures.get(path)) for path in row.paths)))
    return found


def _labels(row: RowSpec) -> tuple[str, ...]:
    return (*(parent.printed for parent in row.parents), row.label.printed)


def _repeated(block: BlockSpec, figures: Figures) -> list[PrintedRow]:
    found: list[PrintedRow] = []
    if block.layout != "repeat":
        return found
    while (name := figures.get(_numbered(block.name_path, len(found)))) is not None:
        values = (print_value(path, figures.get(_numbered(path, len(found)))) for path in block.repeat_paths)
        found.append(PrintedRow((str(name),), tuple(values), block.name_path))
    return found


def _numbered(path: str, row: int) -> str:
    return path.replace(INDEX, str(row))


def read_back(
    tables: tuple[PrintedTable, ...],
) -> tuple[dict[str, Value | None], dict[str, State]]:
    """What the printed tables say, by path: values (None for blanks and marks) and states. The inverse of printing."""
    values: dict[str, Value | None] = {}
    states: dict[str, State] = {}
    for table in tables:
        repeated = 0
        for row in (row for block in table.blocks for row in block.rows):
            for cell in row.values:
                path = _numbered(cell.path, repeated)
                values[path], states[path] = cell.value, cell.state
            if row.name_path:
                path = _numbered(row.name_path, repeated)
                values[path], states[path] = row.labels[0].replace("\n", " "), "read"
                repeated += 1
    return values, states


def print_value(path: str, value: Value | None) -> PrintedValue:
    """One figure as plain characters."""
    if value is None or value == BLANK:
        return PrintedValue(path, "", None, "blank")
    if value == MARK:
        return PrintedValue(path, MARK, None, "not_applicable")
    text = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return PrintedValue(path, text, value, "read")
