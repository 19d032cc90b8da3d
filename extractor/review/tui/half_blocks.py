"""The page around a place, drawn in half blocks: two pixels to a character, in any terminal."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from extractor.documents import Box, Page
from extractor.documents.opening.picture import Picture, PictureLimit, page_picture
from extractor.errors import DocumentError
from extractor.readers.reading import Spot
from extractor.review.spoken_words import tell
from extractor.review.typeset import clean
from extractor.route import Result

_FRAME = 8
"""Columns and rows of the screen that are not picture."""
_NEAREST, _FURTHEST, _STEP = 6.0, 0.25, 1.4
"""Pixels for a point, and how much one key changes them."""
_LEGIBLE = 2.2
_PAPER_SHARE = 0.6
_DARK = 128
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_Pixel = tuple[int, int, int]


class PagePicture(ModalScreen[None]):
    """A crop of the page around a spot; where there is none, a sentence says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,enter,space", "dismiss", "close"),
        Binding("plus,equals_sign", "zoom(1)", "nearer"),
        Binding("minus", "zoom(-1)", "further away"),
    ]

    def __init__(self, result: Result, spot: Spot | None, named: str, near: str = "") -> None:
        super().__init__()
        self._result = result
        self._spot = spot
        self._named = named
        self._near = near
        self._scale = 0.0

    def compose(self) -> ComposeResult:
        """The picture in a frame."""
        with VerticalScroll(id="sheet") as sheet:
            named = self._named
            title = named if self._spot is None else tell("page_of", document=named, page=self._spot.page)
            near = tell("near_place", near=self._near) if self._near else ""
            sheet.border_title = Content(clean(f"{title}{near}"))
            sheet.border_subtitle = tell("picture_keys")
            yield Static(id="drawn")

    def on_mount(self) -> None:
        """Draw it; the arrow keys scroll."""
        self._draw()
        self.query_one("#sheet").focus()

    def on_resize(self) -> None:
        """The crop has the shape of the screen."""
        self._draw()

    def action_zoom(self, by: int) -> None:
        """Nearer or further away."""
        self._scale = min(_NEAREST, max(_FURTHEST, self._scale * _STEP**by))
        self._draw()

    def _draw(self) -> None:
        drawn = self.query_one("#drawn", Static)
        if self._spot is None or self._spot.box is None:
            drawn.update(Content(tell("no_page")))
            return
        width = max(20, min(100, self.app.size.width * 9 // 10) - _FRAME)
        height = max(8, self.app.size.height * 9 // 10 - _FRAME // 2) * 2
        box = self._spot.box
        self._scale = self._scale or min(_LEGIBLE, _PAPER_SHARE * width / max(1.0, box[2] - box[0]))
        try:
            area = box_around(box, width / self._scale, height / self._scale)
            picture = self._picture(self._spot, area, width, height)
        except DocumentError as error:
            drawn.update(Content(clean(str(error))))
            return
        drawn.update(half_blocks(picture, colours=not self.app.no_color))

    def _picture(self, spot: Spot, area: Box, width: int, height: int) -> Picture:
        limit = PictureLimit(max(width, height) + 2, width * height, round(72 * self._scale))
        return page_picture(Path(self._result.path), Page(spot.page), area, limit, self._result.sha256)


def box_around(box: Box, width: float, height: float) -> Box:
    """A box of a size, with another in its middle as far as the page's corner allows."""
    left = max(0.0, (box[0] + box[2] - width) / 2)
    top = max(0.0, (box[1] + box[3] - height) / 2)
    return left, top, left + width, top + height


def half_blocks(picture: Picture, *, colours: bool = True) -> Content:
    """A picture as lines of half blocks; without colours ink is drawn and paper is left out."""
    lines = [_coloured(picture, row) if colours else _inked(picture, row) for row in range(0, picture.height, 2)]
    return Content("\n").join(lines)


def _coloured(picture: Picture, row: int) -> Content:
    parts = []
    for (upper, lower), run in groupby(_pairs(picture, row)):
        parts.append(("▀" * len(list(run)), f"{_colour(upper)} on {_colour(lower)}"))
    return Content.assemble(*parts)


def _colour(pixel: _Pixel) -> str:
    return f"#{pixel[0]:02x}{pixel[1]:02x}{pixel[2]:02x}"


def _inked(picture: Picture, row: int) -> Content:
    dark = [(min(upper) < _DARK, min(lower) < _DARK) for upper, lower in _pairs(picture, row)]
    return Content("".join(_BLOCKS[pair] for pair in dark))


def _pairs(picture: Picture, row: int) -> Iterator[tuple[_Pixel, _Pixel]]:
    """The pixels of two rows, one above the other; white below the last."""
    for column in range(picture.width):
        at = 3 * (row * picture.width + column)
        below = at + 3 * picture.width
        upper = (picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2])
        lower = (255, 255, 255) if below >= len(picture.rgb) else (*picture.rgb[below : below + 3],)
        yield upper, (lower[0], lower[1], lower[2])
