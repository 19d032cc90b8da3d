"""A cell that waits for its ground and rules, and what is asked of it before they are drawn."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from extractor.evaluate.render.cell_places import Box
from extractor.evaluate.render.grid import Grid, GridCell
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import Ink


class Dressed(NamedTuple):
    """A cell that waits for its ground and rules."""

    sheet: OfficeSheet
    grid: Grid
    cell: GridCell
    row: int
    box: Box
    part_right: float
    """Where the columns of its table end, in points."""

    @property
    def is_head(self) -> bool:
        """Whether it is over columns."""
        return self.cell.role in ("heading", "title")

    @property
    def ends_head(self) -> bool:
        """Whether figures begin under it."""
        below = self.row + self.cell.row_span
        return self.cell.role == "heading" and below < len(self.grid.rows) and self.grid.kind(below) == "value"

    @property
    def last_row(self) -> int:
        """The last row it covers."""
        return self.row + self.cell.row_span - 1

    def foot(self, width: float, trim: float = 0.0, dashes: str = "") -> None:
        """A rule under it."""
        left, right, bottom = self.box.left + trim, self.box.right - trim, self.box.bottom
        self.sheet.rule(left, bottom, right, bottom, width, dashes=dashes)

    def left_side(self, width: float, dashes: str = "") -> None:
        """A rule at its left, if it is not the first."""
        if self.cell.column:
            self.sheet.rule(self.box.left, self.box.top, self.box.left, self.box.bottom, width, dashes=dashes)

    def fill(self, colour: Ink, inset: float = 0.0) -> None:
        """A ground of one colour."""
        left, top, right, bottom = self.box
        self.sheet.box(left + inset, top + inset, right - inset, bottom - inset, 0, None, colour)


Dress: TypeAlias = Callable[[Dressed], None]
