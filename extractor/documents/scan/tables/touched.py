"""What lies over print and may hide some of it: strokes of a pen, streaks of a fax, seals."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.documents.model import Box
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.evidence import Doubt, DoubtKind, doubt

_WIDE = 2.0
"""Points: what was taken away with a stroke lies no farther from its middle."""


@dataclass(frozen=True)
class Touched:
    """Where strokes and seals lie, as boxes in points of the level page, of so many pixels for a ``point``; ``stains``:
    in the cells they touch.
    """

    places: tuple[Box, ...]
    stains: tuple[Stain, ...]
    point: float

    def doubts_of(self, line: PixelBox) -> tuple[Doubt, ...]:
        """What speaks against a line of print: a stroke or a seal lies over it."""
        box = tuple(edge / self.point for edge in (line.x0, line.y0, line.x1, line.y1))
        return _OVER if any(_meet(box, place) for place in self.places) else ()


_OVER = (doubt(DoubtKind.LIES_OVER),)


def touched(
    strikes: Sequence[Segment], sheet: PaperSheet, grids: Sequence[RuledGrid], seals: Sequence[Box] = ()
) -> Touched:
    """What lies over the print of a page whose tables these are. A cell that a stroke or a seal touches is not known to
    be blank. ``seals``: where their ink lies, in points of the level page.
    """
    places = (*((rule.start, rule.at - _WIDE, rule.end, rule.at + _WIDE) for rule in strikes), *seals)
    cells = [cell.box for grid in grids for cell in grid.cells if any(_meet(cell.box, place) for place in places)]
    stains = tuple(Stain((x0 + x1) / 2, (y0 + y1) / 2, _OVER) for x0, y0, x1, y1 in cells)
    return Touched(places, stains, sheet.dpi / 72)


def _meet(box: tuple[float, ...], other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
