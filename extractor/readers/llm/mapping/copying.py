"""From what a model says stands where to fields: code copies the value, and says what speaks against its place."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from extractor.documents.model import Cell, Document
from extractor.evidence import Doubt, DoubtKind, Leg, Weight, capped, doubt, merged, picture_by
from extractor.evidence.certainty import certainty_of
from extractor.readers.column_order import ColumnOrder
from extractor.readers.column_proof import ColumnProof
from extractor.readers.column_unit import ColumnUnits
from extractor.readers.labels import LabelBook
from extractor.readers.llm.mapping.labels_apart import with_labels_apart
from extractor.readers.llm.mapping.mapped_tables import MappedRow, MappedTable, mapped_table
from extractor.readers.llm.mapping.place_map import NamedRow, PlaceMap
from extractor.readers.llm.mapping.questions import Question, RowsQuestion, StatementQuestion
from extractor.readers.llm.mapping.seen_cells import Sight
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.placed import NAME
from extractor.readers.outline import Outline, OutlineBlock, outline_blocks
from extractor.readers.placement import (
    column_certainty,
    name_certainty,
    place_block,
    place_certainty,
)
from extractor.readers.printed_cell import leg_at, read_cell
from extractor.readers.reading import FieldReading, Spot, looked_at
from extractor.schemas.form import INDEX, BlockSpec, ClaimSpec, ColumnSpec, Form, RowSpec, TableSpec, Value
from extractor.schemas.units import StatedUnit, UnitWords
from extractor.schemas.values import fold_width, read_printed, unspaced

Cells: TypeAlias = tuple[Cell | None, ...]
"""The cells of a row, one or none for each column of its block."""


def tables_of(
    questions: Sequence[Question], mapping: PlaceMap, sheet: NumberedSheet, book: LabelBook, form: Form
) -> tuple[MappedTable, ...]:
    """The tables in which the model found rows."""
    proof = ColumnProof(form)
    named = {ref.line for cells in mapping.cells.values() for ref in cells if ref is not None}
    taken = frozenset(named.union(*mapping.rows.values(), *mapping.listed.values()))
    asked = {question.table.key: question for question in questions if isinstance(question, RowsQuestion)}
    found = (mapped_table(question, mapping, sheet, book, taken) for question in asked.values())
    return tuple(with_labels_apart(table, sheet, book, proof) for table in found if table is not None)


def outline_of(tables: Sequence[MappedTable], document: Document) -> Outline:
    """The tables as an outline of the document, for whoever asks what of their regions is used."""
    return Outline(tuple(table.outline for table in tables), rows=document.rows)


def fields_of(
    form: Form, tables: Sequence[MappedTable], book: LabelBook, words: UnitWords, real_cells: bool, sight: Sight
) -> Iterator[FieldReading]:
    """Every field of the tables of a form, as far as ``sight`` goes as the model saw it.

    Where it gave no answer about a part of the document, nothing is absent.
    """
    found = {table.outline.spec.key: table for table in tables}
    for spec in form.tables:
        table = found.get(spec.key)
        if table is not None:
            for block in outline_blocks(table.outline):
                yield from sight.elsewhere(_fields_of_block(table, block, book, words, real_cells, sight))
        yield from _unfound(spec, table, sight)


def statements_of(
    questions: Sequence[Question], mapping: PlaceMap, sheet: NumberedSheet, document: Document, sight: Sight
) -> Iterator[FieldReading]:
    """One field for every statement the model found; what it did not find is not said to be absent."""
    claims = {each.claim.path: each.claim for each in questions if isinstance(each, StatementQuestion)}
    for path, claim in claims.items():
        stated = mapping.stated.get(path)
        if stated:
            yield _statement(claim, sorted(stated), sheet, document, sight)


def _fields_of_block(
    table: MappedTable, each: OutlineBlock, book: LabelBook, words: UnitWords, real_cells: bool, sight: Sight
) -> Iterator[FieldReading]:
    block = place_block(table.outline, each, book, real_cells)
    units = ColumnUnits(block, book, words)
    for mapped in table.rows:
        row = mapped.row
        if row.block != each.spec or row not in block.rows:
            continue
        cells = _by_headings(mapped, block.order)
        other = _otherwise(cells, block.order)
        place = place_certainty(row, block, other)
        named = NamedRow(table.outline.spec.key, row.spec.key if row.spec else "", mapped.line)
        listed = row.spec is None
        seen = sight.cells(named, len(mapped.cells) + listed, not listed and row.block.layout == "repeat")
        if listed:
            name = _name(mapped, merged(name_certainty(row, block), other))
            yield name if mapped.name is None else sight.name(name, mapped.name, seen[0])
        paths = row.spec.paths if row.spec else tuple(p.replace(INDEX, str(row.index)) for p in row.block.repeat_paths)
        for number, (path, column, cell) in enumerate(zip(paths, row.block.columns, cells, strict=True)):
            own = column_certainty(place, block.is_named(number, cells))
            unit = units.unit_of(column, row)
            field = _field(path, column, cell, merged(own, block.qualified[number]), unit)
            yield field if cell is None else sight.field(field, cell, seen[number + listed], column, unit)


def _by_headings(mapped: MappedRow, order: ColumnOrder | None) -> Cells:
    """The same cells in the order that the headings say, where every column then holds what it held before.

    Of cells of one line that print the same it cannot be told, and does not matter, which the model meant for which.
    """
    cells = mapped.cells
    if not mapped.together:
        return cells
    taken = sorted((cell for cell in cells if cell is not None), key=lambda cell: cell.place.span)
    numbers = [number for number in order or () if cells[number] is not None]
    if len(numbers) != len(taken):
        return cells
    again: list[Cell | None] = [None] * len(cells)
    for number, cell in zip(numbers, taken, strict=True):
        again[number] = cell
    alike = all(
        one is None or (other is not None and one.text == other.text) for one, other in zip(cells, again, strict=True)
    )
    return tuple(again) if alike else cells


def _otherwise(cells: Cells, order: ColumnOrder | None) -> tuple[Doubt, ...]:
    """Whether the headings say another order of the columns than the model took them in."""
    placed = [(cell.place.span, number) for number, cell in enumerate(cells) if cell is not None]
    taken = [number for _, number in sorted(placed)]
    if order is None or [number for number in order if number in taken] == taken:
        return ()
    return (doubt(DoubtKind.MAPPED_OTHERWISE),)


def _name(mapped: MappedRow, doubts: tuple[Doubt, ...]) -> FieldReading:
    path = mapped.row.block.name_path.replace(INDEX, str(mapped.row.index))
    cell = mapped.name
    if cell is None or not cell.text:
        return FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.NAME_MISSING),))
    return FieldReading(
        path=path,
        state="read",
        value=" ".join(fold_width(cell.text).split()),
        spot=Spot.of(cell.place),
        quote=cell.text,
        doubts=merged(cell.doubts, doubts),
        leg=leg_at(cell, NAME, NAME),
    )


def _field(
    path: str, column: ColumnSpec, cell: Cell | None, place: tuple[Doubt, ...], unit: StatedUnit
) -> FieldReading:
    if certainty_of(place) == "ambiguous":
        return FieldReading(path=path, state="unread", doubts=place)
    if cell is None:
        return FieldReading(path=path, state="unread", doubts=merged(place, (doubt(DoubtKind.NO_CELL),)))
    return read_cell(path, column, cell, place, leg_at(cell, NAME, NAME), unit)


def _unfound(spec: TableSpec, table: MappedTable | None, sight: Sight) -> Iterator[FieldReading]:
    """Fields of rows the model found nowhere: absent where the form allows it, otherwise unread. Of a row that is not
    in a picture nobody but the model says so.
    """
    printed = {row.row.spec.key for row in table.rows if row.row.spec} if table is not None else set()
    for block in spec.blocks:
        for row in block.rows:
            if row.key not in printed:
                yield from _unfound_row(row, block, table, printed, sight)


def _unfound_row(
    row: RowSpec, block: BlockSpec, table: MappedTable | None, printed: set[str], sight: Sight
) -> Iterator[FieldReading]:
    lost = table is not None and row.key in table.unplaced
    absent = table is not None and not lost and sight.whole and (row.optional or bool(row.instead_of & printed))
    why = (
        doubt(DoubtKind.ROW_MISSING, row.label.printed) if block.layout != "single" else doubt(DoubtKind.TABLE_MISSING)
    )
    for path in row.paths:
        if absent:
            doubts = capped((why,), Weight.SERIOUS) if sight.pages else ()
            yield FieldReading(path=path, state="absent", doubts=doubts, leg=Leg(NAME, "", NAME))
        else:
            yield FieldReading(path=path, state="unread", doubts=(why,))


def _statement(
    claim: ClaimSpec, stated: Sequence[tuple[int, str]], sheet: NumberedSheet, document: Document, sight: Sight
) -> FieldReading:
    """The value of a statement where its characters stand, in the one line that the model names."""
    found = {(line, _find(quote, sheet, line, document)): quote for line, quote in stated}
    spans = {span for _, span in found if span is not None}
    if len(spans) > 1 and len({_said(claim, quote) for quote in found.values()}) == 1:
        spans = {min(spans)}  # Several parts of the document state the same.
    if len(spans) != 1:
        kind = DoubtKind.QUOTE_NOT_PRINTED if not spans else DoubtKind.STATED_DIFFERENTLY
        seen = sight.statement(claim, stated[0][1], sheet.lines[stated[0][0]].page) if len(stated) == 1 else None
        if seen is not None and not spans:
            return seen
        said = ", ".join(sorted(set(found.values())))
        return FieldReading(path=claim.path, state="unread", doubts=(doubt(kind, said),))
    (span,) = spans
    quote = next(said for (_, found_span), said in found.items() if found_span == span)
    printed = read_printed(quote, claim.kind, notation=claim.notation)
    if printed.state != "read":
        return FieldReading(path=claim.path, state="unread", doubts=(doubt(DoubtKind.NOT_A_VALUE, quote),))
    page = next(sheet.lines[line].page for line, found_span in found if found_span == span)
    return FieldReading(
        path=claim.path,
        state="read",
        value=printed.value,
        spot=Spot(page=page, span=span),
        quote=quote,
        doubts=document.doubts_at(span),
        leg=Leg(NAME, picture_by(sight.model) if page in sight.pages else looked_at(document.seen_by_at(span)), NAME),
    )


def _said(claim: ClaimSpec, quote: str) -> Value | None:
    value = read_printed(quote, claim.kind, notation=claim.notation).value
    return unspaced(value) if isinstance(value, str) else value


def _find(quote: str, sheet: NumberedSheet, line: int, document: Document) -> tuple[int, int] | None:
    """Where a line prints these characters as a word of their own; spaces do not count.

    Where it does so several times, from the first to the last: what is stated is the same, whichever is meant.
    """
    signs = r"\s*".join(re.escape(sign) for sign in "".join(quote.split()))
    if not signs:
        return None
    start, end = sheet.lines[line].span
    around = (r"(?<![\d.,])" if quote[0].isdigit() else "", r"(?![\d]|[.,]\d)" if quote[-1].isdigit() else "")
    found = list(re.compile(f"{around[0]}{signs}{around[1]}").finditer(document.text, start, end))
    return (found[0].start(), found[-1].end()) if found else None
