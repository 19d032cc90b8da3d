"""What a printed cell says, as a field of a reading."""

from extractor.documents.model import Cell
from extractor.readers.alternatives import alternatives_of
from extractor.readers.reading import FieldReading, Spot
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import Printed, read_printed


def printed_field(path: str, column: ColumnSpec, cell: Cell, doubt: str = "") -> FieldReading:
    """The field as ``cell`` prints it; ``doubt`` says why the place is not certain."""

    def read(text: str) -> Printed:
        return read_printed(text, column.kind, column.units, signed=column.signed, notation=column.notation)

    printed = read(cell.text)
    reasons = (doubt,) if doubt else ()
    if printed.state == "unread":
        reasons = (*reasons, f"“{cell.text}” is not a number")
    return FieldReading(
        path=path,
        state=printed.state,
        value=printed.value,
        spot=Spot.of(cell.place),
        quote=cell.text,
        certainty="ambiguous" if printed.state == "unread" else "inferred" if doubt else "exact",
        reasons=reasons,
        look=cell.views,
        alternatives=alternatives_of(cell, read),
    )
