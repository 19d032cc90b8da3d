"""Tables and running text as a PDF: ruled or without lines, over as many pages as they need.

By default Chinese characters come from a font every PDF viewer brings, so that nothing is embedded and files stay
small, and Latin letters and digits from Helvetica, because that font would print them as wide as Chinese characters.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.paged_table import PagedTable
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
            cells += _Table(sheet, piece, tables, look, page.hiding).write()
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
class _Table(PagedTable):
    """One table on its way to the file."""

    look: Look
    hiding: str = ""

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
        self.print_rows(self.look.repeat)
        self.sheet.top += 8
        return self.cells

    def dress(self, cell: GridCell, row: int, box: Box) -> None:
        """The rules at the sides of a cell, the same for all."""
        del cell, row
        if self.look.lines == "all":
            self.sheet.shape.draw_rect(box)
            self.sheet.shape.finish(width=0.5)
        elif self.look.lines == "rows":
            for height in (box.top, box.bottom):
                self.sheet.shape.draw_line((box.left, height), (box.right, height))
            self.sheet.shape.finish(width=0.5)

    def characters(self, cell: GridCell, box: Box) -> Box | None:
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

    def height(self, row: tuple[GridCell, ...]) -> float:
        """How high a row is, in points."""
        return self.lines(row, self.look.size, PADDING) + 2 * PADDING


def _around(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    left, top = min(one.left, other.left), min(one.top, other.top)
    return Box(left, top, max(one.right, other.right), max(one.bottom, other.bottom))
