"""A table on its way to the pages of a file: rows until a page is full, its headings again on the next one."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.pdf_sheet import LEAD, PdfSheet


@dataclass
class PagedTable(ABC):
    """One table of a file, the ``number``-th of it. What a cell looks like its subclasses say.

    ``cells``: where those that are printed came to stand; ``edges``: of the columns, from left to right.
    """

    sheet: PdfSheet
    grid: Grid
    number: int
    cells: list[PrintedCell] = field(default_factory=list, init=False)
    edges: list[float] = field(default_factory=list, init=False)

    @abstractmethod
    def dress(self, cell: GridCell, row: int, box: Box) -> None:
        """Draw the ground and the rules of a cell."""

    @abstractmethod
    def characters(self, cell: GridCell, box: Box) -> Box | None:
        """Write what stands in a cell; what encloses it."""

    @abstractmethod
    def height(self, row: tuple[GridCell, ...]) -> float:
        """How high a row is, in points."""

    @property
    def headings(self) -> int:
        """The rows of headings; a table of several small blocks has none that would be right on the next page."""
        kinds = [self.grid.kind(row) for row in range(len(self.grid.rows))]
        return kinds.index("value") if kinds.count("title") == 0 else 0

    def lines(self, row: tuple[GridCell, ...], size: float, side: float) -> float:
        """How high the longest text of a row is, without cells over several rows; ``side``: room beside a text."""
        count = 1
        for cell in row:
            if cell.row_span == 1 or len(row) == 1:
                width = self.edges[cell.column + cell.col_span] - self.edges[cell.column] - 2 * side
                count = max(count, len(self.sheet.wrap(cell.text, width, size)))
        return count * size * LEAD

    def print_rows(self, repeat: bool = True) -> None:
        """All rows, page by page; ``repeat``: with the headings on every page."""
        heights = [self.height(row) for row in self.grid.rows]
        headings = self.headings
        start = 0
        while start < len(heights):
            # Headings never stand alone at the foot of a page.
            first = max(start, headings)
            room = heights[:headings] if start == 0 or repeat else []
            if self.sheet.top + sum(room) + heights[first] > self.sheet.bottom:
                self.sheet.turn()
            if start:
                self._run(0, headings if repeat else 0, heights)
            start = self._run(start, len(heights), heights)

    def _run(self, first: int, end: int, heights: Sequence[float]) -> int:
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
                    self._cell(slot.cell, index, first, tops, text=slot.at == "here")
        self.sheet.top = tops[-1]
        return last

    def _cell(self, cell: GridCell, row: int, first: int, tops: Sequence[float], text: bool) -> None:
        """One cell, in rows of which the one numbered ``first`` has the first of ``tops``."""
        start = row
        while cell not in self.grid.rows[start]:
            start -= 1
        bottom = tops[min(start + cell.row_span - first, len(tops) - 1)]
        left, right = self.edges[cell.column], self.edges[cell.column + cell.col_span]
        box = Box(left, tops[row - first], right, bottom)
        self.dress(cell, row, box)
        ink = self.characters(cell, box) if text else None
        place = (self.sheet.number, self.number, start, cell.column, cell.row_span, cell.col_span)
        self.cells.append(PrintedCell(*place, cell.role, cell.text if text else "", box, ink, continued=not text))
