"""What a printed cell says, as a field of a reading."""

from collections.abc import Iterator

from extractor.documents.model import Cell
from extractor.evidence import Doubt, merged
from extractor.readers.labels import LabelBook
from extractor.readers.outline import Outline, OutlineRow, outline_blocks
from extractor.readers.placement import PlacedBlock, name_certainty, place_block
from extractor.readers.printed_cell import leg_at, read_cell
from extractor.readers.reading import FieldReading, Spot
from extractor.schemas.form import INDEX, ColumnSpec
from extractor.schemas.values import fold_width

NAME = "llm"
"""The name of the reader that asks a model."""

HANDED = "layout"
"""Whose search found the rows that a model is asked about: it is handed them, so it witnesses no place of its own."""


def printed_field(path: str, column: ColumnSpec, cell: Cell, place: tuple[Doubt, ...] = ()) -> FieldReading:
    """The field as ``cell`` prints it; ``place`` says why the place is not certain."""
    return read_cell(path, column, cell, place, leg_at(cell, NAME, HANDED))


def printed_names(outline: Outline, book: LabelBook, real_cells: bool) -> Iterator[tuple[str, FieldReading]]:
    """The printed names of repeated rows, each under the paths of its values."""
    for table in outline.tables:
        for each in outline_blocks(table):
            block = place_block(table, each, book, real_cells)
            for row in block.rows:
                yield from _named(row, block)


def _named(row: OutlineRow, block: PlacedBlock) -> Iterator[tuple[str, FieldReading]]:
    """The printed name of a repeated row, under the paths of its values.

    It comes from the outline: labels are never asked of a model. It counts as read only if the row was.
    """
    if row.spec is None and row.labels and not row.rivals:
        cell = row.labels[-1]
        path = row.block.name_path.replace(INDEX, str(row.index))
        value = " ".join(fold_width(cell.text).split())
        name = FieldReading(
            path=path,
            state="read",
            value=value,
            spot=Spot.of(cell.place),
            quote=cell.text,
            doubts=merged(cell.doubts, name_certainty(row, block)),
            leg=leg_at(cell, NAME, HANDED),
        )
        yield from ((each.replace(INDEX, str(row.index)), name) for each in row.block.repeat_paths)
