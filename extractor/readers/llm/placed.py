"""What a printed cell says, as a field of a reading."""

from extractor.documents.model import Cell
from extractor.evidence import Doubt, Leg, merged
from extractor.readers.alternatives import alternatives_of
from extractor.readers.placement import cell_doubts, printed_in
from extractor.readers.reading import FieldReading, Spot, looked_at
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import Printed, read_printed

NAME = "llm"
"""The name of the reader that asks a model."""

HANDED = "layout"
"""Whose search found the rows that a model is asked about: it is handed them, so it witnesses no place of its own."""


def printed_field(path: str, column: ColumnSpec, cell: Cell, place: tuple[Doubt, ...] = ()) -> FieldReading:
    """The field as ``cell`` prints it; ``place`` says why the place is not certain."""

    def read(text: str) -> Printed:
        return read_printed(text, column.kind, column.units, signed=column.signed, notation=column.notation)

    printed = printed_in(cell, read)
    return FieldReading(
        path=path,
        state=printed.state,
        value=printed.value,
        spot=Spot.of(cell.place),
        quote=cell.text,
        doubts=merged(cell.doubts, place, cell_doubts(cell, printed, column)),
        leg=Leg(NAME, looked_at(cell.seen_by), HANDED),
        alternatives=alternatives_of(cell, read),
    )
