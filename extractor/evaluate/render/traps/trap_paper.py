"""A draft as a PDF: printed as any report, then marked where its cells came to stand."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from extractor.evaluate.render.cell_places import PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed import PrintedValue
from extractor.evaluate.render.printed_pdf import Look, PrintedPdf, pdf_bytes, print_page
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.traps.draft import Draft, MarkedPiece, MarkedValue
from extractor.evaluate.render.traps.paper_faults import change_pages
from extractor.evaluate.render.traps.paper_marks import PaperMarks


def pdf_file(page: ReportLayout, draft: Draft, look: Look, rng: Random) -> bytes:
    """The bytes of the PDF. Cells with marks are printed empty, and their pieces drawn into the empty place."""
    if page.above or page.below:
        lines = (*page.above, *page.pieces[0]) if isinstance(page.pieces[0], tuple) else page.above
        page = replace(page, pieces=(lines, *page.pieces[1:], tuple(page.below)))
    emptied = tuple(_emptied(piece) if isinstance(piece, Grid) else piece for piece in page.pieces)
    printed = print_page(replace(page, pieces=emptied), look)
    marks = PaperMarks(rng)
    for place, value in _figures(page, printed):
        if isinstance(value, MarkedValue) and value.pieces:
            marks.draw(printed.document[place.page], place.box, value.pieces, look.size)
    change_pages(printed, list(_figures(page, printed)), draft, rng)
    return pdf_bytes(printed.document)


def _pieces(cell: GridCell) -> tuple[MarkedPiece, ...]:
    return cell.value.pieces if isinstance(cell.value, MarkedValue) else ()


def _emptied(grid: Grid) -> Grid:
    rows = tuple(tuple(replace(c, text="") if _pieces(c) else c for c in row) for row in grid.rows)
    return replace(grid, rows=rows)


def _figures(page: ReportLayout, printed: PrintedPdf) -> Iterator[tuple[PrintedCell, PrintedValue]]:
    """Where every cell of figures stands."""
    grids = [piece for piece in page.pieces if isinstance(piece, Grid)]
    places = {(cell.table, cell.row, cell.column): cell for cell in printed.cells if not cell.continued}
    for number, grid in enumerate(grids):
        for index, row in enumerate(grid.rows):
            for cell in row:
                if cell.value is not None:
                    yield places[number, index, cell.column], cell.value
