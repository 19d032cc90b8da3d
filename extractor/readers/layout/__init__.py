"""The deterministic reader: values by the labels printed beside and above them, without any model.

It never fills and never guesses: what has no certain place is left unread with the reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from extractor.documents.model import Cell, Document
from extractor.evidence import Doubt, DoubtKind, Leg, doubt, merged
from extractor.evidence.certainty import certainty_of
from extractor.readers.column_unit import ColumnUnits
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, book_for
from extractor.readers.layout.claims import read_claim, statements, with_doubts
from extractor.readers.layout.decimal_marks import with_marks
from extractor.readers.layout.notes import with_notes
from extractor.readers.layout.other_words import with_other_words
from extractor.readers.layout.scale_lines import with_scale_lines
from extractor.readers.layout.title_region import TitleRegion
from extractor.readers.locate import find_outline
from extractor.readers.outline import Outline, OutlineRow, OutlineTable, outline_blocks
from extractor.readers.placement import (
    PlacedBlock,
    column_certainty,
    name_certainty,
    place_block,
    place_certainty,
    spread_doubts,
)
from extractor.readers.printed_cell import leg_at, read_cell
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.readers.unread_pages import with_unread_pages
from extractor.readers.unused import unused_numbers
from extractor.schemas.form import INDEX, BlockSpec, ColumnSpec, Form, RowSpec, Schema, TableSpec
from extractor.schemas.units import StatedUnit, UnitWords, unit_words
from extractor.schemas.values import fold_width
from extractor.sources import hash_of

NAME = "layout"
"""The name of this reader, and of its search for places in legs."""

_LISTED = 2
"""Rows of a list from which on a form prints the row that sums them up."""


def read_layout(document: Document, schema: Schema, form: Form) -> Reading:
    """Read every field of ``form``; fields without a certain place come back unread, with reasons."""
    outline = find_outline(document, schema, form)
    book = book_for(document, schema)
    running, titles = statements(document, schema), TitleRegion(document, schema, outline)
    claims = {
        claim.path: titles.read(claim) if claim.identity else read_claim(document, claim, running)
        for claim in form.claims
    }
    fields = with_doubts(document, claims, form.claims, running)
    for table in outline.tables:
        for reading in _read_table(table, book, unit_words(schema.language), document.method != "text"):
            fields[reading.path] = reading
    printed = _printed_spans(outline)
    used = _spans(fields) | printed
    unused = unused_numbers(document, outline, used)
    for spec in form.tables:
        strange = any(number.table == spec.title.printed for number in unused)
        for reading in _unfound(spec, outline, fields, strange):
            fields[reading.path] = reading
    fields = with_marks(document, schema, form, with_other_words(document, schema, form, outline, fields))
    fields = with_notes(document, schema, outline, book, fields)
    fields = with_scale_lines(outline, unit_words(schema.language), fields)
    fields = with_unread_pages(document, fields)
    if (now := _spans(fields) | printed) != used:
        unused = unused_numbers(document, outline, now)
    return Reading(
        reader=NAME,
        version=f"{layout_code()}+{schema.name}.{schema.version}",
        fields=fields,
        unused=unused,
        missing=outline.missing,
        problems=outline.problems,
    )


def _spans(fields: Mapping[str, FieldReading]) -> set[tuple[int, int]]:
    """Where the values of fields stand."""
    spots = [field.spot for field in fields.values() if field.spot is not None]
    return {spot.span for spot in spots if spot.span is not None}


def _printed_spans(outline: Outline) -> set[tuple[int, int]]:
    """Where the headings and words of tables stand."""
    headings = (cell.place.span for table in outline.tables for line in table.heading_lines for cell in line)
    cells = (cell for table in outline.tables for line in table.words for cell in line)
    words = (cell.place.span for cell in cells if any(char.isalpha() for char in cell.text))
    return {*headings, *words}


def layout_code() -> str:
    """The hash of this reader's code."""
    return hash_of("readers/*", "readers/layout")


def _read_table(table: OutlineTable, book: LabelBook, words: UnitWords, real_cells: bool) -> Iterator[FieldReading]:
    for each in outline_blocks(table):
        block = place_block(table, each, book, real_cells)
        units = ColumnUnits(block, book, words)
        for row in block.rows:
            if row.spec is None:
                yield _read_name(row, name_certainty(row, block))
            fit = block.fit(row)
            place = place_certainty(row, block, fit.doubts)
            unit_of = units.in_row(row)
            yield from _read_row(row, fit.cells, block, place, unit_of)


def _read_row(
    row: OutlineRow,
    cells: Sequence[Cell | None],
    block: PlacedBlock,
    place: tuple[Doubt, ...],
    unit_of: Callable[[ColumnSpec], StatedUnit],
) -> list[FieldReading]:
    """The fields of a row. ``place`` is what speaks against their places, ``unit_of`` says in what columns count."""
    paths = row.spec.paths if row.spec else tuple(p.replace(INDEX, str(row.index)) for p in row.block.repeat_paths)
    found: list[FieldReading] = []
    ambiguous = certainty_of(place) == "ambiguous"
    few = bool(place) and any(each.kind is DoubtKind.HEADINGS_FEW for each in place)
    for position, cell in enumerate(cells):
        number = position if block.order is None else block.order[position]
        column = row.block.columns[number]
        own = column_certainty(place, block.is_named(number, cells)) if few else place
        spread = spread_doubts(cell, row) if cell is not None and cell.row_span > 1 else ()
        if spread or block.qualified[number]:
            own = merged(own, block.qualified[number], spread)
        if ambiguous or (own is not place and certainty_of(own) == "ambiguous"):
            found.append(FieldReading(path=paths[number], state="unread", doubts=own))
        else:
            found.append(_read_cell(paths[number], column, cell, own, unit_of(column)))
    unread = [field for field in found if field.state == "unread"]
    garbled = bool(unread) and any(field.quote for field in unread)
    return [_doubt_blank(field) for field in found] if garbled else found


def _doubt_blank(field: FieldReading) -> FieldReading:
    """A blank beside a cell that cannot be read may be the place that its characters were taken from."""
    if field.state != "blank":
        return field
    return field.model_copy(update={"doubts": merged(field.doubts, (doubt(DoubtKind.BESIDE_UNREADABLE),))})


def _read_name(row: OutlineRow, doubts: tuple[Doubt, ...]) -> FieldReading:
    path = row.block.name_path.replace(INDEX, str(row.index))
    if not row.labels:
        return FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.NAME_MISSING),))
    label = row.labels[-1]
    name = " ".join(fold_width(label.text).split())
    return FieldReading(
        path=path,
        state="read",
        value=name,
        spot=Spot.of(label.place),
        quote=label.text,
        doubts=merged(label.doubts, doubts),
        leg=leg_at(label, NAME, NAME),
    )


def _read_cell(
    path: str,
    column: ColumnSpec,
    cell: Cell | None,
    place: tuple[Doubt, ...],
    unit: StatedUnit,
) -> FieldReading:
    if cell is None:
        return FieldReading(path=path, state="unread", doubts=merged(place, (doubt(DoubtKind.NO_CELL),)))
    return read_cell(path, column, cell, place, leg_at(cell, NAME, NAME), unit)


def _unfound(
    spec: TableSpec, outline: Outline, fields: dict[str, FieldReading], strange: bool
) -> Iterator[FieldReading]:
    """Fields of rows that were not found: absent where the form allows it, otherwise unread.

    ``strange``: the table prints numbers of no known row, which may be any row that was not found. A label without any
    cell is no row that is printed instead of others.
    """
    table = next((table for table in outline.tables if table.spec.key == spec.key), None)
    known = [row for row in table.rows if row.spec and _is_labelled(row)] if table else []
    valued = [row for row in known if (any(cell.text for cell in row.values) if strange else row.values)]
    printed = {row.spec.key for row in valued if row.spec}
    unclear = table is not None and _is_unclear(spec, table, printed, fields)
    if unclear:
        printed = {
            row.key for block in spec.blocks for row in block.rows if row.key in printed and _is_sure(row, fields)
        }
    for block in spec.blocks:
        for row in block.rows:
            for path in row.paths:
                if path not in fields:
                    yield _unfound_field(path, row, table, printed, block, unclear or strange)


def _is_labelled(row: OutlineRow) -> bool:
    """Whether a row has its own label and not one that is like it: only then others are not printed instead of it."""
    recognised = any(cell.seen_by for cell in row.labels)
    return row.score >= (SCALE.sure_recognised if recognised else SCALE.sure)


def _is_unclear(spec: TableSpec, table: OutlineTable, printed: set[str], fields: Mapping[str, FieldReading]) -> bool:
    """Whether a table in a picture has rows that could not be read: any row that was not found may be one of them."""
    if not any(cell.seen_by for row in table.rows for cell in (*row.labels, *row.values)):
        return False
    rows = [row for block in spec.blocks for row in block.rows if not row.optional and not row.instead_of & printed]
    unread = any(field.state == "unread" for path, field in fields.items() if path.startswith(f"{spec.key}."))
    return unread or any(path not in fields for row in rows for path in row.paths)


def _is_sure(row: RowSpec, fields: Mapping[str, FieldReading]) -> bool:
    return all(path in fields and fields[path].certainty == "exact" for path in row.paths)


def _unfound_field(
    path: str, row: RowSpec, table: OutlineTable | None, printed: set[str], block: BlockSpec, unclear: bool
) -> FieldReading:
    """``unclear``: rows of its table could not be read."""
    listed = sum(1 for other in table.rows if other.spec is None) if table is not None else 0
    optional = row.optional and listed < _LISTED and not unclear
    if table is not None and (optional or row.instead_of & printed):
        return FieldReading(path=path, state="absent", doubts=table.doubts, leg=Leg(NAME, "", NAME))
    rows = table is not None and block.layout != "single"
    why = doubt(DoubtKind.ROW_MISSING, row.label.printed) if rows else doubt(DoubtKind.TABLE_MISSING)
    return FieldReading(path=path, state="unread", doubts=(why,))
