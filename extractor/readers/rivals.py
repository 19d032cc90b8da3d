"""Rows elsewhere in the document that could carry the label of a row that was found."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow, OutlineTable
from extractor.readers.strips import Strip


def with_rivals(tables: Sequence[OutlineTable], strips: Sequence[Strip], book: LabelBook) -> tuple[OutlineTable, ...]:
    """The tables, their labelled rows with the number of other rows of the whole document that carry their label.

    Repeated rows are left alone: their names may come back in other tables.
    """
    taken = {_place(row) for table in tables for row in table.rows}
    free = [strip for strip in strips if strip.own is not None and strip.printed and _start(strip) not in taken]
    return tuple(_with_rivals(table, free, book) for table in tables)


def _with_rivals(table: OutlineTable, free: Sequence[Strip], book: LabelBook) -> OutlineTable:
    if any(block.layout != "rows" for block in table.spec.blocks):
        return table
    rows = tuple(_with_count(row, _count(row, free, book)) for row in table.rows)
    return replace(table, rows=rows)


def _with_count(row: OutlineRow, rivals: int) -> OutlineRow:
    return row if rivals <= row.rivals else replace(row, rivals=rivals)


def _count(row: OutlineRow, free: Sequence[Strip], book: LabelBook) -> int:
    if row.spec is None or row.anchor == "order":
        return 0
    spec = row.spec
    texts = [strip.own.text for strip in free if strip.own is not None]
    return sum(1 for text in texts if book.score_row(text, spec) >= row.score - SCALE.rival)


def _place(row: OutlineRow) -> int:
    return row.values[0].place.span[0] if row.values else -1


def _start(strip: Strip) -> int:
    return strip.values[0].place.span[0]
