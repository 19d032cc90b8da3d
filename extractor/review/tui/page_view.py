"""The page around a place, over the screen, nearer or further away."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from extractor.documents import Page
from extractor.documents.opening.picture import PictureLimit, page_picture
from extractor.errors import DocumentError
from extractor.readers.reading import Spot
from extractor.review.spoken_words import tell
from extractor.review.tui.half_blocks import box_around
from extractor.review.tui.picture_area import PictureArea
from extractor.review.tui.terminal_pictures import TerminalPictures
from extractor.review.typeset import clean
from extractor.route import Result

_FRAME = 8
"""Columns and rows of the screen that are not picture."""
_NEAREST, _FURTHEST, _STEP = 6.0, 0.25, 1.4
"""Pixels of half blocks for a point, and how much one key changes them."""
_LEGIBLE = 2.2
_PAPER_SHARE = 0.6


class PagePicture(ModalScreen[None]):
    """A crop of the page around a spot; where there is none, a sentence says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,enter,space", "dismiss", "close"),
        Binding("plus,equals_sign", "zoom(1)", "nearer"),
        Binding("minus", "zoom(-1)", "further away"),
    ]

    def __init__(
        self, result: Result, spot: Spot | None, named: str, near: str = "", pictures: TerminalPictures | None = None
    ) -> None:
        super().__init__()
        self._pictures = pictures
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
            yield PictureArea(self._pictures, id="drawn")

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
        drawn = self.query_one("#drawn", PictureArea)
        if self._spot is None or self._spot.box is None:
            drawn.paint(tell("no_page"))
            return
        columns = max(20, min(100, self.app.size.width * 9 // 10) - _FRAME)
        rows = max(8, self.app.size.height * 9 // 10 - _FRAME // 2)
        width, height = drawn.pixels(columns, rows)
        box, fine = self._spot.box, drawn.fineness
        self._scale = self._scale or min(_LEGIBLE, _PAPER_SHARE * width / fine / max(1.0, box[2] - box[0]))
        scale = self._scale * fine
        limit = PictureLimit(max(width, height) + 2, width * height, round(72 * scale))
        try:
            area, page = box_around(box, width / scale, height / scale), Page(self._spot.page)
            drawn.paint(page_picture(Path(self._result.path), page, area, limit, self._result.sha256), columns, rows)
        except DocumentError as error:
            drawn.paint(clean(str(error)))
