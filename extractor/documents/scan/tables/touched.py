"""What lies over print and may hide some of it: strokes of a pen, streaks of a fax, seals; and where print may be lost
without anything over it: dashes that a digit left, cells into which no digit fits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extractor.documents.model import Box
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import Doubt, DoubtKind, doubt

_WIDE = 2.0
"""Points: what was taken away with a stroke lies no farther from its middle."""
_NARROWEST = 0.75
"""In heights of a digit: no digit is printed between rules so close to each other."""


@dataclass(frozen=True)
class Touched:
    """Where strokes and seals lie, as boxes in points of the level page, of so many pixels for a ``point``; ``stains``:
    in the cells they touch. ``dashes``: lines, in pixels, that may be what is left of a digit; ``crossed``: those that
    a short stroke runs through.
    """

    places: tuple[Box, ...]
    stains: tuple[Stain, ...]
    point: float
    dashes: frozenset[PixelBox] = frozenset()
    crossed: frozenset[PixelBox] = frozenset()

    def doubts_of(self, line: PixelBox) -> tuple[Doubt, ...]:
        """What speaks against a line of print: a stroke or a seal lies over it, or it is a dash out of its line."""
        box = tuple(edge / self.point for edge in (line.x0, line.y0, line.x1, line.y1))
        over = _OVER if line in self.crossed or any(_meet(box, place) for place in self.places) else ()
        return (*over, *_FALLEN) if line in self.dashes else over


_OVER = (doubt(DoubtKind.LIES_OVER),)
_FALLEN = (doubt(DoubtKind.DASH_OFF_LINE),)
_NARROW = (doubt(DoubtKind.CELL_NARROW),)


def touched(
    strikes: Sequence[Segment],
    sheet: PaperSheet,
    grids: Sequence[RuledGrid],
    seals: Sequence[Box] = (),
    spots: Sequence[PrintSpot] = (),
    dashes: Collection[PixelBox] = (),
    crossed: Collection[PixelBox] = (),
) -> Touched:
    """What lies over the print of a page whose tables these are. A cell that a stroke or a seal touches is not known to
    be blank, nor is one that is narrower than the digits of its table. ``seals``: where their ink lies, in points of
    the level page; ``spots``: the lines of print; ``dashes``: those that may be what is left of a digit; ``crossed``:
    those that a short stroke runs through.
    """
    places = (*((rule.start, rule.at - _WIDE, rule.end, rule.at + _WIDE) for rule in strikes), *seals)
    cells = [cell.box for grid in grids for cell in grid.cells if any(_meet(cell.box, place) for place in places)]
    stains = [Stain(*_middle(box), _OVER) for box in cells]
    heights = {spot.row[0]: spot.height * 72 / sheet.dpi for spot in spots if spot.row is not None}
    for number, grid in enumerate(grids):
        least = _NARROWEST * heights.get(number, 0.0)
        stains += [Stain(*_middle(cell.box), _NARROW) for cell in grid.cells if cell.box[2] - cell.box[0] < least]
    return Touched(places, tuple(stains), sheet.dpi / 72, frozenset(dashes), frozenset(crossed))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _meet(box: tuple[float, ...], other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
