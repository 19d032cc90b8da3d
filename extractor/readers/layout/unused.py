"""Numbers printed inside the region of a table that no field uses."""

from collections.abc import Iterator, Sequence

from extractor.documents.model import Cell, Document, Row
from extractor.readers.outline import Outline, OutlineTable
from extractor.readers.reading import Spot, UnusedNumber
from extractor.readers.strips import trailing_numbers
from extractor.schemas.values import NIL_MARKS, UNREADABLE, fold_width, looks_like_value


def unused_numbers(document: Document, outline: Outline, used: set[tuple[int, int]]) -> tuple[UnusedNumber, ...]:
    """Every number in a table's rows whose span is not in ``used``. Page numbers at a page's edge do not count.

    A line inside the table that ends with numbers and whose words are no known label is a row of its own.
    """
    edges = _page_edges(document)
    found: list[UnusedNumber] = []
    firsts = sorted(table.first for table in outline.tables)
    for table in outline.tables:
        stop = next((first for first in firsts if first > table.last), len(outline.rows))
        for number in range(table.first, _end(outline.rows, table, stop)):
            row = outline.rows[number]
            if number in edges and _is_page_number(row):
                continue
            cells = [*_numbers(row, table.spec.bracketed), *_unknown_row(document, table, number, row)]
            found += [
                UnusedNumber(text=cell.text, spot=Spot.of(cell.place), table=table.spec.title.printed)
                for cell in cells
                if cell.place.span not in used
            ]
    return tuple(found)


def _unknown_row(document: Document, table: OutlineTable, number: int, row: Row) -> tuple[Cell, ...]:
    """The numbers of a line between the first and the last row of a table whose label is unknown: as many as one of its
    blocks has columns, or several. Rows that carry names of their own have no unknown label.
    """
    named = any(block.layout == "repeat" for block in table.spec.blocks)
    if named or not table.first < number < table.last:
        return ()
    cells = trailing_numbers(row, document)
    columns = {len(block.columns) for block in table.spec.blocks}
    return cells if len(cells) > 1 or len(cells) in columns else ()


def _end(rows: Sequence[Row], table: OutlineTable, stop: int) -> int:
    """One past the last row of the region: rows of the same grid, or rows that go on printing values."""
    end = table.last + 1
    grid = rows[table.last].table
    while end < stop:
        row = rows[end]
        same_grid = grid is not None and row.table == grid
        if not same_grid and (grid is not None or not any(True for _ in _numbers(row, table.spec.bracketed))):
            break
        end += 1
    return end


def _numbers(row: Row, bracketed: bool) -> Iterator[Cell]:
    for cell in row.cells:
        if looks_like_value(cell.text, bracketed) and fold_width(cell.text).lower() not in {*NIL_MARKS, UNREADABLE}:
            yield cell


def _page_edges(document: Document) -> set[int]:
    """Numbers of the rows that stand first or last on a page, in files that have more than one page."""
    if len(document.pages) < 2:
        return set()
    edges: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(document.rows):
        if row.cells:
            page = row.cells[0].place.page
            edges[page] = (edges.get(page, (number, number))[0], number)
    return {number for pair in edges.values() for number in pair}


def _is_page_number(row: Row) -> bool:
    if len(row.cells) != 1 or row.table is not None:
        return False
    digits = fold_width(row.cells[0].text).strip("-—– ")
    return digits.isdigit() and int(digits) < 1000
