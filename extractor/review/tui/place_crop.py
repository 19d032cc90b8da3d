"""The crop of the page around the place of a field, always in view beside it."""

import asyncio
from typing import NamedTuple

from extractor.documents import Box, Page
from extractor.documents.file_names import path_of_text
from extractor.documents.opening.picture import Picture, PictureLimit, page_picture, stacked
from extractor.errors import DocumentError
from extractor.readers.reading import Spot
from extractor.review.tui.contrast import stretched
from extractor.review.tui.half_blocks import box_around
from extractor.review.tui.picture_area import PictureArea
from extractor.review.typeset import clean
from extractor.route import Result

_LINES = 2.4
"""Heights of the place that the crop shows where there is room: its own line, and some of those above and below."""
_LEGIBLE = 14
"""Pixels of half blocks that the place is high at least, as far as there are so many: a digit is about half as high as
its line, and below five pixels a 3 and an 8 look alike. Lines above and below are given up for it."""
_LEAST, _MOST = 1.0, 3.0
"""Pixels of half blocks for a point."""


class PlaceCrop(PictureArea):
    """Draws a crop in the width of the pane around it; hidden where a place has no page.

    Drawing takes longer than a key: it is done beside the screen, and only the last place asked for is shown.
    """

    _place: tuple[str, Spot, int, int] | None = None

    def show(self, result: Result, spot: Spot | None, height: int, marked: bool = True) -> None:
        """Show the crop around a place in this many rows; the place itself is tinted where it is ``marked``."""
        self.display = spot is not None and spot.box is not None
        if spot is None or spot.box is None:
            return
        width = max(20, self.container_size.width - 2)
        if self._place == (result.sha256, spot, width, height):
            return
        self._place = (result.sha256, spot, width, height)
        self.styles.height = height
        self.run_worker(self._draw(result, spot, width, height - 1, marked), exclusive=True, group="crop")

    async def _draw(self, result: Result, spot: Spot, columns: int, rows: int, marked: bool) -> None:
        look = CropLook(*self.pixels(columns, rows), self.fineness, marked and not self.app.no_color)
        self.paint(await asyncio.to_thread(drawn_crop, result, spot, look), columns, rows)


class CropLook(NamedTuple):
    """Pixels across and down, and for one of half blocks; whether the place is tinted."""

    width: int
    height: int
    fineness: float
    marked: bool


def drawn_crop(result: Result, spot: Spot, look: CropLook) -> Picture | str:
    """The page around a place that has a box, its ink black and its paper white; words where the file gives none."""
    width, height = look.width, look.height
    box = spot.box
    assert box is not None, "a place without a box is not shown"
    rows = height / look.fineness
    scale = max(rows / _LINES, min(_LEGIBLE, 0.95 * rows)) / max(1.0, box[3] - box[1])
    scale = min(scale, width / look.fineness / max(1.0, box[2] - box[0]))  # A long text is shown whole, if smaller.
    scale = min(_MOST, max(_LEAST, scale)) * look.fineness
    area = box_around(box, (width - 1) / scale, (height - 1) / scale)  # a pixel begun counts as one
    limit = PictureLimit(max(width, height) + 2, (width + 1) * (height + 3), round(72 * scale))
    try:
        picture = page_picture(path_of_text(result.path), Page(spot.page), area, limit, result.sha256)
    except DocumentError as error:
        return clean(str(error))
    picture = stretched(picture)
    return _tinted(picture, box, area) if look.marked else picture


def _tinted(picture: Picture, box: Box, area: Box) -> Picture:
    """The picture with the paper inside a box yellow."""
    left, top = area[0], area[1]
    columns = _pixels(box[0] - left, box[2] - left, picture.scale, picture.width)
    rows = _pixels(box[1] - top, box[3] - top, picture.scale, picture.height)
    rgb = bytearray(picture.rgb)
    for row in rows:
        for column in columns:
            blue = 3 * (row * picture.width + column) + 2
            rgb[blue] = rgb[blue] // 2
    return stacked([(picture.width, picture.height, bytes(rgb))], picture.scale)


def _pixels(begin: float, end: float, scale: float, most: int) -> range:
    return range(max(0, int(begin * scale)), min(most, int(end * scale) + 1))
