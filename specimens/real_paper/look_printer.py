"""Reports printed in a look of ``report_looks``: titles, running text in columns, tables over many pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pymupdf

from extractor.evaluate.render import typeface
from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.paged_table import PagedTable
from extractor.evaluate.render.pdf_sheet import LEAD, MARGIN, TEXT_SIZE, PdfSheet
from extractor.evaluate.render.printed_pdf import PORTRAIT, PrintedPdf
from extractor.evaluate.render.report_layout import ReportLayout
from specimens.real_paper.drawn_paper import BLACK, Ink
from specimens.real_paper.report_looks import ReportLook, Ruled

_WHITE: Ink = (1.0, 1.0, 1.0)
_DARK: Ink = (0.13, 0.22, 0.38)
_GREY: Ink = (0.87, 0.87, 0.87)
_STRIPE: Ink = (0.94, 0.94, 0.94)
_SIDE = 3.0
"""Points between the side of a cell and its text."""
_GUTTER = 18.0


def print_in_look(page: ReportLayout, look: ReportLook) -> PrintedPdf:
    """The report on paper, laid across where a table is wide."""
    wide = any(isinstance(piece, Grid) and piece.width > 12 for piece in page.pieces)
    size = PORTRAIT[::-1] if wide else PORTRAIT
    sheet = LookSheet(pymupdf.open(), *size, look.faces, stretch=look.stretch)  # type: ignore[no-untyped-call]  # no types
    for title in page.titles:
        sheet.put((sheet.width - sheet.length(title, 15.0)) / 2, sheet.top + 15, title, 15.0, bold=True)
        sheet.top += 25
    cells: list[PrintedCell] = []
    tables = 0
    for piece in page.pieces:
        if isinstance(piece, Grid):
            sheet.paragraph(piece.title, indent=0)
            cells += LookedTable(sheet, piece, tables, look).print()
            tables += 1
        else:
            sheet.columns(piece, look.columns)
    sheet.shape.commit()
    return PrintedPdf(sheet.document, tuple(cells))


@dataclass
class LookSheet(PdfSheet):
    """A growing file whose type may be narrow, bold or of a colour."""

    stretch: float = 1.0

    def length(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return super().length(text, size) * self.stretch

    def write(self, left: float, base: float, text: str, size: float, hiding: str = "") -> None:
        """Characters at a place; nothing is hidden in these looks."""
        del hiding
        self.put(left, base, text, size)

    def put(self, left: float, base: float, text: str, size: float, colour: Ink = BLACK, bold: bool = False) -> None:
        """Characters at a place, in a colour and a weight."""
        for name, run in groupby(text, key=self.faces.of):
            part = "".join(run)
            at = pymupdf.Point(left, base)  # type: ignore[no-untyped-call]  # no types
            narrow = (at, pymupdf.Matrix(self.stretch, 1.0))  # type: ignore[no-untyped-call]  # no types
            self.shape.insert_text(
                at,
                part,
                fontname=typeface.name_in_file(name),
                fontsize=size,
                color=colour,
                fill=colour,
                render_mode=2 if bold else 0,
                border_width=0.03,
                morph=narrow,
            )
            left += self.length(part, size)

    def columns(self, lines: Sequence[str], count: int) -> None:
        """Paragraphs beside each other in columns of about the same length."""
        if count == 1 or not lines:
            for line in lines:
                self.paragraph(line)
            return
        width = (self.width - 2 * MARGIN - _GUTTER * (count - 1)) / count
        wrapped = [line for text in lines for line in self.wrap(text, width, TEXT_SIZE)]
        each = -(-len(wrapped) // count)
        if self.top + each * TEXT_SIZE * LEAD > self.bottom:
            self.turn()
        for at, line in enumerate(wrapped):
            left = MARGIN + (width + _GUTTER) * (at // each)
            self.put(left, self.top + TEXT_SIZE + (at % each) * TEXT_SIZE * LEAD, line, TEXT_SIZE)
        self.top += each * TEXT_SIZE * LEAD + 6


@dataclass
class LookedTable(PagedTable):
    """One table on its way to the file."""

    sheet: LookSheet
    look: ReportLook

    def __post_init__(self) -> None:
        room = self.sheet.width - 2 * MARGIN
        labels, values = self.grid.labels, self.grid.width - self.grid.labels
        label = room * min(0.5, self.look.label * (1 + 0.4 * (labels - 1))) if labels else 0.0
        shares = [1.0] * values if self.look.even else [self._need(labels + at) for at in range(values)]
        widths = [label / max(1, labels)] * labels + [(room - label) * share / sum(shares) for share in shares]
        self.edges = [MARGIN]
        for width in widths:
            self.edges.append(self.edges[-1] + width)

    def print(self) -> list[PrintedCell]:
        """All rows, page by page; where the cells came to stand."""
        self.print_rows()
        self.sheet.top += 10
        return self.cells

    def _need(self, column: int) -> float:
        """The width a column asks for: its longest number, and the longest word and a third of its heading."""
        own = [cell for row in self.grid.rows for cell in row if cell.column == column and cell.col_span == 1]
        size, sheet = self.look.size, self.sheet
        heads = [cell.text for cell in own if cell.role == "heading"]
        words = [sheet.length(word, size) for head in heads for word in head.split() if head.isascii()]
        values = [sheet.length(cell.text, size) for cell in own if cell.role == "value"]
        return max(0.0, 3 * size, *values, *words, *(sheet.length(head, size) / 3 for head in heads)) + 2 * _SIDE

    def dress(self, cell: GridCell, row: int, box: Box) -> None:
        """What a cell is printed on, and the rules at its sides."""
        self._ground(cell, row, box)
        self._rules(cell, box)

    def _ground(self, cell: GridCell, row: int, box: Box) -> None:
        """What a cell is printed on."""
        head = cell.role in ("heading", "title")
        fill = {"dark": _DARK, "grey": _GREY}.get(self.look.head) if head else None
        if fill is None and self.look.striped and row % 2 and not head:
            fill = _STRIPE
        if fill is not None:
            self.sheet.shape.draw_rect(tuple(box))
            self.sheet.shape.finish(width=0, color=None, fill=fill)

    def _rules(self, cell: GridCell, box: Box) -> None:
        """The rules at the sides of a cell."""
        head = cell.role in ("heading", "title")

        def drawn(which: Ruled) -> bool:
            return which == "every" or (which == "head" and head)

        if drawn(self.look.across):
            for y in (box.top, box.bottom):
                self.sheet.shape.draw_line((box.left, y), (box.right, y))
        if drawn(self.look.down):
            for x in (box.left, box.right):
                self.sheet.shape.draw_line((x, box.top), (x, box.bottom))
        if drawn(self.look.across) or drawn(self.look.down):
            colour = _WHITE if head and self.look.head == "dark" else BLACK
            self.sheet.shape.finish(width=self.look.line, color=colour, dashes=self.look.dashes or None)

    def characters(self, cell: GridCell, box: Box) -> Box | None:
        """Print what stands in a cell, in the middle of its height; what encloses it."""
        size, sheet = self.look.size, self.sheet
        head = cell.role in ("heading", "title")
        width = box.right - box.left - 2 * _SIDE
        lines = sheet.wrap(cell.text, width, size)
        base = (box.top + box.bottom) / 2 - len(lines) * size * LEAD / 2 + size
        ink: list[Box] = []
        for line in lines:
            length = sheet.length(line, size)
            left = box.left + _SIDE + self._shift(cell, width - length)
            colour = _WHITE if head and self.look.head == "dark" else BLACK
            if line.strip():
                sheet.put(left, base, line, size, colour, bold=head and self.look.head != "grey")
                ink.append(Box(left, base - 0.9 * size, left + length, base + 0.25 * size))
            base += size * LEAD
        if not ink:
            return None
        return Box(min(each.left for each in ink), ink[0].top, max(each.right for each in ink), ink[-1].bottom)

    def _shift(self, cell: GridCell, room: float) -> float:
        if cell.role == "label":
            return 0.0
        shares = {"left": 0.0, "centre": 0.5, "right": 1.0}
        return max(0.0, room * (0.5 if cell.role != "value" else shares[self.look.align]))

    def height(self, row: tuple[GridCell, ...]) -> float:
        """How high a row is, in points."""
        return self.lines(row, self.look.size, _SIDE) + 2 * self.look.padding
