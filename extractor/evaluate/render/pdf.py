"""Tables and running text as a PDF: ruled or without lines, over as many pages as they need.

Chinese characters come from a font every PDF viewer brings, so that nothing is embedded and files stay small; Latin
letters and digits come from Helvetica, because that font would print them as wide as Chinese characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.page import Page

if TYPE_CHECKING:
    import pymupdf

PORTRAIT = (595.0, 842.0)
"""Width and height of A4 in points."""
MARGIN = 45.0
SIZE = 8.0
TEXT_SIZE = 10.5
LATIN, CHINESE = "helv", "china-s"
LEAD = 1.35
"""Height of a line as a multiple of the size of its characters."""
PADDING = 2.5


@dataclass(frozen=True, slots=True)
class Look:
    """How tables are printed. ``lines``: all, only those between rows, or none. ``label``: points a column of labels
    gets, ``repeat``: whether the headings come again where a table goes on over a page."""

    lines: Literal["all", "rows", "none"] = "all"
    label: float = 110.0
    repeat: bool = True


RULED = Look()


def pdf(page: Page, look: Look = RULED) -> bytes:
    """The whole file."""
    import pymupdf

    wide = any(isinstance(piece, Grid) and piece.width > 12 for piece in page.pieces)
    sheet = _Sheet(pymupdf.open(), *(PORTRAIT[::-1] if wide else PORTRAIT))  # type: ignore[no-untyped-call]  # no types
    for title in page.titles:
        sheet.centre(title)
    for line in page.hidden:
        sheet.write(MARGIN, sheet.top + SIZE, line, SIZE, page.hiding)
    for piece in page.pieces:
        if isinstance(piece, Grid):
            sheet.paragraph(piece.title, indent=0)
            _Table(sheet, piece, look, page.hiding).write()
        else:
            for line in piece:
                sheet.paragraph(line)
    sheet.shape.commit()
    return pdf_bytes(sheet.document)


def pdf_bytes(document: "pymupdf.Document") -> bytes:
    """The file. Without a date and with the same identifier every time its bytes depend on the content alone."""
    content: bytes = document.tobytes(garbage=3, deflate=True, no_new_id=True)  # type: ignore[no-untyped-call]  # no types
    return content


def _font(char: str) -> str:
    return LATIN if ord(char) < 256 else CHINESE


@dataclass
class _Sheet:
    """A growing file and the height at which the next line is written on its last page."""

    document: "pymupdf.Document"
    width: float
    height: float
    top: float = 0.0
    fonts: "dict[str, pymupdf.Font]" = field(init=False)
    shape: "pymupdf.Shape" = field(init=False)

    def __post_init__(self) -> None:
        import pymupdf

        self.fonts = {name: pymupdf.Font(name) for name in (LATIN, CHINESE)}  # type: ignore[no-untyped-call]  # no types
        self.turn()

    @property
    def bottom(self) -> float:
        return self.height - MARGIN

    def turn(self) -> None:
        """Begin a page. All of a page is collected in one shape: one short stream instead of one for each word."""
        if len(self.document):
            self.shape.commit()
        self.shape = self.document.new_page(width=self.width, height=self.height).new_shape()  # type: ignore[no-untyped-call]  # no types
        self.top = MARGIN

    def centre(self, text: str) -> None:
        """A title line."""
        size = 15.0
        left = max(MARGIN, (self.width - self.length(text, size)) / 2)
        self.write(left, self.top + size, text, size)
        self.top += size * 1.6

    def paragraph(self, text: str, indent: float = TEXT_SIZE * 2) -> None:
        """A paragraph, its lines wrapped at the margins."""
        for number, line in enumerate(self.wrap(text, self.width - 2 * MARGIN - indent, TEXT_SIZE)):
            if self.top + TEXT_SIZE * LEAD > self.bottom:
                self.turn()
            self.write(MARGIN + (indent if number == 0 else 0), self.top + TEXT_SIZE, line, TEXT_SIZE)
            self.top += TEXT_SIZE * LEAD
        self.top += 3

    def write(self, left: float, base: float, text: str, size: float, hiding: str = "") -> None:
        """Characters at a place; ``base`` is their base line. ``hiding``: white, or not painted at all."""
        mode, color = (3 if hiding == "unshown" else 0), ((1.0, 1.0, 1.0) if hiding == "white" else None)
        for font, run in groupby(text, key=_font):
            part = "".join(run)
            self.shape.insert_text((left, base), part, fontname=font, fontsize=size, render_mode=mode, color=color)
            left += self.fonts[font].text_length(part, size)  # type: ignore[no-untyped-call]  # no types

    def length(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        runs = ((font, "".join(run)) for font, run in groupby(text, key=_font))
        return float(sum(self.fonts[font].text_length(part, size) for font, part in runs))  # type: ignore[no-untyped-call]  # no types

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        """Lines not wider than ``width``: broken at spaces where there are any, else between characters."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in _pieces(part):
                if line and self.length(line + word.rstrip(), size) > width:
                    lines.append(line.rstrip())
                    line = ""
                line += word
            lines.append(line.rstrip())
        return lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; characters of scripts without spaces one by one."""
    word = ""
    for char in text:
        word += char
        if char == " " or ord(char) > 0x2E00:
            yield word
            word = ""
    if word:
        yield word


@dataclass
class _Table:
    """One table on its way to the file."""

    sheet: _Sheet
    grid: Grid
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

    def write(self) -> None:
        """All rows, page by page."""
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
            for column, slot in enumerate(self.grid.slots[index]):
                # A cell begun on the page before goes on at the top of this one, without its text.
                if column == slot.cell.column and (slot.at == "here" or index == first):
                    self._cell(slot.cell, index, first, last, tops, text=slot.at == "here")
        self.sheet.top = tops[-1]
        return last

    def _cell(self, cell: GridCell, row: int, first: int, last: int, tops: Sequence[float], text: bool) -> None:
        start = self._start(cell, row)
        bottom = tops[min(start + cell.row_span, last) - first]
        top = tops[row - first]
        left, right = self.edges[cell.column], self.edges[cell.column + cell.col_span]
        if self.look.lines == "all":
            self.sheet.shape.draw_rect((left, top, right, bottom))
            self.sheet.shape.finish(width=0.5)
        elif self.look.lines == "rows":
            for height in (top, bottom):
                self.sheet.shape.draw_line((left, height), (right, height))
            self.sheet.shape.finish(width=0.5)
        if text:
            base = top + PADDING + SIZE
            for line in self.sheet.wrap(cell.text, right - left - 2 * PADDING, SIZE):
                room = right - left - 2 * PADDING - self.sheet.length(line, SIZE)
                shift = 0.0 if cell.role == "label" else max(0.0, room / 2)
                if cell.ghost:
                    before = self.sheet.length(cell.ghost, SIZE)
                    self.sheet.write(left + PADDING + shift - before, base, cell.ghost, SIZE, self.hiding)
                if line:
                    self.sheet.write(left + PADDING + shift, base, line, SIZE)
                base += SIZE * LEAD

    def _start(self, cell: GridCell, row: int) -> int:
        while cell not in self.grid.rows[row]:
            row -= 1
        return row

    def _height(self, row: tuple[GridCell, ...]) -> float:
        lines = 1
        for cell in row:
            if cell.row_span == 1 or len(row) == 1:
                width = self.edges[cell.column + cell.col_span] - self.edges[cell.column] - 2 * PADDING
                lines = max(lines, len(self.sheet.wrap(cell.text, width, SIZE)))
        return lines * SIZE * LEAD + 2 * PADDING
