"""What a printed cell says, as a field of a reading: one way for every reader, whoever found the cell."""

from functools import lru_cache, partial

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, Leg, doubt, merged
from extractor.readers.alternatives import alternatives_of
from extractor.readers.placement import cell_doubts, printed_in
from extractor.readers.reading import Alternative, FieldReading, Spot, looked_at
from extractor.schemas.form import ColumnSpec
from extractor.schemas.units import AS_PRINTED, StatedUnit
from extractor.schemas.values import Printed, read_printed


def leg_at(cell: Cell, reader: str, placed_by: str) -> Leg:
    """The witness of a reader that takes the characters of a cell, at a place that somebody found."""
    return _leg(reader, cell.seen_by, placed_by)


@lru_cache(maxsize=1024)
def _leg(reader: str, seen_by: str, placed_by: str) -> Leg:
    return Leg(reader, looked_at(seen_by), placed_by)


def read_cell(
    path: str, column: ColumnSpec, cell: Cell, place: tuple[Doubt, ...], leg: Leg, unit: StatedUnit = AS_PRINTED
) -> FieldReading:
    """The field as ``cell`` prints it. ``place``: why the place is not certain; ``unit``: in what its number counts."""
    printed = read_printed(cell.text, column.kind, column.units, unit.factor, column.signed, column.notation)
    others: tuple[Alternative, ...] = ()
    if cell.seen_by or cell.doubts:
        read = partial(_read_value, column=column, unit=unit)
        printed, others = printed_in(cell, read), alternatives_of(cell, read)
    more = cell_doubts(cell, printed, column) if printed.state == "unread" else ()
    if unit.unknown and printed.state == "read":
        more = (doubt(DoubtKind.UNIT_UNKNOWN, unit.unknown),)
    doubts = merged(cell.doubts, place, more) if cell.doubts or more or len(place) > 1 else place
    return FieldReading.taken(path, printed.state, printed.value, Spot.of(cell.place), cell.text, doubts, leg, others)


def _read_value(text: str, column: ColumnSpec, unit: StatedUnit) -> Printed:
    return read_printed(text, column.kind, column.units, unit.factor, column.signed, column.notation)
