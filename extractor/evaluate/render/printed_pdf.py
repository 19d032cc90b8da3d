"""Tables and running text as a PDF: ruled or without lines, over as many pages as they need.

By default Chinese characters come from a font every PDF viewer brings, so that nothing is embedded and files stay
small, and Latin letters and digits from Helvetica, because that font would print them as wide as Chinese characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.pdf_sheet import LEAD, MARGIN, PdfSheet
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.typeface import USUAL, Typefaces

if TYPE_CHECKING:
    import pymupdf

PORTRAIT = (595.0, 842.0)
"""Width and height of A4 in points."""
PADDING = 2.5


@dataclass(frozen=True, slots=True)
class Look:
    """How tables are printed. ``lines``: all, only those between rows, or none. ``label``: points a column of labels
    gets, ``repeat``: whether the headings come again where a table goes on over a page, ``size`` of the characters in
    points, ``align``: where figures stand in their cells, ``faces``: what all is printed in."""

    lines: Literal["all", "rows", "none"] = "all"
    label: float = 110.0
    repeat: bool = True
    size: float = 8.0
    align: Literal["centre", "right"] = "centre"
    faces: Typefaces = USUAL


RULED = Look()


@dataclass(frozen=True)
class PrintedPdf:
    """A printed document and where each cell of its tables stands."""

    document: "pymupdf.Document"
    cells: tuple[PrintedCell, ...]

    @property
    def content(self) -> bytes:
        """The PDF."""
        return pdf_bytes(self.document)


def print_page(page: ReportLayout, look: Look = RULED) -> PrintedPdf:
    """Print titles, running text and tables, on paper laid across where a table is wide."""
    import pymupdf

    wide = any(isinstance(piece, Grid) and piece.width > 12 for piece in page.pieces)
    sheet = PdfSheet(pymupdf.open(), *(PORTRAIT[::-1] if wide else PORTRAIT), look.faces)  # type: ignore[no-untyped-call]  # no types
    for title in page.titles:
        sheet.centre(title)
    for line in page.hidden:
        sheet.write(MARGIN, sheet.top + look.size, line, look.size, page.hiding)
    cells: list[PrintedCell] = []
    tables = 0
    for piece in page.pieces:
        if isinstance(piece, Grid):
            sheet.paragraph(piece.title, indent=0)
            cells += _Table(sheet, piece, look, tables, page.hiding).write()
            tables += 1
        else:
            for line in piece:
                sheet.paragraph(line)
    sheet.shape.commit()
    return PrintedPdf(sheet.document, tuple(cells))


def pdf_bytes(document: "pymupdf.Document") -> bytes:
    """The file. Without a date and with the same identifier every time its bytes depend on the content alone."""
    content: bytes = document.tobytes(garbage=3, deflate=True, no_new_id=True)  # type: ignore[no-untyped-call]  # no types
    return content


@dataclass
class _Table:
    """One table on its way to the file."""

    sheet: PdfSheet
    grid: Grid
    look: Look
    number: int = 0
    hiding: str = ""
    cells: list[PrintedCell] = field(default_factory=list)

    def __post_init__(self) -> None:
        room = self.sheet.width - 2 * MARGIN
        values = self.grid.width - self.grid.labels
        label = min(0.5 * room, self.look.label * self.grid.labels) if self.grid.labels else 0.0
        widths = [label / max(1, self.grid.labels)] * self.grid.labels + [(room - label) / values] * values
        self.edges = [MARGIN]
        for width in widths:
            self.edges.append(self.edges[-1] + width)

    def write(self) -> list[PrintedCell]:
        """All rows, page by page; where the cells came to stand."""
        first_rows = self._headings()
        repeat = first_rows if self.look.repeat else 0
        heights = [self._height(row) for row in self.grid.rows]
        start = 0
        while start < len(heights):
            # Headings never stand alone at the foot of a page.
            first = max(start, first_rows)
            room = heights[:first_rows] if start == 0 or self.look.repeat else []
            if self.sheet.top + sum(room) + heights[first] > self.sheet.bottom:
                self.sheet.turn()
            if start:
                self._rows(0, repeat, heights)
            start = self._rows(start, len(heights), heights)
        self.sheet.top += 8
        return self.cells

    def _headings(self) -> int:
        kinds = [self.grid.kind(row) for row in range(len(self.grid.rows))]
        # A table of several small blocks has no heading that would be right on the next page.
        return kinds.index("value") if kinds.count("title") == 0 else 0

    def _rows(self, first: int, end: int, heights: Sequence[float]) -> int:
        """Write rows from ``first`` until the page is full; the number of the first one left over."""
        tops = [self.sheet.top]
        last = first
        while last < end and (last == first or tops[-1] + heights[last] <= self.sheet.bottom):
            tops.append(tops[-1] + heights[last])
            last += 1
        for index in range(first, last):
            slots = self.grid.slots[index]
            for before, slot in zip((None, *slots), slots, strict=False):
                # A cell begun on the page before goes on at the top of this one, without its text.
                begins = before is None or before.cell is not slot.cell
                if slot.at == "here" or (slot.at == "above" and index == first and begins):
                    self._cell(slot.cell, index, first, last, tops, text=slot.at == "here")
        self.sheet.top = tops[-1]
        return last

    def _cell(self, cell: GridCell, row: int, first: int, last: int, tops: Sequence[float], text: bool) -> None:
        start = self._start(cell, row)
        bottom = tops[min(start + cell.row_span, last) - first]
        top = tops[row - first]
        left, right = self.edges[cell.column], self.edges[cell.column + cell.col_span]
        box = Box(left, top, right, bottom)
        self._rule(box)
        ink = self._characters(cell, box) if text else None
        place = (self.sheet.number, self.number, start, cell.column, cell.row_span, cell.col_span)
        self.cells.append(PrintedCell(*place, cell.role, cell.text if text else "", box, ink, continued=not text))

    def _rule(self, box: Box) -> None:
        if self.look.lines == "all":
            self.sheet.shape.draw_rect(box)
            self.sheet.shape.finish(width=0.5)
        elif self.look.lines == "rows":
            for height in (box.top, box.bottom):
                self.sheet.shape.draw_line((box.left, height), (box.right, height))
            self.sheet.shape.finish(width=0.5)

    def _characters(self, cell: GridCell, box: Box) -> Box | None:
        """Write what stands in a cell; what encloses it."""
        sheet, size = self.sheet, self.look.size
        width = box.right - box.left - 2 * PADDING
        base = box.top + PADDING + size
        ink: Box | None = None
        for line in sheet.wrap(cell.text, width, size):
            length = sheet.length(line, size)
            left = box.left + PADDING + self._shift(cell, width - length)
            if cell.ghost:
                sheet.write(left - sheet.length(cell.ghost, size), base, cell.ghost, size, self.hiding)
            if line:
                sheet.write(left, base, line, size)
            if line.strip():
                ink = _around(ink, Box(left, base - 0.9 * size, left + length, base + 0.25 * size))
            base += size * LEAD
        return ink

    def _shift(self, cell: GridCell, room: float) -> float:
        if cell.role == "label":
            return 0.0
        return max(0.0, room if cell.role == "value" and self.look.align == "right" else room / 2)

    def _start(self, cell: GridCell, row: int) -> int:
        while cell not in self.grid.rows[row]:
            row -= 1
        return row

    def _height(self, row: tuple[GridCell, ...]) -> float:
        lines = 1
        for cell in row:
            if cell.row_span == 1 or len(row) == 1:
                width = self.edges[cell.column + cell.col_span] - self.edges[cell.column] - 2 * PADDING
                lines = max(lines, len(self.sheet.wrap(cell.text, width, self.look.size)))
        return lines * self.look.size * LEAD + 2 * PADDING


def _around(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    left, top = min(one.left, other.left), min(one.top, other.top)
    return Box(left, top, max(one.right, other.right), max(one.bottom, other.bottom))
