"""Numbers printed inside the region of a table that no field uses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.documents.model import Cell, Document, Place, Row
from extractor.readers.outline import Outline, OutlineTable
from extractor.readers.reading import Spot, UnusedNumber
from extractor.readers.stray_lines import FREE_NUMBER
from extractor.readers.strips import trailing_numbers
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import NIL_MARKS, UNREADABLE, fold_width, looks_like_value

_SEVERAL = re.compile(r"[-+(]?\d[\d,.]*\)?(?:\s*[/|;]\s*|\s+)[-+(]?\d[\d,.]*\)?")
"""Two numbers in a cell, which is no value."""
_YEARS = re.compile(r"(?:19|20)\d\d\W+(?:(?:19|20)\d\d|\d\d)")
"""What a heading prints of a business year."""
_NEXT_PAGE = 12
"""Rows in which the headings of a table that goes on and a number below them are looked for."""
_NO_NUMBERS = NIL_MARKS | {UNREADABLE}
_SHORT_LINE = 60
"""Characters of a line that can be a label with a number, and not a sentence."""


def unused_numbers(document: Document, outline: Outline, used: set[tuple[int, int]]) -> tuple[UnusedNumber, ...]:
    """Every number in the regions of the tables, title, headings and foot included, whose span is not in ``used``.

    Page numbers at a page's edge do not count, nor do numbers that number columns or name them. A line inside a table
    that ends with numbers and whose words are no known label is a row of its own.
    """
    edges = _page_edges(document)
    found: dict[tuple[int, int], UnusedNumber] = {}
    tops = sorted(table.top for table in outline.tables)
    for table in outline.tables:
        stop = next((top for top in tops if top > table.last), len(outline.rows))
        headings = {cell.place.span for line in table.heading_lines for cell in line}
        begins = min((c.place.span[0] for each in table.rows for c in (*each.labels, *each.values)), default=0)
        for number in range(table.top, _end(document, outline.rows, table, stop)):
            if number in outline.running or (number in edges and _is_page_number(outline.rows[number])):
                continue
            for cell in _numbers_of_row(document, outline, table, number, begins):
                if cell.place.span not in used and cell.place.span not in headings:
                    unused = UnusedNumber(text=cell.text, spot=Spot.of(cell.place), table=table.spec.title.printed)
                    found.setdefault(cell.place.span, unused)
    return tuple(found.values())


def _numbers_of_row(
    document: Document, outline: Outline, table: OutlineTable, number: int, begins: int
) -> Iterator[Cell]:
    """The numbers of one row of a table whose rows of the form begin at an offset of the text (``begins``)."""
    row = outline.rows[number]
    cells = _numbers(row, table.spec.bracketed)
    if number >= table.first or not _counts_on(cells):
        yield from cells
    if number <= table.last and len(row.cells) > 1:
        several = [c for c in row.cells if _SEVERALS[c.text] and c not in cells]
        yield from (c for c in several if number >= table.first or not _YEARS.fullmatch(fold_width(c.text)))
    if number > table.last and row.table is None and document.method == "text":
        yield from trailing_numbers(row, document)
    elif number in outline.stray and number < table.last:
        yield from _free_numbers(document, row)
    elif number > table.first and not _stands_above(row, begins):
        yield from _unknown_row(document, table, number, row)
    elif number <= table.last and len(row.text) <= _SHORT_LINE:
        yield from _of_line(document, table, row)


def _stands_above(row: Row, begins: int) -> bool:
    """Whether a row stands above the first row with values, as the headings of a list do."""
    return bool(row.cells) and row.cells[0].place.span[0] < begins


def _counts_on(cells: Sequence[Cell]) -> bool:
    """Whether numbers above a table number its columns, or name them by year: each is one more than that before it."""
    digits = [fold_width(cell.text).strip("()") for cell in cells]
    numbers = [int(each) for each in digits if each.isdecimal()]
    return len(numbers) == len(cells) > 1 and all(abs(b - a) == 1 for a, b in pairwise(numbers))


def _of_line(document: Document, table: OutlineTable, row: Row) -> tuple[Cell, ...]:
    """The number that ends a line between the title and the first row of a table, where it is no heading or title."""
    if any(cell.place.span in {c.place.span for c in table.captions} for cell in row.cells):
        cells = trailing_numbers(row, document)
        return cells if len(cells) == 1 else ()
    return ()


def _free_numbers(document: Document, row: Row) -> Iterator[Cell]:
    """The numbers that stand free in a line of words."""
    for cell in row.cells:
        start, end = cell.place.span
        for match in FREE_NUMBER.finditer(cell.text) if document.text[start:end] == cell.text else ():
            span = (start + match.start(), start + match.end())
            yield replace(cell, text=match[0], place=Place(cell.place.page, span, cell.place.box))


def _unknown_row(document: Document, table: OutlineTable, number: int, row: Row) -> tuple[Cell, ...]:
    """The numbers of a line between the first and the last row of a table whose label is unknown: as many as one of its
    blocks has columns, or several. A name of its own, which may end with a number, has as many as columns at least.
    """
    if not table.first < number < table.last:
        return ()
    cells = trailing_numbers(row, document)
    columns = {len(block.columns) for block in table.spec.blocks}
    if any(block.layout == "repeat" for block in table.spec.blocks):
        return cells if len(cells) >= min(columns) else ()
    return cells if len(cells) > 1 or len(cells) in columns else ()


def _end(document: Document, rows: Sequence[Row], table: OutlineTable, stop: int) -> int:
    """One past the last row of the region: rows of the same grid, or rows that go on printing values.

    Where cells are printed one a line, a short line and the number under it go on as well.
    """
    end = table.last + 1
    grid = rows[table.last].table
    while end < stop:
        row = rows[end]
        same_grid = grid is not None and row.table == grid
        prints = bool(_numbers(row, table.spec.bracketed))
        labelled = end + 1 < stop and _is_lone_label(row) and _is_lone_number(rows[end + 1], table.spec.bracketed)
        foot = document.method == "text" and _goes_on_below(document, rows, end)
        if not (same_grid or (grid is None and (prints or labelled or foot))):
            break
        end += 1
    return _end_of_next_page(rows, table, end, stop)


def _end_of_next_page(rows: Sequence[Row], table: OutlineTable, end: int, stop: int) -> int:
    """One past a number that follows where the headings of the table are printed again, as on a page of its own."""
    headings = {cell.text for line in table.heading_lines for cell in line}
    near = range(end, min(stop, end + _NEXT_PAGE))
    again = [n for n in near if any(cell.text in headings for cell in rows[n].cells)]
    numbers = [n for n in near if again and n > again[0] and _numbers(rows[n], table.spec.bracketed)]
    return numbers[-1] + 1 if numbers else end


def _goes_on_below(document: Document, rows: Sequence[Row], number: int) -> bool:
    """Whether a short line that ends with numbers follows without a blank line, perhaps after one of words."""
    for at in (number, number + 1):
        if at >= len(rows) or not rows[at].cells or len(rows[at].text) > _SHORT_LINE or not rows[at - 1].cells:
            return False
        gap = document.text[rows[at - 1].cells[-1].place.span[1] : rows[at].cells[0].place.span[0]]
        if gap.count("\n") != 1:
            return False
        if trailing_numbers(rows[at], document):
            return True
    return False


def _is_lone_label(row: Row) -> bool:
    return len(row.cells) == 1 and 0 < len(row.text) <= _SHORT_LINE


def _is_lone_number(row: Row, bracketed: bool) -> bool:
    return len(row.cells) == 1 and bool(_numbers(row, bracketed)) and not _is_page_number(row)


def _numbers(row: Row, bracketed: bool) -> list[Cell]:
    return [cell for cell in row.cells if _NUMBERS[cell.text, bracketed]]


def _judged_number(asked: tuple[str, bool]) -> bool:
    text, bracketed = asked
    return looks_like_value(text, bracketed) and fold_width(text).lower() not in _NO_NUMBERS


_NUMBERS = Remembered(_judged_number)


def _judged_several(text: str) -> bool:
    return _SEVERAL.fullmatch(fold_width(text)) is not None


_SEVERALS = Remembered(_judged_several)


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
