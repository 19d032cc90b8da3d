"""The deterministic reader: values by the labels printed beside and above them, without any model.

It never fills and never guesses: what has no certain place is left unread with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.documents.model import Cell, Document
from extractor.readers.alternatives import alternatives_of
from extractor.readers.columns import ColumnOrder, column_order
from extractor.readers.labels import LabelBook, book_for
from extractor.readers.layout.claims import read_claim, statements, with_doubts
from extractor.readers.layout.unused import unused_numbers
from extractor.readers.layout.window import Fit, Shape, fit_row, learn_shape
from extractor.readers.locate import find_outline
from extractor.readers.outline import Outline, OutlineRow, OutlineTable, outline_blocks
from extractor.readers.reading import Certainty, FieldReading, Reading, Spot
from extractor.schemas.form import INDEX, BlockSpec, ColumnSpec, Form, RowSpec, Schema, TableSpec
from extractor.schemas.values import ONE, Printed, fold_width, read_printed, unit_in

VERSION = "1"
"""Changes whenever this reader may read differently."""

_SURE_LABEL = 89.0
_SURE_RECOGNISED = 80.0
"""How like its label on the form a printed one has to be; one that was recognised in a picture may have a wrong
character in ten, and its neighbours in order tell it from others."""
_LISTED = 2
"""Rows of a list from which on a form prints the row that sums them up."""


def read_layout(document: Document, schema: Schema, form: Form) -> Reading:
    """Read every field of ``form``; fields without a certain place come back unread, with reasons."""
    outline = find_outline(document, schema, form)
    book = book_for(document, schema)
    running = statements(document, schema)
    fields = with_doubts(document, {claim.path: read_claim(document, claim, running) for claim in form.claims})
    for table in outline.tables:
        for reading in _read_table(table, book, document.method != "text"):
            fields[reading.path] = reading
    for spec in form.tables:
        for reading in _unfound(spec, outline, fields):
            fields[reading.path] = reading
    used = {field.spot.span for field in fields.values() if field.spot is not None and field.spot.span is not None}
    return Reading(
        reader="layout",
        version=f"{VERSION}+{schema.name}.{schema.version}",
        fields=fields,
        unused=unused_numbers(document, outline, used),
        missing=outline.missing,
        problems=outline.problems,
    )


def _read_table(table: OutlineTable, book: LabelBook, real_cells: bool) -> Iterator[FieldReading]:
    for block in outline_blocks(table):
        order, problem = column_order(block.spec, block.lines, book)
        alike = [row for row in table.rows if len(row.block.columns) == len(block.spec.columns)]
        shape = learn_shape(alike, real_cells)
        above = tuple(cell.text for line in block.lines for cell in line)
        for row in block.rows:
            texts = (*above, *(cell.text for cell in row.labels))
            yield from _read_row(row, shape, order, problem or row.doubt or table.doubt, texts)


def _read_row(
    row: OutlineRow, shape: Shape, order: ColumnOrder | None, doubt: str, texts: Sequence[str]
) -> Iterator[FieldReading]:
    """The fields of a row. ``texts`` are the headings and labels that may give the unit of its numbers."""
    paths = row.spec.paths if row.spec else tuple(p.replace(INDEX, str(row.index)) for p in row.block.repeat_paths)
    if row.spec is None:
        yield _read_name(row, doubt)
    fit = fit_row(row, shape)
    certainty, reasons = _place_certainty(row, fit, order, doubt)
    found = []
    for position, cell in enumerate(fit.cells):
        number = position if order is None else order[position]
        found.append(_read_cell(paths[number], row.block.columns[number], cell, certainty, reasons, texts))
    garbled = any(field.state == "unread" and field.quote for field in found)
    yield from (_doubt_blank(field) if garbled else field for field in found)


def _doubt_blank(field: FieldReading) -> FieldReading:
    """A blank beside a cell that cannot be read may be the place that its characters were taken from."""
    if field.state != "blank" or field.certainty != "exact":
        return field
    return field.model_copy(update={"certainty": "inferred", "reasons": ("a cell beside it cannot be read",)})


def _read_name(row: OutlineRow, doubt: str) -> FieldReading:
    path = row.block.name_path.replace(INDEX, str(row.index))
    if not row.labels:
        reason = "the row prints no name"
        return FieldReading(path=path, state="unread", certainty="ambiguous", reasons=(reason,))
    label = row.labels[-1]
    name = " ".join(fold_width(label.text).split())
    reason = doubt or (f"{row.rivals + 1} rows carry this name" if row.rivals else "")
    return FieldReading(
        path=path,
        state="read",
        value=name,
        spot=Spot.of(label.place),
        quote=label.text,
        certainty="inferred" if reason else "exact",
        reasons=(reason,) if reason else (),
        look=label.views,
    )


def _place_certainty(
    row: OutlineRow, fit: Fit, order: ColumnOrder | None, doubt: str
) -> tuple[Certainty, tuple[str, ...]]:
    if row.rivals:
        return "ambiguous", (f"{row.rivals + 1} rows could carry this label",)
    if order is None:
        return "ambiguous", (doubt,)
    if fit.certainty != "exact":
        return fit.certainty, (fit.reason,)
    if not any(cell.text for cell in row.values) and any(cell.views != "stored" for cell in row.labels):
        return "inferred", ("nothing was recognised in the whole row of the picture",)
    if row.anchor == "order":
        return "inferred", ("the row's label is torn off; it was placed by the order of the rows",)
    if row.anchor == "apart":
        return "inferred", ("the row stands away from the rows it belongs to",)
    stored = all(cell.views == "stored" for cell in row.labels)
    if row.score < (_SURE_LABEL if stored else _SURE_RECOGNISED):
        return "inferred", (f"its label reads “{row.labels[-1].text}”",)
    return ("inferred", (doubt,)) if doubt else ("exact", ())


def _read_cell(
    path: str,
    column: ColumnSpec,
    cell: Cell | None,
    certainty: Certainty,
    reasons: tuple[str, ...],
    texts: Sequence[str],
) -> FieldReading:
    if certainty == "ambiguous" or cell is None:
        why = reasons or ("no cell is printed for it",)
        return FieldReading(path=path, state="unread", certainty="ambiguous", reasons=why)
    factor, unknown = _unit(column, texts)

    def read(text: str) -> Printed:
        return read_printed(text, column.kind, column.units, factor, column.signed, column.notation)

    printed = read(cell.text)
    if printed.state == "unread":
        other_sign = read_printed(cell.text, column.kind, column.units, notation=column.notation)
        what = "may not stand here" if other_sign.state == "read" else ""
        reasons = (*reasons, f"“{cell.text}” {what or 'is not a number'}")
        certainty = "ambiguous"
    elif unknown and printed.state == "read":
        reasons, certainty = (*reasons, f"its unit is printed as “{unknown}”"), "inferred"
    return FieldReading(
        path=path,
        state=printed.state,
        value=printed.value,
        spot=Spot.of(cell.place),
        quote=cell.text,
        certainty=certainty,
        reasons=reasons,
        look=cell.views,
        alternatives=alternatives_of(cell, read),
    )


def _unit(column: ColumnSpec, texts: Sequence[str]) -> tuple[Decimal, str]:
    """The unit of a column as the headings and labels around it give it, if the column has a unit at all."""
    if column.units:
        for text in reversed(texts):
            factor, unknown = unit_in(text, column.units)
            if factor != 1 or unknown:
                return factor, unknown
    return ONE, ""


def _unfound(spec: TableSpec, outline: Outline, fields: dict[str, FieldReading]) -> Iterator[FieldReading]:
    """Fields of rows that were not found: absent where the form allows it, otherwise unread."""
    table = next((table for table in outline.tables if table.spec.key == spec.key), None)
    printed = {row.spec.key for row in table.rows if row.spec} if table else set()
    unclear = table is not None and _is_unclear(spec, table, printed, fields)
    if unclear:
        printed = {
            row.key for block in spec.blocks for row in block.rows if row.key in printed and _is_sure(row, fields)
        }
    for block in spec.blocks:
        for row in block.rows:
            for path in row.paths:
                if path not in fields:
                    yield _unfound_field(path, row, table, printed, block, unclear)


def _is_unclear(spec: TableSpec, table: OutlineTable, printed: set[str], fields: Mapping[str, FieldReading]) -> bool:
    """Whether a table in a picture has rows that could not be read: any row that was not found may be one of them."""
    if all(cell.views == "stored" for row in table.rows for cell in (*row.labels, *row.values)):
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
        return FieldReading(path=path, state="absent")
    what = f"the row “{row.label.printed}”" if table is not None and block.layout != "single" else "its table"
    return FieldReading(path=path, state="unread", certainty="ambiguous", reasons=(f"{what} was not found",))
