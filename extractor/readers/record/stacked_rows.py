"""The rows of a document as they are seen: cells that hold a whole printed column each are a row a line."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Document, Place, Row
from extractor.readers.record.leaf_outcome import spot_of_words
from extractor.readers.record.print_lines import LineWord, WordLine, lines_down_the_page
from extractor.schemas.values import looks_like_value

_MANY = 3
"""Lines of one cell that are numbers, from which on the cell is a column and not a value."""

_LONG = 8
"""Lines of one cell from which on it is more than one value, whatever they say."""


def with_split_rows(document: Document) -> Document:
    """The document, every printed line of such rows being a row of its own."""
    if not any(_is_long(cell) for row in document.rows for cell in row.cells):
        return document
    lines = lines_down_the_page(document).lines
    joined = _joined(document, lines, _columns_in_cells(lines))
    if not joined:
        return document
    made: list[Row] = []
    for number, row in enumerate(document.rows):
        if number not in joined:
            made.append(row)
        elif number == min(joined[number]):
            made += _split(document, row, lines, joined[number])
    return replace(document, rows=tuple(_down_the_page(made, {document.rows[number].table for number in joined})))


def _down_the_page(rows: Sequence[Row], tables: Collection[int | None]) -> list[Row]:
    """The rows, those of each of these tables in the order in which they are printed: the lines of a cell beside many
    rows stand between them."""
    found = list(rows)
    for table in tables:
        places = [at for at, row in enumerate(rows) if table is not None and row.table == table]
        ordered = sorted((rows[at] for at in places), key=_depth)
        for at, row in zip(places, ordered, strict=True):
            found[at] = row
    return found


def _depth(row: Row) -> tuple[int, float]:
    """The page of a row, and how far down it stands there: the middle of its flattest cell."""
    cells = [cell for cell in row.cells if cell.text] or row.cells
    boxes = [cell.place.box for cell in cells if cell.place.box is not None]
    flat = min(boxes, key=lambda box: box[3] - box[1], default=(0.0, 0.0, 0.0, 0.0))
    return cells[0].place.page, (flat[1] + flat[3]) / 2


def _is_long(cell: Cell) -> bool:
    return len(cell.text.split()) >= _MANY


def _columns_in_cells(lines: Sequence[WordLine]) -> set[int]:
    """The rows in which a cell holds several numbers, each on a line of its own, or more lines than one value has."""
    held: dict[tuple[int, int], int] = {}
    printed: dict[tuple[int, int], int] = {}
    for line in lines:
        cells: dict[tuple[int, int], list[str]] = {}
        for word in line.words:
            cells.setdefault((word.row, word.cell), []).append(word.text)
        for key, words in cells.items():
            held[key] = held.get(key, 0) + looks_like_value(" ".join(words))
            printed[key] = printed.get(key, 0) + 1
    long = {row for (row, _), many in printed.items() if many >= _LONG}
    return long | {row for (row, _), many in held.items() if many >= _MANY}


def _joined(document: Document, lines: Sequence[WordLine], split: set[int]) -> dict[int, set[int]]:
    """Such rows with the rows of their table that are printed on the same lines: one set for all that hang together."""
    found: dict[int, set[int]] = {row: {row} for row in split}
    for line in lines:
        rows = {word.row for word in line.words}
        for row in rows & split:
            beside = {each for each in rows if document.rows[each].table == document.rows[row].table}
            together = set[int]().union(*(found.get(each, {each}) for each in beside))
            found.update(dict.fromkeys(together, together))
    return found


def _split(document: Document, row: Row, lines: Sequence[WordLine], numbers: set[int]) -> Iterator[Row]:
    for line in lines:
        cells: dict[int, list[LineWord]] = {}
        for word in line.words:
            if word.row in numbers:
                cells.setdefault(word.cell, []).append(word)
        if cells:
            yield replace(row, cells=tuple(_cell(document, cells[column], column) for column in sorted(cells)))


def _cell(document: Document, words: Sequence[LineWord], column: int) -> Cell:
    spot = spot_of_words(words)
    assert spot.span is not None
    text = " ".join(word.text for word in words)
    doubts, seen_by = document.doubts_at(spot.span), document.seen_by_at(spot.span)
    return Cell(text, Place(spot.page, spot.span, spot.box), column, doubts=doubts, seen_by=seen_by)
