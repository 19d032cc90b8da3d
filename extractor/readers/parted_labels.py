"""Labels of several rows in one cell of a picture: the rule between them was not seen, while those between their values
were. Where the cell spans as many rows as it holds labels, to the letter and in the order of the form, each is that of
its row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Document, Place, Row
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Form
from extractor.schemas.values import looks_like_value

_MOST = 4
"""Rows that one cell spans, where more are a label over a whole part of a table."""
_VALUES = 2
"""Values that each of these rows prints at least."""


def part_labels(rows: Sequence[Row], document: Document, form: Form, book: LabelBook) -> tuple[Row, ...]:
    """The rows, cells that hold the labels of several rows as one in each of them."""
    if document.method != "scan":
        return tuple(rows)
    order = _order(form, book)
    found = [*rows]
    for number, row in enumerate(rows):
        for cell in row.cells:
            if 1 < cell.row_span <= _MOST and cell.seen_by and _are_open(rows[number : number + cell.row_span], cell):
                for at, part in enumerate(_parts(cell, document, order, book), number):
                    cells = (*(each for each in found[at].cells if each.column != part.column), part)
                    found[at] = replace(found[at], cells=tuple(sorted(cells, key=lambda each: each.column)))
    return tuple(found)


def _order(form: Form, book: LabelBook) -> dict[str, list[int]]:
    """Where in the form the rows stand that have a label, by its folded letters."""
    found: dict[str, list[int]] = {}
    labelled = (row for table in form.tables for block in table.blocks for row in block.rows)
    for number, row in enumerate(labelled):
        for core in {book.fold(text).core for text in row.label.texts} - {""}:
            found.setdefault(core, []).append(number)
    return found


def _are_open(rows: Sequence[Row], cell: Cell) -> bool:
    """Whether all rows that a cell spans print values behind it, and those below the first none in its column."""
    behind = [[each for each in row.cells if each.column >= cell.column + cell.column_span] for row in rows]
    filled = all(sum(looks_like_value(each.text) for each in cells) >= _VALUES for cells in behind)
    free = not any(
        each.column <= cell.column < each.column + each.column_span for row in rows[1:] for each in row.cells
    )
    return filled and free and len(rows) == cell.row_span and len({row.table for row in rows}) == 1


def _parts(cell: Cell, document: Document, order: dict[str, list[int]], book: LabelBook) -> list[Cell]:
    """The labels in a cell, one for each of its rows; empty where they can be told apart in no way, or in several."""
    start, end = cell.place.span
    if document.text[start:end] != cell.text:
        return []
    ways = [
        way
        for way in _ways(cell.text, cell.row_span)
        if _follow([book.fold(cell.text[a:b]).core for a, b in way], order)
    ]
    if len(ways) != 1:
        return []
    return [_part(cell, span, at) for at, span in enumerate(ways[0])]


def _ways(text: str, count: int, start: int = 0) -> Iterator[list[tuple[int, int]]]:
    """The ways to cut a text at its spaces into so many parts, by where each begins and ends."""
    if count == 1:
        yield [(start, len(text))]
        return
    for at in (at for at in range(start + 1, len(text)) if text[at].isspace()):
        yield from ([(start, at), *rest] for rest in _ways(text, count - 1, at + 1))


def _follow(cores: Sequence[str], order: dict[str, list[int]]) -> bool:
    """Whether labels are those of rows that follow each other on the form."""
    return any(
        all(first + at in order.get(core, ()) for at, core in enumerate(cores)) for first in order.get(cores[0], ())
    )


def _part(cell: Cell, span: tuple[int, int], at: int) -> Cell:
    start, box = cell.place.span[0], cell.place.box
    if box is not None:
        high = (box[3] - box[1]) / cell.row_span
        box = (box[0], box[1] + at * high, box[2], box[1] + (at + 1) * high)
    place = Place(cell.place.page, (start + span[0], start + span[1]), box)
    return replace(cell, text=cell.text[slice(*span)], place=place, row_span=1, alternatives=(), quad=None)
