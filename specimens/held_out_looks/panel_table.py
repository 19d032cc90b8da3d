"""Tables that are printed in two parts beside each other, the heads over both, where they have room for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from specimens.held_out_looks.office_table import OfficeTable, least_widths
from specimens.real_paper.drawn_paper import BLACK

_GAP = 26.0
"""Points between the parts."""
_FEWEST = 4
"""Rows of a table that is parted."""


@dataclass
class PanelTable(OfficeTable):
    """A table. ``cut``: the row with which its right part begins, None if it stands in one."""

    cut: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        half = (self.sheet.room - self.look.beside - _GAP) / 2
        if len(self.grid.rows) >= _FEWEST and sum(least_widths(self.grid, self.look)) <= half:
            self.cut = 0
        super().__post_init__()
        if self.cut is not None:
            self.cut = self._best_cut([self.height(row) for row in self.grid.rows])
            if self.cut is None:
                super().__post_init__()
            self.is_whole = self.is_whole or self.cut is not None

    @property
    def room(self) -> float:
        """Width for the cells of a part, in points."""
        return super().room if self.cut is None else (super().room - _GAP) / 2

    @property
    def whole_height(self) -> float:
        """The height of the higher part."""
        if not self.cut:
            return super().whole_height
        return max(self._part_heights([self.height(row) for row in self.grid.rows], self.cut))

    def print_rows(self, repeat: bool = True) -> None:
        """Both parts from one height on, with the heads over each."""
        if self.cut is None:
            super().print_rows(repeat)
            return
        heights = [self.height(row) for row in self.grid.rows]
        if self.sheet.top + self.whole_height > self.sheet.bottom:
            self.sheet.turn()
        top, lower = self.sheet.top, self.sheet.top + self.whole_height
        self._run_part(0, self.cut, heights)
        self.close_part(is_end=True)
        right = self.edges[-1] + _GAP / 2
        self.sheet.rule(right, top, right, lower, 0.4, BLACK)
        self.edges = [edge + self.edges[-1] - self.edges[0] + _GAP for edge in self.edges]
        self.sheet.top = top
        self._run_part(self.cut, len(self.grid.rows), heights)
        self.sheet.top = lower

    def _run_part(self, first: int, end: int, heights: Sequence[float]) -> None:
        if first and self.headings:
            self._run(0, self.headings, heights)
        self._run(first, end, heights)

    def _part_heights(self, heights: Sequence[float], cut: int) -> tuple[float, float]:
        return sum(heights[:cut]), sum(heights[cut:]) + sum(heights[: self.headings])

    def _best_cut(self, heights: Sequence[float]) -> int | None:
        """The row that parts the table most evenly, and no group of rows but an outermost one, if both parts fit on a
        page; a table of several blocks is parted between two of them.
        """
        inner = (
            max((at + c.row_span for c in row if c.column or c.row_span == 1), default=0)
            for at, row in enumerate(self.grid.rows)
        )
        reach = list(accumulate(inner, max))
        kinds = [self.grid.kind(row) for row in range(len(self.grid.rows))]
        wanted = "value" if self.headings else "title"
        places = [
            row
            for row in range(self.headings + 1, len(heights))
            if kinds[row] == wanted and reach[row - 1] <= row and row > self.headings
        ]
        if not places:
            return None
        best = min(places, key=lambda row: max(self._part_heights(heights, row)))
        high = max(self._part_heights(heights, best))
        return best if high <= self.sheet.bottom - self.look.margins.top - 3 * self.look.caption.size else None
